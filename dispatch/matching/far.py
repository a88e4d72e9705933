"""What is too far to send anybody by itself: such a place, or way, is a mistake until a person says that it is none."""

from __future__ import annotations

import math

from dispatch.matching.lineup import FAR_OFF_M, Box, off_m
from dispatch.matching.obstacle import Why
from dispatch.position import Position

#: Nobody walks for three hours (13 km) to anything a district is for: as long as an old fix says nothing any more
#: (``OLD_FIX_S``). Who takes a car is sent by hand.
TOO_FAR_S = 3 * 3600.0
#: Codes of why somebody is not sent by rank or plan but by hand only: {km} off the district, {minutes} of walking.
PLACE_FAR_OFF, TOO_FAR = "place_far_off", "too_far"
FAR = frozenset({PLACE_FAR_OFF, TOO_FAR})


def far_off(place: Position | None, extent: Box | None) -> Why | None:
    """Why nobody is sent to a place beyond 10 km outside the district (0, 0; another city): it is misread or mistyped.
    None where it is not, or where that is not known."""
    if place is None or extent is None:
        return None
    metres = off_m(place, extent)
    return (PLACE_FAR_OFF, {"km": round(metres / 1000)}) if metres > FAR_OFF_M else None


def too_far(way_s: float) -> Why | None:
    """Why somebody is not sent so many seconds on foot."""
    return (TOO_FAR, {"minutes": math.ceil(way_s / 60)}) if way_s > TOO_FAR_S else None
