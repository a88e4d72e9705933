"""Rounds over the API, from the question to the tick; what cannot be is said plainly."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from flask.testing import FlaskClient

from layers.feature import Feature
from tests.console.rounds.asking import accepted, house, plan, say
from tests.support.web import HERE, Console


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
