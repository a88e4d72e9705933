"""What holds of every ranking, whoever is where with whatever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import commands as c
from dispatch.matching import find, obstacle, rank
from dispatch.policy import Policy
from tests.dispatch.cast import ADMIN, DISPATCHER, START, District, worker
from tests.dispatch.test_matching import FIRE, Fix, Walls, at

KINDS = ("smoke", "sos", "charger_overheat", "water_leak", "lift_fault", "clutter")
STAGES = ("offered", "acknowledged", "en_route", "on_scene")
SECONDS = st.floats(0, 900)
POLICIES = st.builds(
    Policy,
    service_s=SECONDS, load_today_s=SECONDS, climb_s=SECONDS, night_s=SECONDS, stale_fix_s=SECONDS, no_way_s=SECONDS,
    own_grid_s=SECONDS.map(lambda s: -s), fair_when_extreme=st.booleans(), stack=st.booleans(),
    travel=st.sampled_from(["roads", "crow_flies"]),
)  # fmt: skip
FIXES = st.none() | st.builds(
    lambda metres, minutes: at(metres, at=START - timedelta(minutes=minutes)),
    st.floats(-9000, 9000), st.integers(-5, 400),
)  # fmt: skip
WORKERS = st.fixed_dictionaries(
    {
        "fix": FIXES,
        "skills": st.sampled_from([(), ("lift",), ("lift:2026-11-20",)]),
        "shift": st.none() | st.sampled_from([("08:00", "10:10"), ("06:00", "18:00"), ("22:00", "06:00")]),
        "work": st.lists(st.tuples(st.sampled_from(KINDS[2:]), st.sampled_from(STAGES)), max_size=2),
        "extreme": st.booleans(),
        "break": st.booleans(),
    }
)


def town(people: list[dict]) -> tuple[District, dict[str, Fix]]:
    district, fixes = District(workers=len(people)), {}
    for n, one in enumerate(people, 1):
        if one["skills"]:
            district.say(ADMIN, c.RegisterWorker(worker_id=f"w{n}", name=f"n{n}", skills=one["skills"]))
        if one["shift"]:
            district.say(ADMIN, c.SetRoster(worker_id=f"w{n}", days={"": [one["shift"]]}))
        if one["fix"] is not None:
            fixes[f"w{n}"] = one["fix"]
        jobs = [("smoke", "acknowledged"), *one["work"]] if one["extreme"] else one["work"]
        for kind, stage in jobs:
            busy(district, n, kind, stage)
        if one["break"] and not jobs:
            district.say(worker(n), c.StartBreak())
    return district, fixes


def busy(district: District, n: int, kind: str, stage: str) -> None:
    ticket = district.ticket(kind).id
    offer = c.OfferAssignment(ticket_id=ticket, worker_id=f"w{n}", stack=True)
    if district.refusal(DISPATCHER, offer) == "accepted" and stage != "offered":
        from tests.dispatch.cast import MOVES

        district.say(worker(n), MOVES[stage](ticket_id=ticket))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORKERS, max_size=6), st.sampled_from(KINDS), POLICIES)
def test_a_ranking_is_in_order_adds_up_and_never_sends_whom_it_must_not(
    people: list[dict], kind_id: str, policy: Policy
):
    district, fixes = town(people)
    board, kind = district.board, district.board.kinds[kind_id]
    rows = rank(board, FIRE, kind, fixes, Walls(), START, policy=policy)
    assert [row.rank for row in rows] == list(range(1, len(people) + 1))
    assert {row.worker_id for row in rows} == set(board.workers)
    standing = [0 if row.available else 1 if row.stackable else 2 for row in rows]
    assert standing == sorted(standing)
    for place in (0, 1, 2):
        costs = [row.cost_s for row, where in zip(rows, standing, strict=True) if where == place]
        assert costs == sorted(costs)
    for row in rows:
        assert row.cost_s == pytest.approx(sum(seconds for _, seconds in row.costs))
        assert row.available == (row.why_not is None)
        assert (row.eta_s is None) == (row.eta_spread_s is None)
        assert find(rows, row.worker_id) == row
        if row.available:
            assert obstacle(board, board.workers[row.worker_id], kind, START) is None
        extreme = any(board.tickets[a.ticket_id].severity == "extreme" for a in board.work_of(row.worker_id))
        assert not (extreme and kind.severity == "extreme" and (row.available or row.stackable))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORKERS, min_size=1, max_size=5), st.sampled_from(KINDS))
def test_whom_the_ranking_puts_first_the_decider_takes(people: list[dict], kind_id: str):
    district, fixes = town(people)
    kind = district.board.kinds[kind_id]
    rows = rank(district.board, FIRE, kind, fixes, Walls(), START)
    ticket = district.ticket(kind_id).id
    for row in rows:
        if row.available or row.stackable:
            offer = c.OfferAssignment(ticket_id=ticket, worker_id=row.worker_id, stack=row.stackable)
            assert district.refusal(DISPATCHER, offer) == "accepted"
            break
