"""What a ranking is about, and by which rules: the same for everybody in it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from dispatch.approach import Approach
from dispatch.kind import Kind
from dispatch.matching.day import Day
from dispatch.matching.holding import URGENT
from dispatch.matching.lineup import DEGREE_M
from dispatch.matching.obstacle import Why
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.ticket import Ticket


@dataclass(frozen=True)
class Case:
    """One ticket, at one moment, under one policy."""

    now: datetime
    policy: Policy
    kind: Kind | None
    ticket: Ticket | None
    severity: str
    #: where the way ends
    goal: Position | None
    grid_code: str | None
    roles: Collection[str]
    approach: Approach
    paces: Mapping[str, float]
    done: Mapping[str, Day]
    travel: str
    #: workers kept back from small tickets (holding.last_near)
    held: Collection[str] = ()
    #: why nobody is sent there by itself (far.far_off)
    far: Why | None = None

    def holds(self, worker_id: str) -> bool:
        """Whether this worker is kept back from this ticket."""
        return worker_id in self.held and self.policy.hold_back and self.severity not in URGENT

    @cached_property
    def fair(self) -> bool:
        """Whether load, floors and nights count."""
        return self.policy.fair_when_extreme or self.severity != "extreme"

    @cached_property
    def service_s(self) -> float:
        return self.policy.service_of(self.kind)

    @cached_property
    def limit_s(self) -> float:
        """Seconds until somebody must be there; infinite where no clock runs."""
        if self.ticket is None or self.ticket.arrive_by is None or self.ticket.arrived_at is not None:
            return math.inf
        return (self.ticket.arrive_by - self.now).total_seconds()

    @cached_property
    def _per_lon(self) -> float:
        return DEGREE_M * math.cos(math.radians(self.goal.lat)) if self.goal else 0.0

    def straight_m(self, start: Position) -> float:
        """Metres as the crow flies, on the plane around the goal: within 0.1 % in 50 km."""
        assert self.goal is not None
        return math.hypot((start.lon - self.goal.lon) * self._per_lon, (start.lat - self.goal.lat) * DEGREE_M)

    def unfair_s(self, worker_id: str) -> tuple[tuple[str, float], ...]:
        """What somebody has done already, as seconds."""
        day = self.done.get(worker_id) if self.fair else None
        if day is None:
            return ()
        policy = self.policy
        return (
            ("load_today", policy.load_today_s * day.tickets),
            ("floors_today", policy.climb_s * day.floors),
            ("nights", policy.night_s * day.nights),
        )
