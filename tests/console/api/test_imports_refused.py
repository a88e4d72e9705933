"""Files that are refused, and people who may not send any."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from console.api import exports, imports
from console.imports import desk
from console.imports.job import Job
from layers.importing.limits import MAX_FILE_MB
from tests.support.files import CAMERAS, applied, folder, send, sent
from tests.support.web import Console


@pytest.mark.long  # each starts a reader, 2 s; tests/layers says the same of the reader itself
@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        ("", "empty.csv", 422, "invalid_field"),
        ("编号,名称\n1,2\n", "cameras.csv", 201, "no_coordinates"),
        (b"\x00\x01\x02\xff" * 50, "cameras.dat", 201, None),
        ('{"type":"FeatureCollection","features":[{"type"', "cameras.geojson", 201, "not_json"),
        ("编号,经度,纬度\nx,0,0\n", "cameras.csv", 201, "nothing_usable"),
        ('<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a "b">]><kml>&a;</kml>', "cameras.kml", 201, "xml_entities"),
        ("<OGRVRTDataSource><OGRVRTLayer/></OGRVRTDataSource>", "cameras.geojson", 201, None),
    ],
)
def test_a_bad_file_is_told_of_and_changes_nothing(
    console: Console, admin: FlaskClient, content: str | bytes, name: str, status: int, code: str | None
) -> None:
    answer = send(admin, content, name)
    assert answer.status_code == status, answer.text
    if status != 201:
        assert answer.json["error"]["code"] == code
        return
    refused = answer.json["refused"]
    assert answer.json["state"] == "refused"
    assert code is None or refused["code"] == code
    assert refused["message"]
    assert "{" not in refused["message"]
    assert admin.post(f"/api/v1/imports/{answer.json['id']}/apply").status_code == 409
    assert console.services.layers.layers() == {}


def test_two_gigabytes_are_refused_before_they_are_read(console: Console, admin: FlaskClient) -> None:
    class Endless(io.BytesIO):
        asked = 0

        def read(self, size: int | None = -1) -> bytes:
            Endless.asked += 1
            return b"x" * 65_536

    said = {"CONTENT_LENGTH": "2000000000", "CONTENT_TYPE": "multipart/form-data; boundary=x"}
    answer = admin.post("/api/v1/imports", environ_overrides={**said, "wsgi.input": Endless()})
    assert (answer.status_code, answer.json["error"]["code"]) == (413, "file_too_large")
    assert str(MAX_FILE_MB) in answer.json["error"]["message"]
    assert Endless.asked == 0
    assert list((console.services.settings.home / "uploads").glob("[0-9a-f]*")) == []


@pytest.mark.parametrize(
    "form",
    [{"kind": "castles"}, {"mode": "destroy"}, {"mapping": "no json"}, {"mapping": '{"a": 3}'}, {"surprise": "x"}],
)
def test_wrong_options_are_named(console: Console, admin: FlaskClient, form: dict[str, str]) -> None:
    answer = send(admin, CAMERAS, **form)
    assert (answer.status_code, answer.json["error"]["detail"]["field"].split(".")[0]) == (422, next(iter(form)))
    assert list((console.services.settings.home / "uploads").glob("[0-9a-f]*")) == []


def test_what_is_no_form_with_one_file_is_refused(admin: FlaskClient) -> None:
    assert admin.post("/api/v1/imports", json={"file": "x"}).status_code == 415
    assert admin.post("/api/v1/imports", data={"other": "x"}, content_type="multipart/form-data").status_code == 422
    two = {"file": (io.BytesIO(b"a"), "a.csv"), "file2": (io.BytesIO(b"b"), "b.csv")}
    assert admin.post("/api/v1/imports", data=two).status_code == 422


def test_one_import_at_a_time(console: Console, admin: FlaskClient) -> None:
    shown = sent(admin, CAMERAS)
    home = console.services.settings.home
    lock = desk._locked(home, Job("inspect", str(home), str(folder(console, "0123456789abcdef"))))
    try:
        for answer in (
            send(admin, CAMERAS),
            admin.post(f"/api/v1/imports/{shown['id']}/inspect", json={}),
            admin.post(f"/api/v1/imports/{shown['id']}/apply"),
            admin.post("/api/v1/imports/1/undo"),
        ):
            assert (answer.status_code, answer.json["error"]["code"]) == (409, "import_running")
    finally:
        os.close(lock)
    applied(admin, shown["id"])


def test_a_file_that_is_not_wanted_is_forgotten(console: Console, admin: FlaskClient) -> None:
    shown = sent(admin, CAMERAS)
    assert admin.delete(f"/api/v1/imports/{shown['id']}").status_code == 200
    assert not folder(console, shown["id"]).exists()
    for method, path in (("get", ""), ("post", "/apply"), ("post", "/inspect"), ("delete", "")):
        assert getattr(admin, method)(f"/api/v1/imports/{shown['id']}{path}").status_code == 404
    assert admin.get("/api/v1/imports/..%2f..").status_code == 404


@pytest.mark.parametrize("role", ["dispatcher", "supervisor", "auditor", "wall"])
def test_nobody_but_an_administrator(sign_in: Callable[[str], FlaskClient], role: str) -> None:
    client = sign_in(role)
    for route in (*imports.ROUTES, *exports.ROUTES):
        path = route.rule.replace("<int:number>", "1").replace("<ending>", "csv")
        for name in ("upload_id", "import_id", "register", "name"):
            path = path.replace(f"<{name}>", "cameras")
        answer = client.open(f"/api/v1{path}", method=route.method)
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "forbidden"), route.rule
