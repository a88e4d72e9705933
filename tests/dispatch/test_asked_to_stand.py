"""Who is free is asked to stand somewhere, as dispatchers and workers would say it."""

from __future__ import annotations

from dispatch import commands as c
from dispatch.projections.rows import render
from tests.dispatch.cast import DISPATCHER, District, types, worker


def test_who_is_free_is_asked_to_stand_somewhere_until_there_is_work() -> None:
    town = District()
    asked = c.AskToStand(worker_id="w1", lon=111.0, lat=35.0, place="北门")
    assert types(town.say(DISPATCHER, asked)) == ["StandAsked"]
    assert town.say(DISPATCHER, asked) == []
    assert render(town.board, "workers", "w1", "worker:w1")["stand"]["place"] == "北门"  # type: ignore[index]
    town.sent(1)
    assert render(town.board, "workers", "w1", "worker:w1")["stand"] is None  # type: ignore[index]
    assert town.refusal(DISPATCHER, asked) == "worker_busy"


def test_who_signs_off_stands_nowhere_and_who_is_off_duty_is_not_asked() -> None:
    town = District()
    asked = c.AskToStand(worker_id="w1", lon=111.0, lat=35.0)
    town.say(DISPATCHER, asked)
    assert types(town.say(worker(1), c.SignOff())) == ["DutyChanged", "StandEnded"]
    assert town.refusal(DISPATCHER, asked) == "worker_off_duty"


def test_who_has_called_for_help_is_asked_to_stand_nowhere() -> None:
    town = District()
    town.say(worker(1), c.RaiseSOS())
    asked = c.AskToStand(worker_id="w1", lon=111.0, lat=35.0)
    assert town.refusal(DISPATCHER, asked) == "worker_in_need"
