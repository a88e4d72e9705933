"""The engine asks for the roles that a playbook wants, and says when a step is late."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

from console.engine import Engine
from dispatch import commands as c
from tests.dispatch.cast import DISPATCHER
from tests.dispatch.playbooks import MAINTAINER, Lift


def engine_of(town: Lift) -> Engine:
    services = SimpleNamespace(
        log=town.desk.log,
        dispatcher=town.desk,
        history=SimpleNamespace(catch_up=lambda log: None),
        ranker=lambda board, where, kind, **_: town.ranking(),
    )
    return Engine(services)


def test_the_property_and_the_maintainer_are_asked_within_one_round_of_the_alarm():
    town = Lift(auto=True)
    engine, ticket = engine_of(town), town.trapped()
    town.now += timedelta(milliseconds=200)
    engine.step(town.now)
    engine.step(town.now)
    assert {a.worker_id: a.role for a in town.board.assignments_of(ticket) if a.role} == {
        "p1": "property",
        "m1": "maintainer",
    }
    town.desk.close()


def test_nobody_of_the_role_is_free_and_the_ticket_goes_on_until_somebody_is():
    town = Lift(auto=True)
    engine = engine_of(town)
    town.say(MAINTAINER, c.SignOff())
    ticket = town.trapped()
    for _ in range(3):
        town.now += timedelta(seconds=2)
        engine.step(town.now)
    assert "m1" not in town.stages(ticket)
    town.say(MAINTAINER, c.SignOn())
    town.now += timedelta(seconds=2)
    engine.step(town.now)
    assert town.stages(ticket)["m1"] == "offered"
    town.desk.close()


def test_a_dispatcher_who_took_somebody_back_is_not_overruled():
    town = Lift(auto=True)
    engine, ticket = engine_of(town), town.trapped()
    town.now += timedelta(seconds=1)
    engine.step(town.now)
    town.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket, worker_id="p1", reason="不需要"))
    town.now += timedelta(minutes=11)
    engine.step(town.now)
    assert "p1" not in town.stages(ticket)
    town.desk.close()


def test_a_step_past_its_limit_is_late_at_the_next_round():
    town = Lift()
    engine, ticket = engine_of(town), town.trapped()
    town.now += timedelta(minutes=3)
    engine.step(town.now)
    assert [mark.id for mark in town.board.tickets[ticket].steps if mark.late] == ["calm", "there"]
    town.desk.close()
