"""The same day again: what a policy changes, and what it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import policies
from console.lab import compare
from console.lab.clockwork import BEGIN
from console.lab.compare import Setting
from console.lab.day import Day
from console.lab.desk import Desk
from console.lab.district import District
from console.lab.draws import Draws
from console.lab.planned import PlannedDesk
from console.lab.play import Play
from dispatch import events as e
from dispatch.events import Recorded
from dispatch.policy import Policy
from tests.console.lab.conftest import HOUSES, KINDS, day_of, lines

BASELINE, DEFAULT = policies.read("baseline"), policies.read("default")


def played(town: District, day: Day, policy: Policy) -> Play:
    one = Play(day, policy, town.ways, PlannedDesk if policy.replan else Desk)
    one.run()
    return one


def told(one: Play) -> list[tuple[float, object]]:
    return [(one.clock.seconds(r.at), r.event) for r in one.log]


@pytest.mark.parametrize("policy", [BASELINE, DEFAULT], ids=lambda policy: policy.name)
def test_the_same_seed_gives_the_same_day_to_the_second(town: District, policy: Policy) -> None:
    assert told(played(town, day_of(town), policy)) == told(played(town, day_of(town), policy))


def test_another_seed_gives_another_day(town: District) -> None:
    assert day_of(town, seed=1).jobs != day_of(town, seed=2).jobs


@pytest.mark.parametrize("policy", [BASELINE, DEFAULT], ids=lambda policy: policy.name)
def test_every_ticket_takes_as_long_as_it_was_drawn_whoever_does_it(town: District, policy: Policy) -> None:
    """Common random numbers: work is the ticket's own, not the order's in which it was drawn."""
    one = played(town, day_of(town, pairs=False), policy)
    there = {r.event.ticket_id: r.at for r in one.log if _is_there(r)}
    done = {r.event.ticket_id: r.at for r in one.log if isinstance(r.event, e.TicketResolved)}
    assert len(done) == len(one.day.jobs)
    for ticket_id, at in done.items():
        assert (at - there[ticket_id]).total_seconds() == pytest.approx(one.job_of(ticket_id).work_s, abs=1e-3)


def _is_there(r: Recorded) -> bool:
    return isinstance(r.event, e.AssignmentMoved) and r.event.stage == "on_scene"


def test_chance_has_names_and_does_not_depend_on_the_order_of_asking() -> None:
    one, other = Draws(7), Draws(7)
    first = [one.unit("answer", f"j{n}", "w1") for n in range(5)]
    assert [other.unit("answer", f"j{n}", "w1") for n in reversed(range(5))] == first[::-1]
    assert len(set(first)) == 5
    assert all(0 <= value < 1 for value in first)


def test_a_policy_that_does_not_plan_anew_takes_nothing_back(town: District) -> None:
    found = compare.play(day_of(town, load=1.1), BASELINE, town.ways)
    assert found.changes == 0


def test_a_policy_without_changes_calls_nobody_back(town: District) -> None:
    found = compare.play(day_of(town, load=1.1), replace(DEFAULT, max_changes=0), town.ways)
    assert found.changes == 0


def test_who_is_on_scene_is_never_moved(town: District) -> None:
    for seed in range(1, 6):
        one = played(town, day_of(town, seed=seed, load=1.1), DEFAULT)
        there: set[str] = set()
        for r in one.log:
            if _is_there(r):
                there.add(r.event.assignment_id)
            if isinstance(r.event, e.AssignmentRecalling):
                assert r.event.reason != "replanned" or r.event.assignment_id not in there


@settings(max_examples=12, deadline=None)
@given(
    seed=st.integers(1, 10_000), load=st.sampled_from((0.3, 0.8, 1.3)), plan=st.booleans(), workers=st.integers(1, 6)
)
def test_whatever_the_day_all_is_done_and_nobody_is_at_two_places(
    town: District, seed: int, load: float, plan: bool, workers: int
) -> None:
    one = played(town, day_of(town, seed=seed, load=load, workers=workers), DEFAULT if plan else BASELINE)
    closed = [r for r in one.log if isinstance(r.event, e.TicketClosed)]
    assert len(closed) == len(one.day.jobs)
    at: dict[str, str] = {}
    for r in one.log:
        event = r.event
        if isinstance(event, e.AssignmentMoved) and event.stage == "on_scene":
            assert event.worker_id not in at
            at[event.worker_id] = event.assignment_id
        elif isinstance(event, e.AssignmentEnded) and at.get(event.worker_id) == event.assignment_id:
            del at[event.worker_id]
    assert at == {}


def test_a_lone_worker_who_declined_once_is_asked_again_and_may_go(town: District) -> None:
    """Found by the walk above: his answer to a ticket was drawn once for all, and nobody else could go."""
    one = played(town, day_of(town, seed=10, load=1.3, workers=1), DEFAULT)
    assert sum(isinstance(r.event, e.TicketClosed) for r in one.log) == len(one.day.jobs)


def test_two_policies_side_by_side(town: District) -> None:
    said: list[tuple[int, int, str]] = []
    setting = Setting("made up", "town", 1.1, 5, 3, hours=(8.0, 10.0))
    found = compare.compare(lines(), town, KINDS, [BASELINE, DEFAULT], setting, lambda *row: said.append(row))
    base, ours = found.summaries
    assert (base.policy, ours.policy) == ("baseline", "default")
    assert base.tickets == ours.tickets > 40
    assert base.tickets_by == ours.tickets_by
    assert ours.late <= base.late
    assert base.changes_per_ticket == 0
    assert found.versus[0].late_ratio == ours.late / base.late
    assert said[-1][:2] == (6, 6)
    assert {day["seed"] for day in found.as_dict()["days"]} == {1, 2, 3}


def test_a_worker_called_back_stands_where_he_had_come_to(town: District) -> None:
    start, goal = HOUSES[0], HOUSES[11]
    whole = float(town.ways.seconds([start], [goal])[0, 0])
    halfway = town.ways.along(start, goal, whole / 2)
    assert float(town.ways.seconds([halfway], [goal])[0, 0]) == pytest.approx(whole / 2, rel=0.01)
    assert BEGIN.tzinfo is not None
