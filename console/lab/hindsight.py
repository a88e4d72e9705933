"""The best that could have been: the day planned by somebody who knew all of it beforehand, with a proven bound.

Even he sends nobody before a ticket is opened, and nobody flies; he only knows what comes and how long it takes.
Proof is possible for small days (``planning.exact``: up to 14 tickets); for others the bound is the relaxation's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from console.lab.day import Day
from console.lab.draws import MEAN_ANSWER_S
from console.lab.hand import Hand as Worker
from console.lab.ways import Ways
from dispatch import events as e
from dispatch.events import Recorded
from dispatch.planning import WEIGHT, Costs, Hand, Plan, Problem, Task, plan

#: what both are measured in: weighted seconds from opened to on scene, and a tenth of the walk
RESPONSE = Costs(late=0.0, late_once=0.0, wait=1.0, walk=0.1, change=0.0)


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Costs in the unit of ``RESPONSE``: what the policy came to, the best plan found, and what no plan can beat."""

    realised: float
    best: float
    bound: float

    @property
    def over_best(self) -> float:
        return self.realised / self.best - 1

    @property
    def gap(self) -> float:
        """Between the best plan found and the bound: 0 is proven best."""
        return max(0.0, 1 - self.bound / self.best)


def best(day: Day, ways: Ways, *, time_limit_s: float, costs: Costs = RESPONSE, seed: int = 0) -> Plan:
    """The plan of the whole day, every arrival and every work known. One worker a ticket (``day.pairs`` is False)."""
    places = [job.place for job in day.jobs]
    climb = np.array([job.climb_s for job in day.jobs])
    starts = [person.place for person in day.people] + places
    skills = {kind.id: set(kind.skills) for kind in day.kinds}
    tasks = tuple(
        Task(
            job.id,
            weight=WEIGHT[job.severity],
            release=job.t,
            service_s=job.work_s,
            able=frozenset(n for n, one in enumerate(day.people) if skills[job.kind] <= set(one.skills)),
            since=job.t,
        )
        for job in day.jobs
    )
    hands = tuple(Hand(person.id) for person in day.people)
    seconds = ways.seconds(starts, places) + climb[None, :] + MEAN_ANSWER_S
    return plan(Problem(0.0, tasks, hands, seconds, costs=costs), time_limit_s=time_limit_s, seed=seed)


def realised(day: Day, events: Iterable[Recorded], hands: Sequence[Worker], begin: float) -> float:
    """What a played day cost, in the same unit: climb and answer count as walk there, so they do here."""
    jobs = {job.id: job for job in day.jobs}
    opened: dict[str, str] = {}
    arrived: dict[str, float] = {}
    legs = 0.0
    for r in events:
        if isinstance(r.event, e.TicketOpened):
            opened[r.event.ticket_id] = r.event.title
        elif isinstance(r.event, e.AssignmentMoved) and r.event.stage == "on_scene":
            job = jobs[opened[r.event.ticket_id]]
            arrived.setdefault(job.id, r.at.timestamp() - begin)
            legs += job.climb_s + MEAN_ANSWER_S
    waited = sum(WEIGHT[job.severity] * (arrived[job.id] - job.t) for job in day.jobs)
    return RESPONSE.wait * waited + RESPONSE.walk * (legs + sum(hand.walked_s for hand in hands))
