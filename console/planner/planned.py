"""A picture under a policy: what is considered, the plan, and who must hear of what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import inf

from console.planner.picture import OpenTicket, Picture
from console.planner.ways import Ways
from dispatch.planning import Hand, Plan, Problem, Told, plan
from dispatch.planning.board import LATER_WALK_S, Considered, Opening, consider, problem_of, to_say
from dispatch.policy import Policy


@dataclass(frozen=True, slots=True)
class Planned:
    """``said``: ticket → worker who must hear of it now; ``held``: worker → tickets that may be taken back from him."""

    asked: Considered
    problem: Problem
    plan: Plan
    said: dict[str, str]
    held: dict[str, tuple[str, ...]]

    def in_vain(self) -> dict[str, str]:
        """Ticket → why it is in no route. Who only waits for one who can is not named."""
        names = [task.id for task in self.problem.tasks]
        return {
            ticket: why
            for ticket, why in self.plan.unplanned.items()
            if why != "no_time" or not self._in_time(names.index(ticket))
        }

    def _in_time(self, j: int) -> bool:
        problem, able = self.problem, self.problem.tasks[j].able
        return any(
            max(hand.free_at, problem.now) + problem.seconds[i, j] * hand.pace <= hand.until
            for i, hand in enumerate(problem.hands)
            if able is None or i in able
        )


def planned(
    shown: Picture, ways: Ways, policy: Policy, *, time_limit_s: float, seed: int,
    of: Collection[OpenTicket] | None = None, ranked: Collection[str] = (),
) -> Planned:  # fmt: skip
    """Of all tickets, or of some. Those that nobody on duty may do are left out. ``ranked`` as for ``to_say``."""
    tickets = shown.tickets if of is None else of
    asked = consider([_opening(one) for one in tickets if one.able], policy)
    problem = _problem(shown, ways, asked, policy)
    found = plan(problem, time_limit_s=time_limit_s, seed=seed)
    idle = [one.id for one in shown.crew if one.idle]
    said = {ticket: worker for worker, ticket in to_say(found, asked, idle, ranked)}
    held: dict[str, tuple[str, ...]] = {}
    for one in asked.moved:
        if one.told:
            held[one.told.worker_id] = (*held.get(one.told.worker_id, ()), one.id)
    return Planned(asked, problem, found, said, held)


def _opening(one: OpenTicket) -> Opening:
    told = Told(*one.told) if one.told else None
    return Opening(one.id, one.severity, one.opened_at, one.due, one.service_s, told, one.able, moves=one.moves)


def _problem(shown: Picture, ways: Ways, asked: Considered, policy: Policy) -> Problem:
    number = {one.id: n for n, one in enumerate(shown.tickets)}
    tickets = [number[one.id] for one in asked.openings]
    horizon = shown.at + 60 * policy.horizon_min
    stands = [(n, one.idle or one.id in asked.workers) for n, one in enumerate(shown.crew)]
    free = [one.free_at if now else one.done_at for one, (_, now) in zip(shown.crew, stands, strict=True)]
    rows = [row for row, at in zip(stands, free, strict=True) if at <= horizon]
    hands = [
        Hand(one.id, free[n], one.until or inf, one.pace, most=1)
        for n, one in enumerate(shown.crew)
        if free[n] <= horizon
    ]
    work = [one.service_s for one in asked.openings]
    return problem_of(
        shown.at, asked, hands, ways.rows(rows, tickets), ways.approach[tickets], policy,
        busy_s=sum(work) / max(1, len(work)) + LATER_WALK_S, on_duty=max(shown.on_duty, len(hands)),
    )  # fmt: skip
