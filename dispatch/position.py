"""A place on the Earth, always WGS 84; other datums exist only in ``layers.datum``."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Mean Earth radius in metres (IUGG), the one the reference distances were computed with.
EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Position:
    """Longitude and latitude in degrees, WGS 84. Never a bare tuple: the axes get swapped."""

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (-180.0 <= self.lon <= 180.0 and -90.0 <= self.lat <= 90.0):  # NaN fails too
            raise ValueError(f"lon {self.lon}, lat {self.lat} is not on the Earth")

    def metres_to(self, other: Position) -> float:
        """Great-circle distance in metres (haversine)."""
        lat1, lat2 = math.radians(self.lat), math.radians(other.lat)
        a = (
            math.sin((lat2 - lat1) / 2) ** 2
            + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(other.lon - self.lon) / 2) ** 2
        )
        return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))
