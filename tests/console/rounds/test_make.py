"""Rounds over the API, from the question to the tick; what cannot be is said plainly."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import shapely
from flask.testing import FlaskClient

from console.api import rounds as api
from console.rounds.asked import Work
from console.rounds.work import answer
from dispatch.travel.crow_flies import CrowFlies
from layers.feature import Feature
from tests.support.web import HERE, Console, make_console

TOMORROW = ["2099-01-02"]


def house(n: int, **more: Any) -> Feature:
    west = HERE.lon + n / 1000
    box = shapely.box(west, HERE.lat, west + 0.0002, HERE.lat + 0.0002)
    return Feature(
        f"b{n}", f"{n}号楼", box, {"compound": "四季绿城", "compound_id": "sjlc" if n < 4 else "yyj", **more}
    )


class OnTheSpot:
    def __init__(self, home: Path, *, keep: bool) -> None:
        assert keep

    def __call__(self, work: Work) -> Any:
        return answer(work, CrowFlies())

    def close(self) -> None: ...


@pytest.fixture
def console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    """Six houses, two workers; the work is done on the spot."""
    made = make_console(tmp_path)
    made.services.layers.replace("buildings", [house(n) for n in range(6)])
    area = shapely.box(HERE.lon, HERE.lat, HERE.lon + 0.0035, HERE.lat + 0.001)
    made.services.layers.replace("compounds", [Feature("sjlc", "四季绿城", area)])
    made.services.gazetteer.refresh()
    for n in (1, 2):
        made.worker(f"w{n}", 100 * n)
    monkeypatch.setattr(api, "by_process", OnTheSpot)
    yield made
    made.services.dispatcher.close()


@pytest.fixture
def desk(console: Console) -> FlaskClient:
    account = console.services.access.accounts.add("jia", "korrekt pferd batterie", "dispatcher", "test")
    return console.client(console.services.access.tokens.make("user", account.id, "test", "test")[0])


@pytest.fixture
def phone(console: Console) -> Callable[[str], FlaskClient]:
    return lambda worker: console.client(console.services.access.tokens.make("worker", worker, "test", "test")[0])


def plan(desk: FlaskClient, **more: Any) -> Any:
    body = {"workers": ["w1", "w2"], "days": TOMORROW, "time_limit_s": 0.2, **more}
    return desk.post("/api/v1/rounds", json=body)


def say(client: FlaskClient, type: str, **data: Any) -> Any:
    return client.post("/api/v1/commands", json={"id": uuid4().hex, "type": type, "data": data})


def accepted(desk: FlaskClient, **more: Any) -> str:
    walks = plan(desk, **more).get_json()["walks"]
    kept = [{name: walk[name] for name in ("worker_id", "day", "minutes", "places")} for walk in walks]
    said = say(desk, "PlanRound", title="飞线充电排查", walks={"walks": kept})
    assert said.status_code == 200, said.get_json()
    return str(said.get_json()["events"][0]["data"]["round_id"])


def test_a_preview_changes_nothing_and_names_people_times_and_ways(desk: FlaskClient, console: Console) -> None:
    body = plan(desk).get_json()
    assert sum(len(walk["places"]) for walk in body["walks"]) == 6
    assert {walk["name"] for walk in body["walks"]} <= {w.name for w in console.services.board.workers.values()}
    assert all(len(walk["path"]) > 1 and walk["begins"] < walk["ends"] for walk in body["walks"])
    assert not console.services.board.rounds


def test_a_compound_is_its_own_houses(desk: FlaskClient) -> None:
    assert plan(desk, compound="sjlc").get_json()["places"] == 4


def test_a_grid_is_the_houses_within(desk: FlaskClient, console: Console) -> None:
    area = shapely.box(HERE.lon + 0.0015, HERE.lat - 0.001, HERE.lon + 0.0035, HERE.lat + 0.001)
    console.services.layers.replace("grids", [Feature("g1", "第一网格", area)])
    assert plan(desk, grid="g1").get_json()["places"] == 2


def test_an_area_drawn_on_the_map_is_the_houses_within(desk: FlaskClient) -> None:
    ring = [
        [HERE.lon + x, HERE.lat + y] for x, y in ((-0.001, -0.001), (0.0025, -0.001), (0.0025, 0.001), (-0.001, 0.001))
    ]
    assert plan(desk, ring=ring).get_json()["places"] == 3


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"workers": []}, "workers"),
        ({"workers": ["nobody"]}, "workers"),
        ({"layer": "nix"}, "layer"),
        ({"layer": "shops"}, "layer"),
        ({"grid": "nix"}, "grid"),
        ({"ring": [[111.0, 35.0], [111.1, 35.1]]}, "ring"),
        ({"ring": [[111.0, 35.0], [111.1, 35.0], [111.2, 35.0]]}, "ring"),
        ({"ring": [[211.0, 35.0], [111.1, 35.0], [111.2, 35.1]]}, "ring.0.0"),
        ({"ids": ["nix"]}, "ids"),
        ({"ids": [f"b{n}" for n in range(10_000)]}, "ids"),
        ({"days": 0}, "days"),
        ({"days": 32}, "days"),
        ({"days": ["2099-01-02", "2020-01-01"]}, "days.1"),
        ({"days": ["x"]}, "days.0"),
        ({"days": ["2099-01-02", 3]}, "days.1"),
        ({"days": "tomorrow"}, "days"),
        ({"days": True}, "days"),
        ({"begins": "25:00"}, "begins"),
        ({"begins": "17:00", "ends": "08:00"}, "ends"),
        ({"lon": 111.0}, "lat"),
        ({"lon": 0.0, "lat": 0.0}, "lon"),
        ({"lon": HERE.lon, "lat": 0.0}, "lat"),
        ({"x": 1}, "x"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_its_field(desk: FlaskClient, more: dict[str, Any], field: str) -> None:
    refused = plan(desk, **more)
    assert refused.status_code == 422
    assert refused.get_json()["error"]["detail"]["field"] == field


def test_an_id_that_is_not_on_the_map_is_left_with_why(desk: FlaskClient) -> None:
    body = plan(desk, ids=["b1", "nix"]).get_json()
    assert [(one["id"], one["code"]) for one in body["left"]] == [("nix", "unknown")]


def test_a_house_that_is_shut_all_day_is_left_with_why(desk: FlaskClient, console: Console) -> None:
    console.services.layers.replace("buildings", [house(0), house(1, open_hours="Mo-Su 22:00-23:00")])
    assert [(one["id"], one["code"]) for one in plan(desk).get_json()["left"]] == [("b1", "closed")]


def test_a_shop_is_seen_within_the_hours_of_the_weekday(desk: FlaskClient, console: Console) -> None:
    hours = "Mo 08:30-09:30; Tu 16:00-17:00"
    console.services.layers.replace("buildings", [house(n, open_hours=hours) for n in range(6)])
    body = plan(desk, days=["2099-01-05", "2099-01-06", "2099-01-07"], workers=["w1"], minutes_per_place=15).get_json()
    assert body["left"] == []
    at = {walk["day"]: [place["at"] for place in walk["places"]] for walk in body["walks"]}
    assert set(at) == {"2099-01-05", "2099-01-06"}, "Monday and Tuesday; Wednesday it is shut"
    assert all("08:30" <= begins <= "09:15" for begins in at["2099-01-05"])
    assert all("16:00" <= begins <= "16:45" for begins in at["2099-01-06"])


def test_a_round_is_accepted_walked_and_over(
    desk: FlaskClient, phone: Callable[[str], FlaskClient], console: Console
) -> None:
    round_id = accepted(desk)
    held = desk.get("/api/v1/rounds").get_json()["rounds"]
    assert [(one["id"], one["places"], one["done"]) for one in held] == [(round_id, 6, 0)]
    for worker in ("w1", "w2"):
        mine = phone(worker).get("/api/v1/rounds").get_json()["rounds"]
        for walk in (walk for one in mine for walk in one["walks"]):
            assert walk["worker_id"] == worker
            for place in walk["places"]:
                said = say(phone(worker), "VisitPlace", round_id=round_id, place_id=place["id"], result="ok")
                assert said.status_code == 200, said.get_json()
    assert not console.services.board.rounds


def test_what_was_missed_is_planned_again_and_the_rest_stays(desk: FlaskClient) -> None:
    round_id = accepted(desk, days=["2099-01-02", "2099-01-03"])
    before = desk.get(f"/api/v1/rounds/{round_id}").get_json()["walks"]
    first = before[0]
    missed = first["places"][0]["id"]
    said = say(desk, "VisitPlace", round_id=round_id, place_id=missed, result="missed", on_behalf_of=first["worker_id"])
    assert said.status_code == 200, said.get_json()
    new = desk.post(f"/api/v1/rounds/{round_id}/plan").get_json()
    walks = [{name: walk[name] for name in ("worker_id", "day", "minutes", "places")} for walk in new["walks"]]
    left = [one["id"] for one in new["left"]]
    said = say(desk, "ReplanRound", round_id=round_id, walks={"walks": walks}, left=left, rev=new["rev"])
    assert said.status_code == 200, said.get_json()
    after = desk.get(f"/api/v1/rounds/{round_id}").get_json()
    assert after["missed"] == 0
    order = {(w["worker_id"], w["day"]): [p["id"] for p in w["places"] if p["id"] != missed] for w in after["walks"]}
    for walk in before:
        kept = [place["id"] for place in walk["places"] if place["id"] != missed]
        assert order.get((walk["worker_id"], walk["day"]), []) == kept


@pytest.mark.parametrize(("body", "field"), [({"bogus": 1}, "bogus"), ([1], ""), (3, "")])
def test_the_rest_is_planned_without_wishes(desk: FlaskClient, body: Any, field: str) -> None:
    path = f"/api/v1/rounds/{accepted(desk)}/plan"
    refused = desk.post(path, json=body)
    assert refused.status_code == 422
    assert refused.get_json()["error"]["detail"]["field"] == field
    assert desk.post(path, json={}).status_code == desk.post(path).status_code == 200


def test_what_was_found_on_a_round_is_a_ticket_and_bears_the_time_of_the_tap(
    phone: Callable[[str], FlaskClient],
) -> None:
    when = "2026-11-22T06:00:00Z"
    found = {"kind": "water_leak", "place": "3号楼", "lon": HERE.lon, "lat": HERE.lat, "at": when}
    said = say(phone("w1"), "OpenTicket", **found)
    assert said.status_code == 200, said.get_json()


def test_a_worker_plans_no_rounds_and_sees_no_others(
    desk: FlaskClient, phone: Callable[[str], FlaskClient], console: Console
) -> None:
    console.worker("w3", 300)
    round_id = accepted(desk)
    assert plan(phone("w1")).status_code == 403
    assert phone("w3").get(f"/api/v1/rounds/{round_id}").status_code == 404
    assert phone("w3").get("/api/v1/rounds").get_json() == {"rounds": []}
