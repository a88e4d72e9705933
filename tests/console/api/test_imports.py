"""Files of administrators: looked at, put in, taken back."""

from __future__ import annotations

import csv
import io
import json

import pytest
import shapely
from flask.testing import FlaskClient

from dispatch.commands import RegisterWorker
from layers.datum import from_wgs84
from layers.feature import Feature
from tests.support.files import CAMERAS, LAT, LON, applied, folder, sent
from tests.support.web import ADMIN, Console


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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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


@pytest.mark.long
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
    assert console.services.board.rosters["w1"].days == {"2026-11-23": (("08:00", "18:00"),)}
    assert "w7" not in console.services.board.rosters
