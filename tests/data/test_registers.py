"""Workers, kinds and scenarios agree with the district and with each other."""

from __future__ import annotations

import csv
import json
from collections import Counter

from console import catalogue, demo
from console.simulation.phrases import PATH
from console.simulation.script import read
from tests.data.test_district import DATA, props

LINES = read(DATA / "scenarios" / "busy_day.jsonl")


def test_forty_grid_workers_with_invented_names_each_in_a_grid() -> None:
    people = demo.registrations()
    roles = Counter(one.role for one in people if one.simulated)
    assert roles == {"grid_worker": 40, "property": 8, "maintainer": 4}
    grids = {row["code"] for row in props("grids")}
    assert all(one.grid_code in grids for one in people if one.role == "grid_worker")
    assert len({one.name for one in people}) == len(people)


def test_demo_workers_have_all_skills_and_are_moved_by_nobody() -> None:
    hands = {one.worker_id: one for one in demo.registrations() if one.worker_id.startswith("demo-worker-")}
    assert set(hands) == {f"demo-worker-{n}" for n in range(1, 10)}
    wanted = {skill for kind in catalogue.read().values() for skill in kind.skills}
    assert all(not one.simulated and wanted <= set(one.skills) for one in hands.values())
    with demo.WORKERS.open(encoding="utf-8") as file:
        assert all(not row["lon"] for row in csv.DictReader(file) if row["simulated"] == "0")


def test_the_catalogue_follows_the_contracts() -> None:
    kinds = catalogue.read()
    assert len(kinds) == 63
    assert {id for id, kind in kinds.items() if kind.fire} == {
        "smoke", "heat", "fire_manual", "sprinkler_flow", "fire_report", "charger_smoke",
    }  # fmt: skip
    assert {id for id, kind in kinds.items() if kind.opens == "dispatcher"} == {"loitering", "intrusion", "crowd"}
    assert all(kind.auto == (kind.severity in ("extreme", "severe")) for kind in kinds.values())


def test_a_busy_day_has_about_200_reports_and_one_storm() -> None:
    told = [
        raw
        for raw in map(json.loads, (DATA / "scenarios" / "busy_day.jsonl").open(encoding="utf-8"))
        if not raw.get("repeat")
    ]
    assert 190 <= len(told) <= 230
    at_dusk = [raw for raw in told if 18 * 3600 + 300 <= raw["t"] < 18 * 3600 + 13 * 60]
    assert len(at_dusk) >= 25
    usual = Counter(int(raw["t"] // 480) for raw in told if not 64_800 <= raw["t"] < 66_000)
    assert max(usual.values()) <= 12


def test_every_line_names_a_known_kind_and_a_thing_of_the_district() -> None:
    kinds = catalogue.read()
    known = {row["id"] for path in (DATA / "district").glob("*.geojson") for row in props(path.stem)}
    for line in LINES:
        assert line.type == "sos" or line.data["kind"] in kinds, line.number
        for key in ("device", "id"):
            assert line.at.get(key, "fh889") in known, line.number


def test_the_day_has_repeats_recoveries_exercises_and_notices() -> None:
    assert sum("resolve_s" in line.data for line in LINES) > 50
    assert sum(bool(line.data.get("exercise")) for line in LINES) >= 2
    assert {
        "water_outage",
        "lift_trapped",
        "fly_wire",
        "loitering",
        "solar_loose",
        "gas_alarm_missing",
        "elder_no_answer",
    } <= {line.data.get("kind") for line in LINES}


def test_simulated_people_have_something_to_say() -> None:
    with PATH.open(encoding="utf-8") as file:
        uses = Counter(row["use"] for row in csv.DictReader(file))
    assert set(uses) >= {"decline", "done", "nothing", "failed_check", "checked", "alert_seen"}
