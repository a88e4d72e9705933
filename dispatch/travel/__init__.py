"""How long a walk takes. ``roads`` walks the network, ``crow_flies`` says by its name that it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from dispatch.position import Position


@dataclass(frozen=True, slots=True)
class Leg:
    """One way to the goal: seconds, metres, and the line walked (first point = start), empty unless asked for."""

    eta_s: float
    distance_m: float
    path: tuple[Position, ...] = ()


class Travel(Protocol):
    """Seconds from many to one. All methods are safe to call from several threads."""

    name: str  # "roads" | "crow_flies": shown on the screen

    def to(self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None) -> list[Leg | None]:
        """For each start the leg to ``goal`` (no path), or None where it cannot be reached (within the limit)."""
        ...

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """The one leg with its line. Profiles: walk, ebike, reference (undirected, no gate hours)."""
        ...
