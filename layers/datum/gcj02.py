"""GCJ-02, the shifted datum of Chinese maps: the published formula, and its exact inverse by iteration.

Formula as published by googollee/eviltransform and npm coordtransform (MIT); they differ by up to 1.3e-7 degrees.
The usual inverse (subtract the shift that the shifted place has) is 1-3 m off; iterating until a step is below 1e-11
degrees leaves less than 0.1 mm.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Formula = Callable[[Array, Array], tuple[Array, Array]]

#: Krasovsky 1940, the ellipsoid of the published formula.
_A, _EE = 6_378_245.0, 0.006_693_421_622_965_943
#: The rectangle within which the shift is applied.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
#: Degrees; 1 µm.
_ENOUGH = 1e-11


def from_wgs84(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Degrees WGS 84 as degrees GCJ-02; outside the rectangle of China nothing moves."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    waves = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + waves
    north = north + (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north = north + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + waves
    east = east + (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east = east + (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    phi = np.radians(lat)
    magic = 1.0 - _EE * np.sin(phi) ** 2
    north = np.degrees(north * magic * np.sqrt(magic) / (_A * (1.0 - _EE)))
    east = np.degrees(east * np.sqrt(magic) / (_A * np.cos(phi)))
    inside = (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)
    return np.where(inside, lon + east, lon), np.where(inside, lat + north, lat)


def to_wgs84(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Degrees GCJ-02 as degrees WGS 84, within 1e-9 degrees (0.1 mm)."""
    return inverse(from_wgs84, lon, lat)


def inverse(formula: Formula, lon: Array, lat: Array) -> tuple[Array, Array]:
    """Where ``formula`` gives (lon, lat). Its shift changes by 1e-4 of the way, so each round gains four digits."""
    x, y = lon, lat
    for _ in range(30):
        fx, fy = formula(x, y)
        dx, dy = lon - fx, lat - fy
        x, y = x + dx, y + dy
        if not np.any(np.maximum(np.abs(dx), np.abs(dy)) > _ENOUGH):
            break
    return x, y
