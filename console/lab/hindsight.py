"""The best that could have been: the day planned by somebody who knew all of it beforehand, with a proven bound.

Both are measured by what the policy itself weighs in a plan (``costs_of``: clocks lost, seconds waited and walked), and
both live in the same world: nobody sets out before a ticket is opened, everybody needs the same seconds to answer, to
climb and to work. Who knows beforehand only knows what comes, and how long it takes where the works of a day differ
from what the policy expects. He calls nobody back; a policy that does may therefore come out cheaper than his plan.
Small days are proven (``columns``); of others the bound is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from console.lab import columns
from console.lab.day import Day
from console.lab.draws import MEAN_ANSWER_S
from console.lab.hand import Hand as Worker
from console.lab.ways import Ways
from dispatch import events as e
from dispatch.events import Recorded
from dispatch.planning import WEIGHT, Costs, Hand, Plan, Problem, Task, plan
from dispatch.planning.insertion import greedy
from dispatch.planning.model import Model

#: a clock is lost by more than rounding, seconds
ROUNDING_S = 1e-3


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Costs in one unit: what the policy came to, the best plan found, and what no plan can beat."""

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


@dataclass(frozen=True, slots=True)
class Foreseen:
    """``cost`` of the best plan found, ``bound`` of all plans."""

    cost: float
    bound: float


def best(day: Day, ways: Ways, costs: Costs, dues: Mapping[str, float]) -> Foreseen:
    """The plan of the whole day, every arrival and every work known. One worker a ticket (``day.pairs`` is False)."""
    problem = problem_of(day, ways, costs, dues)
    model = Model(problem)
    found = columns.best(model, greedy(model))
    if found is not None:
        return Foreseen(found.cost, found.bound)
    other: Plan = plan(problem, time_limit_s=0.0)
    return Foreseen(other.cost, other.bound)


def problem_of(day: Day, ways: Ways, costs: Costs, dues: Mapping[str, float]) -> Problem:
    """``dues``: job → second until which somebody is to be there, where a clock runs."""
    places = [job.place for job in day.jobs]
    climb = np.array([job.climb_s for job in day.jobs])
    starts = [person.place for person in day.people] + places
    skills = {kind.id: set(kind.skills) for kind in day.kinds}
    tasks = tuple(
        Task(
            job.id,
            weight=WEIGHT[job.severity],
            release=job.t,
            due=dues.get(job.id),
            service_s=job.work_s,
            able=frozenset(n for n, one in enumerate(day.people) if skills[job.kind] <= set(one.skills)),
            since=job.t,
        )
        for job in day.jobs
    )
    hands = tuple(Hand(person.id) for person in day.people)
    seconds = ways.seconds(starts, places) + climb[None, :] + MEAN_ANSWER_S
    return Problem(0.0, tasks, hands, seconds, costs=costs)


def dues_of(events: Iterable[Recorded], begin: float) -> dict[str, float]:
    """Job → second of the day until which the core wants somebody there."""
    opened = (r.event for r in events if isinstance(r.event, e.TicketOpened))
    return {one.title: one.arrive_by.timestamp() - begin for one in opened if one.arrive_by is not None}


def realised(day: Day, events: Sequence[Recorded], hands: Sequence[Worker], begin: float, costs: Costs) -> float:
    """What a played day cost, in the same unit: climb and answer count as walk there, so they do here."""
    jobs = {job.id: job for job in day.jobs}
    opened: dict[str, str] = {}
    arrived: dict[str, float] = {}
    legs = sum(hand.walked_s for hand in hands)
    for r in events:
        if isinstance(r.event, e.TicketOpened):
            opened[r.event.ticket_id] = r.event.title
        elif isinstance(r.event, e.AssignmentMoved) and r.event.stage == "on_scene":
            job = jobs[opened[r.event.ticket_id]]
            arrived.setdefault(job.id, r.at.timestamp() - begin)
            legs += job.climb_s + MEAN_ANSWER_S
    dues, total = dues_of(events, begin), costs.walk * legs
    for job in day.jobs:
        over = arrived[job.id] - dues.get(job.id, np.inf)
        late = costs.late_once + costs.late * over if over > ROUNDING_S else 0.0
        total += WEIGHT[job.severity] * (costs.wait * (arrived[job.id] - job.t) + late)
    return float(total)
