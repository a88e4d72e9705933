"""Rounds, as dispatchers and workers would say it."""

from __future__ import annotations

from typing import Any

import pytest

from dispatch import checkpoint
from dispatch import commands as c
from dispatch import events as e
from dispatch.actor import ENGINE
from dispatch.errors import InvalidField
from dispatch.projections.rounds import round_row
from dispatch.projections.rows import render
from tests.dispatch.cast import DISPATCHER, District, types, worker

DAYS = ("2026-11-21", "2026-11-22")


def place(n: int) -> dict[str, Any]:
    return {"id": f"b{n}", "name": f"{n}号楼", "lon": 111.0 + n / 1000, "lat": 35.0, "minutes": 8.0, "at": "09:00"}


def walks(*rows: tuple[int, int, list[int]]) -> dict[str, object]:
    """(worker, day, places) each."""
    return {
        "walks": [
            {"worker_id": f"w{w}", "day": DAYS[d], "minutes": 60.0, "places": [place(n) for n in places]}
            for w, d, places in rows
        ]
    }


def planned(town: District, *rows: tuple[int, int, list[int]]) -> str:
    events = town.say(
        DISPATCHER, c.PlanRound(title="电动车拉网式排查", walks=walks(*(rows or ((1, 0, [1, 2]), (2, 0, [3, 4])))))
    )
    (made,) = events
    assert isinstance(made, e.RoundPlanned)
    return made.round_id


def visit(town: District, n: int, round_id: str, place_id: str, result: Any = "ok", **more: Any) -> list[e.Event]:
    return town.say(worker(n), c.VisitPlace(round_id=round_id, place_id=place_id, result=result, **more))


def test_a_planned_round_is_on_the_rows_of_those_who_walk_it() -> None:
    town = District()
    round_id = planned(town)
    row = render(town.board, "workers", "w1", "worker:w1")
    assert row is not None
    assert row["rounds"] == [[round_id, town.board.rounds[round_id].rev]]
    assert render(town.board, "workers", "w3", "desk")["rounds"] == []  # type: ignore[index]
    assert "rounds" not in render(town.board, "workers", "w1", "wall")  # type: ignore[operator]


def test_every_tick_changes_the_row_of_who_ticked() -> None:
    town = District()
    round_id = planned(town)
    screen = checkpoint.load(checkpoint.dump(town.board))
    assert screen is not None
    screen.apply_all(town.answer(worker(1), c.VisitPlace(round_id=round_id, place_id="b1")).events)
    assert ("workers", "w1") in screen.drain_changed()


def test_the_last_place_ends_the_round_and_the_board_forgets_it() -> None:
    town = District()
    round_id = planned(town, (1, 0, [1, 2]))
    assert types(visit(town, 1, round_id, "b1")) == ["RoundVisited"]
    assert types(visit(town, 1, round_id, "b2")) == ["RoundVisited", "RoundEnded"]
    assert not town.board.rounds


def test_the_same_tick_twice_is_no_second_event_and_a_missed_place_may_be_done_later() -> None:
    town = District()
    round_id = planned(town)
    assert types(visit(town, 1, round_id, "b1", "missed", note="没人")) == ["RoundVisited"]
    assert visit(town, 1, round_id, "b1", "missed") == []
    assert types(visit(town, 1, round_id, "b1")) == ["RoundVisited"]
    assert visit(town, 1, round_id, "b1", "missed") == []


def test_who_is_not_on_a_round_cannot_tick_it_but_a_dispatcher_passes_on_the_word_of_who_is() -> None:
    town = District()
    round_id = planned(town)
    asked = c.VisitPlace(round_id=round_id, place_id="b1")
    assert town.refusal(worker(3), asked) == "not_your_round"
    assert town.refusal(DISPATCHER, asked) == "invalid_field"
    said = c.VisitPlace(round_id=round_id, place_id="b1", on_behalf_of="w1", via="radio")
    assert types(town.say(DISPATCHER, said)) == ["RoundVisited"]
    assert town.refusal(worker(1), c.VisitPlace(round_id=round_id, place_id="b9")) == "not_found"


def test_a_missed_place_moves_to_another_day_and_what_is_done_stays() -> None:
    town = District()
    round_id = planned(town, (1, 0, [1, 2, 3]), (2, 0, [4]))
    visit(town, 1, round_id, "b1")
    visit(town, 1, round_id, "b2", "missed")
    town.say(DISPATCHER, c.ReplanRound(round_id=round_id, walks=walks((1, 0, [3]), (2, 0, [4]), (1, 1, [2]))))
    held = town.board.rounds[round_id]
    assert {(w.worker_id, w.day): [p.id for p in w.places] for w in held.walks} == {
        ("w1", DAYS[0]): ["b1", "b3"],
        ("w2", DAYS[0]): ["b4"],
        ("w1", DAYS[1]): ["b2"],
    }
    assert set(held.seen) == {"b1"}


def test_a_new_plan_must_name_each_place_that_is_not_done_once() -> None:
    town = District()
    round_id = planned(town, (1, 0, [1, 2, 3]))
    visit(town, 1, round_id, "b1")
    for told in (walks((1, 1, [2])), walks((1, 1, [1, 2, 3])), walks((1, 1, [2]), (2, 1, [2, 3]))):
        assert town.refusal(DISPATCHER, c.ReplanRound(round_id=round_id, walks=told)) == "invalid_field"
    town.say(DISPATCHER, c.ReplanRound(round_id=round_id, walks=walks((1, 1, [2])), left=("b3",)))
    assert [place.id for place in town.board.rounds[round_id].left] == ["b3"]
    stale = c.ReplanRound(round_id=round_id, walks=walks((1, 1, [2])), left=("b3",), rev=1)
    assert town.refusal(DISPATCHER, stale) == "stale"


def test_a_cancelled_round_is_gone() -> None:
    town = District()
    round_id = planned(town)
    assert types(town.say(DISPATCHER, c.CancelRound(round_id=round_id, reason="下雨"))) == ["RoundEnded"]
    assert town.refusal(DISPATCHER, c.CancelRound(round_id=round_id)) == "not_found"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "walks"),
        (walks(*[(1, 0, [1]), (1, 0, [2])]), "walks"),
        (walks((1, 0, [1]), (2, 0, [1])), "walks"),
        ({"walks": [{"worker_id": "w1", "day": "morgen", "places": [place(1)]}]}, "walks.0.day"),
        (
            {"walks": [{"worker_id": "w1", "day": DAYS[0], "places": [{**place(1), "lon": 400}]}]},
            "walks.0.places.0.lon",
        ),
        ({"walks": [{"worker_id": "w1", "day": DAYS[0], "places": [{**place(1), "x": 1}]}]}, "walks.0.places.0.x"),
        ({"walks": [{"worker_id": "w1", "day": DAYS[0], "places": [place(n) for n in range(1001)]}]}, "walks.0.places"),
    ],
)
def test_a_plan_that_is_wrong_is_refused_with_the_field(said: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        District().say(DISPATCHER, c.PlanRound(title="x", walks=said))
    assert refused.value.field == field


def test_the_twenty_first_round_is_refused() -> None:
    town = District()
    for n in range(20):
        planned(town, (1, 0, [n]))
    assert town.refusal(DISPATCHER, c.PlanRound(title="x", walks=walks((1, 0, [99])))) == "too_many_rounds"


def test_rounds_survive_a_checkpoint() -> None:
    town = District()
    round_id = planned(town)
    visit(town, 1, round_id, "b1", "missed", note="没人")
    town.say(DISPATCHER, c.AskToStand(worker_id="w3", lon=111.0, lat=35.0, place="北门"))
    loaded = checkpoint.load(checkpoint.dump(town.board))
    assert loaded is not None
    assert loaded.rounds[round_id] == town.board.rounds[round_id]
    assert loaded.stands["w3"] == town.board.stands["w3"]


def test_a_new_plan_says_what_it_gave_to_whom_and_why_and_survives_a_checkpoint() -> None:
    town = District()
    round_id = planned(town, (1, 0, [1, 2]), (2, 0, [3, 4]))
    told = walks((2, 0, [3, 4, 1]))
    town.say(
        ENGINE, c.ReplanRound(round_id=round_id, walks=told, left=("b2",), why={"b1": "off_duty", "b2": "no_time"})
    )
    held = town.board.rounds[round_id]
    assert held.replanned is not None
    assert [(m.place_id, m.worker_id, m.to, m.to_day, m.why) for m in held.replanned.moved] == [
        ("b1", "w1", "w2", DAYS[0], "off_duty"),
        ("b2", "w1", "", "", "no_time"),
    ]
    row = round_row(town.board, held)["replanned"]
    assert (row["by_itself"], row["count"], row["moved"][0]["to"]) == (True, 2, town.board.workers["w2"].name)
    loaded = checkpoint.load(checkpoint.dump(town.board))
    assert loaded is not None
    assert loaded.rounds == dict(town.board.rounds)


def test_a_worker_hears_what_he_was_given_and_what_was_taken_and_nothing_of_others() -> None:
    town = District()
    round_id = planned(town, (1, 0, [1, 2]), (2, 0, [3]), (3, 0, [4]))
    town.say(DISPATCHER, c.ReplanRound(round_id=round_id, walks=walks((1, 0, [1]), (2, 0, [3, 2]), (3, 0, [4]))))
    held = town.board.rounds[round_id]
    mine = [round_row(town.board, held, f"w{n}")["replanned"] for n in (1, 2, 3)]
    assert [one and one["count"] for one in mine] == [1, 1, None]


def test_who_gave_his_walk_away_may_still_say_what_he_had_done() -> None:
    town = District()
    round_id = planned(town, (1, 0, [1, 2]), (2, 0, [3]))
    town.say(ENGINE, c.ReplanRound(round_id=round_id, walks=walks((2, 0, [3, 1, 2]))))
    row = render(town.board, "workers", "w1", "worker:w1")
    assert row is not None
    assert row["rounds"] == [[round_id, town.board.rounds[round_id].rev]], "he hears that it was taken"
    assert types(visit(town, 1, round_id, "b1")) == ["RoundVisited"]


@pytest.mark.parametrize("why", [{"b9": "missed"}, {"b1": "rain"}])
def test_a_reason_is_one_that_is_known_and_of_a_place_that_is_to_be_done(why: dict[str, str]) -> None:
    town = District()
    round_id = planned(town, (1, 0, [1]))
    asked = c.ReplanRound(round_id=round_id, walks=walks((1, 1, [1])), why=why)
    assert town.refusal(DISPATCHER, asked) == "invalid_field"


def test_as_many_walks_as_can_be_planned_can_be_told() -> None:
    """60 people on 31 days: a walk for each of 626 buildings."""
    town = District()
    days = [f"2026-12-{n:02d}" for n in range(1, 32)]
    rows = [
        {"worker_id": f"w{1 + n % 3}", "day": f"{2027 + n // 93}{days[n // 3 % 31][4:]}", "places": [place(n)]}
        for n in range(626)
    ]
    (made,) = town.say(DISPATCHER, c.PlanRound(title="逐楼走访", walks={"walks": rows}))
    assert isinstance(made, e.RoundPlanned)
    assert len(made.walks) == 626


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_at_the_end_of_all_calendars_is_refused(day: str) -> None:
    """The day after is none, and every plan of the rest would fail."""
    town = District()
    rows = [{"worker_id": "w1", "day": day, "places": [place(1)]}]
    with pytest.raises(InvalidField) as refused:
        town.say(DISPATCHER, c.PlanRound(title="x", walks={"walks": rows}))
    assert refused.value.field == "walks.0.day"
