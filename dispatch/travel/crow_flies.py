"""Travel where no road network is known. It says by its name that it does not know the roads."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any

from dispatch.position import EARTH_RADIUS_M, Position
from dispatch.travel import Leg, Matrix

#: Metres walked per metre straight: the median of the 60 reference pairs of the Tsinghua network is 1.3.
DETOUR = 1.3
SPEED_M_S = {"walk": 1.25, "ebike": 4.5, "reference": 1.25}


class CrowFlies:
    """``distance_m`` is the straight line; ``eta_s`` allows for the usual detour."""

    name = "crow_flies"

    def to(
        self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None, profile: str = "walk"
    ) -> list[Leg | None]:
        """A leg for each start, None beyond ``limit_m`` straight metres."""
        legs = [_leg(start.metres_to(goal), profile) for start in starts]
        return [leg if limit_m is None or leg.distance_m <= limit_m else None for leg in legs]

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        """As ``to``, for every goal."""
        # By name: the core ranks by this class, and knows numpy only when somebody asks for a table.
        np: Any = import_module("numpy")
        (lon, lat), (goal_lon, goal_lat) = (
            np.radians(np.array([(p.lon, p.lat) for p in places], dtype=float).reshape(-1, 2)).T
            for places in (starts, goals)
        )
        lon, lat = lon[:, None], lat[:, None]
        half = np.sin((goal_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(goal_lat) * np.sin((goal_lon - lon) / 2) ** 2
        metres = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half)))
        if limit_m is not None:
            metres = np.where(metres <= limit_m, metres, np.inf)
        return Matrix(metres * _seconds_per_metre(profile), metres)

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """The straight line."""
        leg = _leg(start.metres_to(goal), profile)
        return Leg(leg.eta_s, leg.distance_m, (start, goal))


def _leg(metres: float, profile: str) -> Leg:
    return Leg(eta_s=metres * _seconds_per_metre(profile), distance_m=metres)


def _seconds_per_metre(profile: str) -> float:
    detour = 1.0 if profile == "reference" else DETOUR
    return detour / SPEED_M_S.get(profile, SPEED_M_S["walk"])
