"""Files of administrators: sent, looked at, put in, taken back; and who else may not."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from flask.testing import FlaskClient

from console.api import exports, imports
from console.imports import desk, guess, uploads
from console.imports.job import Job
from dispatch.commands import RegisterWorker
from layers.datum import from_wgs84
from layers.feature import Feature
from layers.importing.limits import MAX_FILE_MB
from tests.support.web import ADMIN, Console

LON, LAT = 111.0031, 35.0302
POINTS = [(f"cam-{n}", f"摄像头 {n}", LON + n / 1000, LAT) for n in range(6)]
CAMERAS = "编号,名称,经度,纬度,坐标系\n" + "".join(f"{a},{b},{x:.6f},{y:.6f},WGS84\n" for a, b, x, y in POINTS)


@pytest.fixture
def admin(sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    return sign_in("admin")


def send(client: FlaskClient, content: str | bytes, name: str = "摄像头.csv", **form: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post("/api/v1/imports?wait=60", data={"file": (io.BytesIO(data), name), **form})


def sent(client: FlaskClient, content: str | bytes, name: str = "摄像头.csv", **form: str) -> dict[str, Any]:
    answer = send(client, content, name, **form)
    assert answer.status_code == 201, answer.text
    return answer.json


def applied(client: FlaskClient, id: str) -> dict[str, Any]:
    answer = client.post(f"/api/v1/imports/{id}/apply?wait=60")
    assert (answer.status_code, answer.json["state"]) == (200, "done"), answer.text
    return answer.json


def folder(console: Console, id: str) -> Path:
    return console.services.settings.home / "uploads" / id


def test_a_file_is_understood_put_in_and_taken_back(console: Console, admin: FlaskClient) -> None:
    shown = sent(admin, CAMERAS)
    report = shown["report"]
    assert (shown["state"], shown["kind"], shown["guessed"], shown["asks"]) == ("ready", "cameras", True, [])
    assert report["layers"]["cameras"] == {"total": 6, "added": 6, "changed": 0, "unchanged": 0, "gone": 0}
    assert (report["format"], report["mapping"]["lon"], report["datum"]) == ("csv", "经度", "wgs84")
    assert len(report["preview"]["features"]) == 6
    assert console.services.layers.count("cameras") == 0
    done = applied(admin, shown["id"])
    assert done["report"]["layers"]["cameras"]["added"] == 6
    assert console.services.layers.count("cameras") == 6
    assert not (folder(console, shown["id"]) / shown["file"]).exists()
    (made,) = admin.get("/api/v1/imports").json
    assert (made["kind"], made["undoable"], made["rejects"]) == ("cameras", True, False)
    assert admin.post(f"/api/v1/imports/{made['id']}/undo").json["undone"] == made["id"]
    assert console.services.layers.count("cameras") == 0
    again = admin.post(f"/api/v1/imports/{made['id']}/undo")
    assert (again.status_code, again.json["error"]["code"]) == (422, "import_refused")


def test_the_deeds_are_written_down(console: Console, admin: FlaskClient) -> None:
    applied(admin, sent(admin, CAMERAS)["id"])
    admin.post("/api/v1/imports/1/undo")
    admin.get("/api/v1/layers/cameras/export?format=csv")
    found = {entry.action: entry for entry in console.services.access.audit.page()}
    assert found["file_imported"].subject == "cameras 摄像头.csv"
    assert json.loads(found["file_imported"].detail)["layers"]["cameras"]["added"] == 6
    assert {"import_undone", "layer_exported"} <= set(found)
    assert all(
        entry.actor.startswith("admin:") for name, entry in found.items() if name.startswith(("file", "import_u"))
    )


def test_other_options_show_another_preview(console: Console, admin: FlaskClient) -> None:
    shown = sent(admin, CAMERAS.replace(",WGS84", "").replace(",坐标系", ""))
    path = f"/api/v1/imports/{shown['id']}/inspect"
    moved = admin.post(
        path, json={"kind": "hydrants", "datum": "gcj02", "mode": "merge", "mapping": {"name": "编号"}}
    ).json
    assert (moved["kind"], moved["guessed"], moved["report"]["datum"]) == ("hydrants", False, "gcj02")
    assert moved["report"]["mapping"]["name"] == "编号"
    first, now = moved["report"]["before"][0], moved["report"]["preview"]["features"][0]["geometry"]["coordinates"]
    assert first == pytest.approx([LON, LAT], abs=2e-6)
    assert 0.004 < abs(first[0] - now[0]) < 0.01
    applied(admin, shown["id"])
    assert console.services.layers.count("hydrants") == 6
    assert console.services.layers.count("cameras") == 0


def test_the_figures_decide_the_datum_or_a_person_is_asked(console: Console, admin: FlaskClient) -> None:
    console.services.layers.replace("buildings", [yard(n) for n in range(30)])
    rows = "".join(f"c{n},{x:.7f},{y:.7f}\n" for n, (x, y) in enumerate(shifted(30)))
    shown = sent(admin, "编号,经度,纬度\n" + rows, "lifts.csv")
    assert shown["report"]["datum"] == "gcj02" or shown["asks"]
    assert {row["datum"] for row in shown["report"]["evidence"]["rows"]} == {"wgs84", "gcj02", "bd09"}
    few = sent(admin, "编号,经度,纬度\nc1,111.0031,35.0302\n", "lifts.csv")
    assert few["asks"][0]["code"] == "datum"
    refused = admin.post(f"/api/v1/imports/{few['id']}/apply")
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "import_not_ready")
    assert admin.post(f"/api/v1/imports/{few['id']}/inspect", json={"datum": "wgs84"}).json["asks"] == []
    applied(admin, few["id"])


def yard(n: int) -> Feature:
    west, south = LON + (n % 6) * 0.0011 + (n // 6) * 0.00013, LAT + (n // 6) * 0.0009 + (n % 6) * 0.00021
    return Feature(f"b{n}", f"{n}号楼", shapely.box(west, south, west + 0.0004, south + 0.0002), {})


def shifted(count: int) -> list[tuple[float, float]]:
    places = [yard(n).geometry.centroid for n in range(count)]
    lon, lat = from_wgs84([one.x for one in places], [one.y for one in places], "gcj02")
    return [(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]


def test_rows_that_cannot_be_used_are_named_and_kept(admin: FlaskClient) -> None:
    broken = CAMERAS + "cam-9,=cmd(),0,0,WGS84\ncam-1,zweimal,111.0,35.0,WGS84\n"
    shown = sent(admin, broken)
    codes = [one["code"] for one in shown["report"]["rejects"]]
    assert sorted(codes) == ["duplicate_id", "zero_zero"]
    assert all("{" not in one["reason"] for one in shown["report"]["rejects"])
    number = applied(admin, shown["id"])["report"]["import_id"]
    for id in (str(number), shown["id"]):
        file = admin.get(f"/api/v1/imports/{id}/rejects")
        rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
        assert [row["code"] for row in rows] == codes
    assert admin.get("/api/v1/imports").json[0]["rejects"] is True


def test_people_are_registered_and_their_duty_times_kept(console: Console, admin: FlaskClient) -> None:
    console.run(RegisterWorker(worker_id="w1", name="旧名", phone="13800000000"), ADMIN)
    shown = sent(admin, "工号,姓名,岗位,电话\nw1,张三,网格员,13800000001\nw2,李四,物业,13800000002\n", "人员.csv")
    assert shown["kind"] == "workers"
    assert shown["report"]["layers"]["workers"] == {"total": 2, "added": 1, "changed": 1, "unchanged": 0, "gone": 0}
    applied(admin, shown["id"])
    workers = console.services.board.workers
    assert (workers["w1"].name, workers["w2"].role) == ("张三", "property")
    duty = sent(admin, "工号,日期,上岗时间,下岗时间\nw1,2026-11-23,08:00,18:00\nw7,,08:00,18:00\n", "值班.csv")
    assert (duty["kind"], duty["report"]["unknown_workers"]) == ("rosters", ["w7"])
    applied(admin, duty["id"])
    assert "w1,2026-11-23,08:00,18:00" in (console.services.settings.home / "rosters.csv").read_text("utf-8")


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


def test_files_wait_a_day_and_are_the_servers_alone(tmp_path: Path) -> None:
    old = uploads.make(tmp_path)
    with uploads.create(old, "a.csv") as file:
        file.write(b"x")
    assert ((old / "a.csv").stat().st_mode & 0o777, old.stat().st_mode & 0o777) == (0o600, 0o700)
    os.utime(old, (1, 1))
    assert uploads.make(tmp_path).exists()
    assert not old.exists()
    for _ in range(uploads.MOST + 3):
        uploads.make(tmp_path)
    assert len(list((tmp_path / "uploads").iterdir())) <= uploads.MOST + 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("摄像头(新).csv", "摄像头(新).csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.xlsx", "y.xlsx"),
        (".bashrc", "bashrc"),
        ("a\nb\x1b[31m.csv", "a_b_31m.csv"),
        ("", "file"),
        ("x" * 300 + ".geojson", "x" * 88 + ".geojson"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    assert uploads.plain(given) == kept


@pytest.mark.parametrize(
    ("stem", "kind"),
    [("盐湖区充电桩2026", "piles"), ("Fire terminals", "fire_terminals"), ("camera-list", "cameras"), ("data", "")],
)
def test_a_register_is_known_by_its_name(stem: str, kind: str) -> None:
    assert guess.by_name(stem) == kind


def test_templates_are_understood_as_what_they_are(admin: FlaskClient) -> None:
    for ending in ("csv", "xlsx"):
        file = admin.get(f"/api/v1/templates/cameras.{ending}")
        assert file.status_code == 200
        assert "attachment" in file.headers["Content-Disposition"]
        shown = send(admin, file.data, f"neu.{ending}").json
        assert (shown["kind"], shown["refused"]["code"]) == ("cameras", "nothing_usable")  # only the example row
    for path in ("nix.csv", "cameras.pdf", "osm.csv"):
        assert admin.get(f"/api/v1/templates/{path}").status_code == 404


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


@pytest.mark.parametrize("role", ["dispatcher", "supervisor", "auditor", "wall"])
def test_nobody_but_an_administrator(sign_in: Callable[[str], FlaskClient], role: str) -> None:
    client = sign_in(role)
    for route in (*imports.ROUTES, *exports.ROUTES):
        path = route.rule.replace("<int:number>", "1").replace("<ending>", "csv")
        for name in ("upload_id", "import_id", "register", "name"):
            path = path.replace(f"<{name}>", "cameras")
        answer = client.open(f"/api/v1{path}", method=route.method)
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "forbidden"), route.rule
