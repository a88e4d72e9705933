"""The whole application: every door has a keeper, assets stay in their folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from console.access.policy import closed_views
from console.app import create_app
from tests.support.web import make_console


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    console = make_console(tmp_path)
    app = create_app(console.services)
    assert closed_views(app) == [], "nobody said who may call these"
    return app.test_client()


def test_assets_are_revalidated_and_stay_in_their_folder(client: FlaskClient):
    answer = client.get("/assets/tokens.css")
    assert answer.status_code == 200
    assert client.get("/assets/tokens.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/favicon.ico").mimetype == "image/svg+xml"
    for path in ("/assets/../pyproject.toml", "/assets/%2e%2e/pyproject.toml", "/assets//etc/passwd"):
        assert client.get(path).status_code in (308, 404), path


@pytest.mark.parametrize("path", ["/wall/", "/desk/", "/admin/", "/desk/_dash-layout", "/admin/_dash-dependencies"])
def test_pages_are_closed_to_nobody(client: FlaskClient, path: str):
    assert client.get(path).status_code in (303, 401)


@pytest.mark.parametrize(
    ("path", "place"), [("/wall", "/wall/"), ("/desk", "/desk/"), ("/admin", "/admin/"), ("/p", "/p/")]
)
def test_addresses_without_a_slash_lead_on(client: FlaskClient, path: str, place: str):
    assert client.get(path).headers["Location"].endswith(place)


def test_the_phone_page_needs_nobody(client: FlaskClient):
    answer = client.get("/p/")
    assert answer.status_code == 200
    assert "unsafe-eval" not in answer.headers["Content-Security-Policy"]
