"""The whole application: every door has a keeper, assets stay in their folder."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from console.access.policy import closed_views
from console.app import create_app
from tests.support.people import People
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


def test_the_phone_gets_its_styles_as_one_file_in_their_order(client: FlaskClient):
    answer = client.get("/p/phone.css")
    assert answer.mimetype == "text/css"
    assert (
        answer.text.index(".ph-head {") < answer.text.index(".ph-foot {") < answer.text.index("prefers-reduced-motion")
    )
    assert client.get("/p/phone.css", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert '"/p/phone.css"' in client.get("/p/").text


@pytest.mark.parametrize("screen", ["wall", "desk", "admin", "replay"])
def test_a_page_gets_the_styles_of_its_own_screen_after_what_all_share(tmp_path: Path, screen: str):
    console = make_console(tmp_path)
    console.services.access.seed_demo()
    app = create_app(console.services)
    page = People(app).signed_in("admin").get(f"/{screen}/", headers={"Accept": "text/html"}).text
    styles = re.findall(r"assets/([\w./-]+\.css)", page)
    assert {name.split("/")[0] for name in styles if "/" in name} == {screen} - {"replay"}
    assert styles.index("tokens.css") < min([n for n, name in enumerate(styles) if "/" in name], default=99)
    assert ("replay.css" in styles) or screen != "replay"
