"""What the size of numbers tells: degrees or metres, which Gauss-Krüger zones, which axis is which. It never decides
between wgs84, gcj02 and bd09: their numbers look alike."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: Mainland China, generously, in degrees.
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)
#: Northings of the same in metres, and eastings about a false easting of 500 km (a zone is ± 167 km wide at 3°).
_NORTH, _EAST = (300_000.0, 6_100_000.0), (150_000.0, 850_000.0)
DEGREES = ("wgs84", "gcj02", "bd09")
#: 3-degree zones without a prefix whose middle meridians (111°, 114°, 117°) cross Shanxi and its neighbours.
UNPREFIXED = ("EPSG:4546", "EPSG:4547", "EPSG:4548")


def hypotheses(xy: NDArray[np.float64]) -> tuple[str, ...]:
    """The datums that most of these (x, y) can be in; empty when no Chinese place has such numbers."""
    x, y = np.nanmedian(xy, axis=0) if np.isfinite(xy).any() else (np.nan, np.nan)
    if abs(x) <= 180 and abs(y) <= 90:
        return DEGREES
    if not _NORTH[0] <= y <= _NORTH[1]:
        return ()
    if _EAST[0] <= x <= _EAST[1]:
        return UNPREFIXED
    zone, rest = divmod(x, 1_000_000)
    if not _EAST[0] <= rest <= _EAST[1]:
        return ()
    if 25 <= zone <= 45:  # 3-degree zones, 75° … 135°
        return (f"EPSG:{4513 + int(zone) - 25}",)
    return (f"EPSG:{4491 + int(zone) - 13}",) if 13 <= zone <= 23 else ()  # 6-degree zones, 75° … 135°


def axes_swapped(xy: NDArray[np.float64]) -> bool:
    """Whether most rows are (lat, lon), or (north, east) as Chinese surveyors write x and y."""
    if not len(xy):
        return False
    x, y = xy[:, 0], xy[:, 1]
    return bool(np.mean(_chinese(y, x)) > 0.5 > np.mean(_chinese(x, y)))


def _chinese(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    degrees = _within(x, _LON) & _within(y, _LAT)
    easting = np.where(x >= 13_000_000, x % 1_000_000, x)
    return degrees | (_within(easting, _EAST) & _within(y, _NORTH) & ((x >= 13_000_000) | (y > _EAST[1])))


def _within(values: NDArray[np.float64], bounds: tuple[float, float]) -> NDArray[np.bool_]:
    return (values >= bounds[0]) & (values <= bounds[1])
