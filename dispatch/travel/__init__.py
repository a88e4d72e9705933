"""How long a walk takes. ``roads`` walks the network, ``crow_flies`` says by its name that it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, TypeAlias

from dispatch.position import Position

#: A float array of numpy; named here so that the core can hold one without importing numpy.
Table: TypeAlias = Any

#: Farther than this from any road a place is not on the network.
SNAP_M = 300.0


class Leg(NamedTuple):
    """One way to the goal: seconds, metres, and the line walked (first point = start), empty unless asked for.

    ``over_wall``: start or goal is behind a wall with no road on its side within 150 m, and the way goes straight over
    it; the true way is longer."""

    eta_s: float
    distance_m: float
    path: tuple[Position, ...] = ()
    over_wall: bool = False


@dataclass(frozen=True, slots=True)
class Matrix:
    """Every way from ``starts`` to ``goals``: float64 arrays of shape (starts, goals); inf = no way (within the
    limit). ``seconds[i, j]`` is ``Travel.to(goals[j], starts)[i].eta_s``."""

    seconds: Table
    metres: Table


class Travel(Protocol):
    """Seconds from many to one, and from many to many. All methods are safe to call from several threads.

    On foot unless ``profile`` says otherwise: walk, ebike, reference (undirected, no gate hours).
    """

    @property
    def name(self) -> str:
        """``roads`` | "crow_flies" | "osrm" | "valhalla": shown on the screen."""
        ...

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        """For each start the leg to ``goal`` (no path), or None where it cannot be reached (within the limit)."""
        ...

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        """From every start to every goal; needs numpy. Without starts or goals an empty array of that shape."""
        ...

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """The one leg with its line."""
        ...
