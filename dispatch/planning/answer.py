"""The answer to a problem: who goes where in which order, what that costs, and how far it is from a proven bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Change:
    """One ticket that goes to somebody else than was told. ``from_worker`` None: nobody had it."""

    ticket_id: str
    from_worker: str | None
    to_worker: str
    told: bool = False  # somebody had heard: counts against the budget


@dataclass(frozen=True, slots=True)
class Plan:
    """``routes``: worker → tickets in order, fixed ones first; workers without any are left out.

    ``bound`` ≤ the cost of every plan that the rules allow, so ``gap`` = (cost − bound) / cost is an upper limit of
    what a better plan could save; 0 is proven best. Costs are in seconds of walking (``Costs``)."""

    routes: Mapping[str, tuple[str, ...]]
    cost: float
    bound: float
    changes: tuple[Change, ...] = ()
    by: str = "assignment"  # "assignment" (proven) | "routes" | "greedy" | "exact"
    bound_by: str = "assignment"  # "assignment" (optimum) | "relaxation" | "cp_sat"
    unplanned: Mapping[str, str] = field(default_factory=dict)  # ticket → "nobody_able" | "no_way" | "no_time"
    arrivals: Mapping[str, float] = field(default_factory=dict)  # ticket → second of arrival
    late: tuple[str, ...] = ()
    late_s: float = 0.0  # weighted by nothing: seconds after the clocks, all tickets
    walk_s: float = 0.0

    @property
    def gap(self) -> float:
        return max(0.0, (self.cost - self.bound) / self.cost) if self.cost > 0 else 0.0

    def worker_of(self, ticket_id: str) -> str | None:
        return next((worker for worker, route in self.routes.items() if ticket_id in route), None)
