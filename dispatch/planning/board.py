"""How a district plans its board: from what is open and who is there to a problem, and from its plan to what must be
said now. The live planner and the policy lab both plan by these rules; ``Policy`` has the knobs.

Everybody has one ticket at a time, who is busy from when and where he is expected to be done. Only who is free hears;
what comes next for the others may change without a call. What somebody was told is taken back for tickets as bad as
``Policy.recall_for``, or, where ``Policy.exchange`` says so, wherever it pays.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from dispatch.planning.answer import Plan
from dispatch.planning.problem import WEIGHT, Costs, Floats, Hand, Problem, Task, Told
from dispatch.policy import Policy
from dispatch.severity import SEVERITIES, rank

#: hands of whom only is known that they will be there, and their walk in seconds
LATER, LATER_WALK_S = "later:", 240.0
#: A ticket that changed hands so often is exchanged no more: a few did eight times and came an hour late.
MOST_MOVES = 2


@dataclass(frozen=True, slots=True)
class Opening:
    """One place to be filled: a ticket, or the second place of an extreme one (``is_first`` False). ``told`` is who has
    heard of it and is not there yet; ``able`` are the workers who can go and were not asked just now. Times are
    seconds on the clock of the problem."""

    id: str
    severity: str
    opened_at: float
    due: float | None
    service_s: float
    told: Told | None = None
    able: Collection[str] | None = None  # None: everybody
    is_first: bool = True
    moves: int = 0  # so often it was taken from somebody for a better plan

    @property
    def weight(self) -> float:
        return WEIGHT.get(self.severity if self.is_first else "moderate", 1.0)


@dataclass(frozen=True, slots=True)
class Considered:
    """What a plan is made of: all that waits, what may be taken back, and how much of that."""

    waiting: tuple[Opening, ...]
    moved: tuple[Opening, ...]
    max_changes: int

    @property
    def openings(self) -> tuple[Opening, ...]:
        return self.waiting + self.moved

    @property
    def workers(self) -> frozenset[str]:
        """Who may be called back: free now and where they are, as far as the plan goes."""
        return frozenset(one.told.worker_id for one in self.moved if one.told)


def consider(openings: Sequence[Opening], policy: Policy) -> Considered:
    """Who keeps one told ticket keeps all: nobody is half free."""
    waiting = tuple(one for one in openings if one.told is None)
    told = [one for one in openings if one.told is not None]
    if not policy.max_changes:
        return Considered(waiting, (), 0)
    urgent = [rank(one.severity) for one in waiting if one.is_first and rank(one.severity) <= rank(policy.recall_for)]
    worst = min(urgent, default=len(SEVERITIES))
    free = [one for one in told if rank(one.severity) > worst or (policy.exchange and one.moves < MOST_MOVES)]
    kept = {one.told.worker_id for one in told if one.told and one not in free}
    moved = tuple(one for one in free if one.told and one.told.worker_id not in kept)
    most = policy.max_changes if policy.exchange else min(policy.max_changes, len(urgent))
    return Considered(waiting, moved, most if moved else 0)


def costs_of(policy: Policy) -> Costs:
    return Costs(policy.late_per_s, policy.late_once_s, policy.wait_per_s, policy.walk_per_s, policy.change_s)


def problem_of(
    now: float, asked: Considered, hands: Sequence[Hand], seconds: Floats, approach: Floats, policy: Policy, *,
    busy_s: float, on_duty: int,
) -> Problem:  # fmt: skip
    """``seconds`` and ``approach`` as for ``Problem``: ways of the hands and of the openings, stairs and gates
    (``approach``) within. ``busy_s``: what a ticket takes a worker, way and work; ``on_duty``: how many there are."""
    openings, n = asked.openings, len(hands)
    later = _later(len(openings) - n, now, busy_s, on_duty)
    ways = np.full((len(later), len(openings)), LATER_WALK_S) + approach[None, :]
    number = {hand.id: i for i, hand in enumerate(hands)}
    return Problem(
        now=now,
        tasks=tuple(_task(one, number, len(later)) for one in openings),
        hands=(*hands, *later),
        seconds=np.concatenate([seconds[:n], ways, seconds[n:]]),
        told={one.id: one.told for one in openings if one.told is not None and one.told.worker_id in number},
        max_changes=asked.max_changes,
        costs=costs_of(policy),
    )


def _later(count: int, now: float, busy_s: float, on_duty: int) -> list[Hand]:
    """For more tickets than hands: whoever is free a second time. Nobody knows who and where, but about when. A ticket
    that is planned for one of these waits, and the plan knows what that costs."""
    every = busy_s / max(1, on_duty)
    return [Hand(f"{LATER}{n}", free_at=now + busy_s + n * every, most=1) for n in range(count)]


def _task(one: Opening, number: dict[str, int], later: int) -> Task:
    able = None
    if one.able is not None:
        known = {number[name] for name in one.able if name in number}
        able = frozenset(known | set(range(len(number), len(number) + later)))
    return Task(one.id, one.weight, one.opened_at, one.due, one.service_s, able, since=one.opened_at)


def waits(worker_id: str) -> bool:
    """Planned for somebody of whom nobody knows who it will be."""
    return worker_id.startswith(LATER)


def to_say(
    found: Plan, asked: Considered, idle: Collection[str], ranked: Collection[str] = ()
) -> list[tuple[str, str]]:
    """(worker, opening) that must be said now: news for who has nothing (``idle``), or gives up what he has. Whoever is
    still busy is told nothing of what comes next; nor of what the ranking makes the first offer for (``ranked``)."""
    told = {one.id: one.told.worker_id for one in asked.moved if one.told}
    firsts = ((worker, route[0]) for worker, route in found.routes.items() if not waits(worker))
    hear = asked.workers | frozenset(idle)
    return [
        (worker, first)
        for worker, first in firsts
        if worker in hear and told.get(first) != worker and (first in told or first not in ranked)
    ]
