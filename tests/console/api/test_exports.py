"""Registers out: empty as forms, full as files."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.support.files import CAMERAS, applied, send, sent
from tests.support.web import Console


@pytest.mark.long
def test_templates_are_understood_as_what_they_are(admin: FlaskClient) -> None:
    for ending in ("csv", "xlsx"):
        file = admin.get(f"/api/v1/templates/cameras.{ending}")
        assert file.status_code == 200
        assert "attachment" in file.headers["Content-Disposition"]
        shown = send(admin, file.data, f"neu.{ending}").json
        assert (shown["kind"], shown["refused"]["code"]) == ("cameras", "nothing_usable")  # only the example row
    for path in ("nix.csv", "cameras.pdf", "osm.csv"):
        assert admin.get(f"/api/v1/templates/{path}").status_code == 404


@pytest.mark.long
@pytest.mark.parametrize("form", ["xlsx", "shp"])
def test_what_was_exported_comes_in_again_unchanged(admin: FlaskClient, form: str) -> None:
    applied(admin, sent(admin, CAMERAS)["id"])
    file = admin.get(f"/api/v1/layers/cameras/export?format={form}")
    assert file.status_code == 200, file.text
    shown = sent(admin, file.data, f"cameras.{'zip' if form == 'shp' else form}", kind="cameras")
    counts = shown["report"]["layers"]["cameras"]
    assert (counts["total"], counts["added"], counts["gone"]) == (6, 0, 0)


def test_an_export_names_what_is_wrong(console: Console, admin: FlaskClient) -> None:
    assert admin.get("/api/v1/layers/castles/export").status_code == 404
    assert admin.get("/api/v1/layers/cameras/export?format=doc").status_code == 422
    wrong = admin.get("/api/v1/layers/cameras/export?datum=mars99")
    assert (wrong.status_code, wrong.json["error"]["code"]) == (422, "import_refused")
    assert list((console.services.settings.home / "uploads").glob("[0-9a-f]*")) == []
