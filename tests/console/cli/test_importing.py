"""Files into the map and back out of it, as a person types it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from console.cli.offline import board
from console.i18n import has
from layers.importing import imports
from layers.importing.reasons import NOTES, REASONS
from layers.store import LayerStore
from tests.console.cli.conftest import Shell


def register(folder: Path, *rows: str) -> str:
    file = folder / "piles.csv"
    file.write_text("\n".join(["编号,经度,纬度,插口数", *rows]) + "\n", encoding="utf-8")
    return str(file)


def test_the_counts_are_shown_before_anything_is_written(shaodao: Shell, tmp_path: Path, home: Path):
    file = register(tmp_path, "a,111,35,12", "b,111,35,99")
    dry = shaodao("import", "piles", file, "--dry-run")
    assert dry.status == 0
    assert "columns: lon=经度, lat=纬度, id=编号, sockets=插口数" in dry.out
    assert "row 3 插口数 '99': the value does not fit; right would be like " in dry.out
    assert LayerStore(home).layers() == {}
    said = shaodao("import", "piles", file)
    assert [line.split() for line in said.out.splitlines() if "piles " in line] == [["piles", "1", "1", "0", "0", "0"]]
    assert said.out.index("new") < said.out.index("written as import 1")


def test_an_import_is_taken_back(shaodao: Shell, tmp_path: Path, home: Path):
    shaodao("import", "piles", register(tmp_path, "a,111,35,12"))
    shaodao("import", "piles", register(tmp_path, "b,111,35,12"))
    assert shaodao("imports").out.count("can be undone") == 1
    assert "taken back: piles" in shaodao("undo").out
    assert [feature.id for feature in LayerStore(home).features("piles")] == ["a"]
    assert [one.undone_at is not None for one in imports(home)] == [True, False]
    shaodao("undo")
    said = shaodao("undo")
    assert (said.status, said.err.strip()) == (1, "there is no import that could be undone")


def test_a_refusal_says_why_and_leaves_the_layer(shaodao: Shell, tmp_path: Path, home: Path):
    shaodao("import", "piles", register(tmp_path, "a,111,35,12"))
    said = shaodao("import", "piles", register(tmp_path, "b,,,", "c,0,0,12"))
    assert said.status == 1
    assert "1 × the coordinates are missing; 1 × the coordinates are 0, 0" in said.err
    assert [feature.id for feature in LayerStore(home).features("piles")] == ["a"]


def test_a_layer_goes_out_and_a_template_is_written(shaodao: Shell, tmp_path: Path):
    shaodao("import", "piles", register(tmp_path, "a,111,35,12"))
    assert shaodao("export", "piles", str(tmp_path / "out.csv"), "--datum", "gcj02").status == 0
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as file:
        assert "lon_gcj02" in next(csv.DictReader(file))
    again = shaodao("import", "piles", str(tmp_path / "out.csv"), "--datum", "bd09")
    assert (again.status, "converted twice" in again.err) == (1, True)
    assert shaodao("template", "cameras", str(tmp_path / "cameras.xlsx")).status == 0
    assert shaodao("template", "ships", str(tmp_path / "ships.xlsx")).status == 1


def test_what_a_file_does_not_say_of_a_worker_stays(shaodao: Shell, tmp_path: Path, home: Path):
    whole, part = tmp_path / "workers.csv", tmp_path / "phones.csv"
    whole.write_text("工号,姓名,岗位,技能,电话\nw1,张三,网格员,急救,13800000001\n", encoding="utf-8")
    shaodao("import", "workers", str(whole))
    part.write_text("工号,姓名,电话\nw1,张三,13800000002\n", encoding="utf-8")
    shaodao("import", "workers", str(part))
    worker = board().workers["w1"]
    assert (worker.phone, worker.skills, worker.role) == ("13800000002", ("急救",), "grid_worker")


@pytest.mark.long
def test_workers_and_their_duty_times_may_be_imported_again(shaodao: Shell, tmp_path: Path, home: Path):
    workers = tmp_path / "workers.csv"
    workers.write_text("工号,姓名,岗位,技能\nw1,张三,网格员,急救、消防\nw1,张三,,\nw2,李四,飞行员,\n", encoding="utf-8")
    first = shaodao("import", "workers", str(workers))
    assert "1 new, 0 changed, 0 same" in first.out
    assert "row 3 工号 'w1': this id was already used" in first.out
    assert "row 4 岗位 '" in first.out
    assert (board().workers["w1"].role, board().workers["w1"].skills) == ("grid_worker", ("急救", "消防"))
    assert "0 new, 0 changed, 1 same" in shaodao("import", "workers", str(workers)).out
    rosters = tmp_path / "rosters.csv"
    rosters.write_text("工号,上班时间,下班时间\nw1,08:00,18:00\nw9,22:00,06:00\n", encoding="utf-8")
    said = shaodao("import", "rosters", str(rosters))
    assert "1 new" in said.out
    assert "not registered yet: w9" in said.out
    assert "1 same" in shaodao("import", "rosters", str(rosters), "--dry-run").out
    assert board().rosters["w1"].days == {"": (("08:00", "18:00"),)}


@pytest.mark.parametrize("locale", ["zh_CN", "en"])
def test_every_reason_and_note_has_its_words(locale: str):
    missing = [code for code in REASONS if not has(f"admin.layers.reason.{code}", locale)]
    missing += [code for code in NOTES if not has(f"admin.layers.note.{code}", locale)]
    assert missing == []


#: a house beside a road, and a road of its own 2 km away
ISLAND = """<osm version="0.6">
<node id="1" lat="35.0000" lon="111.0000"/><node id="2" lat="35.0000" lon="111.0040"/>
<node id="3" lat="35.0200" lon="111.0000"/><node id="4" lat="35.0200" lon="111.0010"/>
<node id="5" lat="35.0001" lon="111.0010"/><node id="6" lat="35.0001" lon="111.0012"/>
<node id="7" lat="35.0002" lon="111.0012"/>
<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="residential"/></way>
<way id="2"><nd ref="3"/><nd ref="4"/><tag k="highway" v="residential"/></way>
<way id="3"><nd ref="5"/><nd ref="6"/><nd ref="7"/><nd ref="5"/><tag k="building" v="yes"/></way>
</osm>"""


def test_what_is_found_out_by_writing_is_said_too(shaodao: Shell, tmp_path: Path):
    file = tmp_path / "x.osm"
    file.write_text(ISLAND, encoding="utf-8")
    said = shaodao("import", "osm", str(file), "--datum", "wgs84")
    assert said.status == 0, said.err
    assert said.out.index("written as import 1") < said.out.index("note: 1 parts of the road network")
    assert said.out.count("  note:") == 1


def test_a_day_that_is_none_is_named_with_what_would_be_right(shaodao: Shell, tmp_path: Path):
    file = tmp_path / "rosters.csv"
    lines = ["工号,日期,上岗时间,下岗时间", "w1,2026-13-45,08:00,18:00", "w1,2026-11-23,8点,18:00"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = shaodao("import", "rosters", str(file))
    assert "row 2 日期 '2026-13-45': the value does not fit; right would be like YYYY-MM-DD (2027-06-30)\n" in said.out
    assert "row 3 上岗时间 '8点': the value does not fit; right would be like 08:00\n" in said.out
    assert "no row of the file can be used" in said.err
