"""Travel where no road network is known. It says by its name that it does not know the roads."""

from __future__ import annotations

from collections.abc import Sequence

from dispatch.position import Position
from dispatch.travel import Leg

#: Metres walked per metre straight: the median of the 60 reference pairs of the Tsinghua network is 1.3.
DETOUR = 1.3
SPEED_M_S = {"walk": 1.25, "ebike": 4.5, "reference": 1.25}


class CrowFlies:
    """``distance_m`` is the straight line; ``eta_s`` allows for the usual detour."""

    name = "crow_flies"

    def to(self, goal: Position, starts: Sequence[Position], *, limit_m: float | None = None) -> list[Leg | None]:
        """A leg for each start, None beyond ``limit_m`` straight metres."""
        legs = [_leg(start.metres_to(goal), "walk") for start in starts]
        return [leg if limit_m is None or leg.distance_m <= limit_m else None for leg in legs]

    def path(self, start: Position, goal: Position, profile: str = "walk") -> Leg | None:
        """The straight line."""
        leg = _leg(start.metres_to(goal), profile)
        return Leg(leg.eta_s, leg.distance_m, (start, goal))


def _leg(metres: float, profile: str) -> Leg:
    detour = 1.0 if profile == "reference" else DETOUR
    return Leg(eta_s=metres * detour / SPEED_M_S.get(profile, SPEED_M_S["walk"]), distance_m=metres)
