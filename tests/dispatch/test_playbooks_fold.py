"""Whatever is done to tickets with playbooks: rows follow events, and the rules of steps hold."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import checkpoint
from dispatch import commands as c
from dispatch.board import Board
from dispatch.deadlines import seeking_roles
from dispatch.errors import Refused
from dispatch.playbook import in_the_way
from dispatch.projections.rows import render
from dispatch.steps import playbook_of
from tests.dispatch.cast import ADMIN, ENGINE, worker
from tests.dispatch.playbooks import LIFT, MAINTAINER, PROPERTY, Lift, step
from tests.dispatch.test_fold import rows_of

VIEWS = ("desk", "wall", "worker:p1")
STEPS = ("calm", "there", "signs", "maintainer", "freed", "valve", "tell")


def something(draw: st.DrawFn, town: Lift) -> None:
    """One thing that somebody might do next; a refusal is as good as an act."""
    ticket = draw(st.sampled_from(list(town.board.tickets) or ["none"]))
    who = draw(st.sampled_from([PROPERTY, MAINTAINER, worker(1)]))
    name = draw(st.sampled_from(STEPS))
    acts = [
        town.trapped,
        lambda: town.ticket("water_leak"),
        lambda: town.alert("lift_trapped", "lift-1", state=draw(st.sampled_from(["firing", "resolved"]))),
        lambda: town.say_desk(c.StartPlaybook(ticket_id=ticket, playbook_id=draw(st.sampled_from(["lift", "leak"])))),
        lambda: town.say_desk(c.OfferAssignment(ticket_id=ticket, worker_id=who.id)),
        lambda: town.say_desk(c.OfferAssignment(ticket_id=ticket, role=draw(st.sampled_from(["property", "x"])))),
        lambda: town.say(who, c.AcknowledgeAssignment(ticket_id=ticket)),
        lambda: town.say(who, c.ArriveOnScene(ticket_id=ticket)),
        lambda: town.say(who, c.DeclineAssignment(ticket_id=ticket, reason="x")),
        lambda: town.say(who, c.CompleteStep(ticket_id=ticket, step_id=name)),
        lambda: town.done(ticket, name),
        lambda: town.say_desk(c.SkipStep(ticket_id=ticket, step_id=name, reason="x")),
        lambda: town.say(who, c.ResolveTicket(ticket_id=ticket, disposition="done")),
        lambda: town.say_desk(c.VerifyTicket(ticket_id=ticket, ok=True)),
        lambda: town.say_desk(c.CheckTicket(ticket_id=ticket, ok=draw(st.booleans()))),
        lambda: town.say_desk(c.CloseTicket(ticket_id=ticket)),
        lambda: town.say_desk(c.CancelTicket(ticket_id=ticket, reason="x")),
        lambda: town.say_desk(c.ReopenTicket(ticket_id=ticket, reason="x")),
        lambda: town.say_desk(c.AmendTicket(ticket_id=ticket, kind="lift_trapped")),
        lambda: town.say(
            ADMIN, c.DefinePlaybook(playbook=LIFT | {"version": 2, "steps": [step("calm"), step("signs")]})
        ),
        lambda: town.say(ADMIN, c.RemovePlaybook(playbook_id="lift")),
        lambda: passed(town, draw(st.sampled_from([1, 100, 700, 4000]))),
    ]
    with contextlib.suppress(Refused):
        draw(st.sampled_from(acts))()


def passed(town: Lift, seconds: float) -> None:
    """Time, then everything the engine does."""
    town.tick(seconds=seconds)
    for ticket, role in seeking_roles(town.board, town.now):
        town.say(ENGINE, c.OfferRole(ticket_id=ticket.id, role=role))


def holds(town: Lift, settled: dict[tuple[str, str], Any]) -> None:
    for ticket in town.board.tickets.values():
        playbook = playbook_of(town.board, ticket)
        assert (playbook is None) == (ticket.steps == ())
        if playbook is None:
            continue
        assert [mark.id for mark in ticket.steps] == [one.id for one in playbook.steps]
        over = {mark.id for mark in ticket.steps if mark.is_settled}
        for one, mark in zip(playbook.steps, ticket.steps, strict=True):
            if mark.state in ("waiting", "open"):
                assert (mark.state == "open") == over.issuperset(one.after)
            assert mark.is_settled == (mark.done_at is not None) == bool(mark.done_by)
            assert not mark.late or (mark.due_at is not None and mark.due_at <= town.now)
            if mark.is_settled:  # nobody takes it back
                assert settled.setdefault((ticket.id, mark.id), mark) == mark
        assert ticket.state != "closed" or in_the_way(playbook, ticket.steps) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_whatever_happens_to_playbooks_the_rows_follow_and_the_rules_hold(data: Any) -> None:
    town = Lift(auto=data.draw(st.booleans()), workers=1)
    follower = Board("140802")
    follower.apply_all(town.desk.log.read())
    shown = {view: rows_of(follower, view) for view in VIEWS}
    settled: dict[tuple[str, str], Any] = {}
    follower.drain_changed()
    for _ in range(data.draw(st.integers(3, 30))):
        something(data.draw, town)
        follower.apply_all(town.desk.log.read(after=follower.seq))
        for table, key in follower.drain_changed():
            for view in VIEWS:
                row = render(follower, table, key, view)
                shown[view].pop((table, key), None)
                if row is not None:
                    shown[view][table, key] = row
        holds(town, settled)
    for view in VIEWS:
        assert shown[view] == rows_of(follower, view)  # snapshot + deltas == snapshot
        assert rows_of(town.board, view) == rows_of(follower, view)  # the writer saw the same
    again = checkpoint.load(checkpoint.dump(follower))
    assert again is not None
    assert [t.steps for t in again.tickets.values()] == [t.steps for t in follower.tickets.values()]
