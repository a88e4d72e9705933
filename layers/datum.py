"""Other datums, and the way to WGS 84: the only place in the project that knows any.

GCJ-02 shifts by 525-627 m in the Shanxi cities and BD-09 by twice that: a forgotten conversion puts a building into
another grid. The published inverse is an approximation (1-3 m off); here the forward formula is inverted by
iteration until it moves by less than 1e-11 degrees (a round trip stays within 1e-9 degrees, 0.1 mm).
CGCS2000 and WGS 84 differ by less than a metre today (plate motion since 2000.0), fine for dispatch.

Formulas as published by googollee/eviltransform and npm coordtransform (MIT); they differ by up to 1.3e-7 degrees.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09")
#: Krasovsky 1940, the ellipsoid of the published formula.
_A, _EE = 6_378_245.0, 0.006_693_421_622_965_943
_X_PI = np.pi * 3000.0 / 180.0
#: The rectangle within which the shift is applied.
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271


def to_wgs84(lon: Array | float, lat: Array | float, datum: str) -> tuple[Array, Array]:
    """Degrees of ``datum`` as degrees WGS 84; numbers or arrays. An unknown datum raises ValueError."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    if datum in ("wgs84", "cgcs2000"):
        return x, y
    if datum == "bd09":
        x, y = _bd09_to_gcj02(x, y)
    elif datum != "gcj02":
        raise ValueError(f"datum {datum!r} not understood: one of {', '.join(DATUMS)}")
    return _gcj02_to_wgs84(x, y)


def from_wgs84(lon: Array | float, lat: Array | float, datum: str) -> tuple[Array, Array]:
    """Degrees WGS 84 as degrees of ``datum``; for tests and for basemaps that are themselves shifted."""
    x, y = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    if datum in ("wgs84", "cgcs2000"):
        return x, y
    if datum not in DATUMS:
        raise ValueError(f"datum {datum!r} not understood: one of {', '.join(DATUMS)}")
    x, y = _wgs84_to_gcj02(x, y)
    return _gcj02_to_bd09(x, y) if datum == "bd09" else (x, y)


def _wgs84_to_gcj02(lon: Array, lat: Array) -> tuple[Array, Array]:
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


def _gcj02_to_wgs84(lon: Array, lat: Array) -> tuple[Array, Array]:
    x, y = lon, lat
    for _ in range(30):  # the shift changes by 1e-5 of the distance, so each round gains five digits: three suffice
        gx, gy = _wgs84_to_gcj02(x, y)
        dx, dy = lon - gx, lat - gy
        x, y = x + dx, y + dy
        if not np.any(np.maximum(np.abs(dx), np.abs(dy)) > 1e-11):
            break
    return x, y


def _gcj02_to_bd09(lon: Array, lat: Array) -> tuple[Array, Array]:
    z = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _X_PI)
    theta = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _X_PI)
    return z * np.cos(theta) + 0.0065, z * np.sin(theta) + 0.006


def _bd09_to_gcj02(lon: Array, lat: Array) -> tuple[Array, Array]:
    x, y = lon - 0.0065, lat - 0.006
    for _ in range(30):
        bx, by = _gcj02_to_bd09(x, y)
        dx, dy = lon - bx, lat - by
        x, y = x + dx, y + dy
        if not np.any(np.maximum(np.abs(dx), np.abs(dy)) > 1e-11):
            break
    return x, y
