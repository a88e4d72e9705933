"""BD-09, Baidu's shift upon GCJ-02: the published formula, and its exact inverse by iteration."""

from __future__ import annotations

import numpy as np

from layers.datum import gcj02
from layers.datum.gcj02 import Array

_X_PI = np.pi * 3000.0 / 180.0


def from_wgs84(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Degrees WGS 84 as degrees BD-09."""
    return _shift(*gcj02.from_wgs84(lon, lat))


def to_wgs84(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Degrees BD-09 as degrees WGS 84, within 1e-9 degrees (0.1 mm)."""
    return gcj02.to_wgs84(*gcj02.inverse(_shift, lon, lat))


def _shift(lon: Array, lat: Array) -> tuple[Array, Array]:
    z = np.hypot(lon, lat) + 2e-5 * np.sin(lat * _X_PI)
    theta = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * _X_PI)
    return z * np.cos(theta) + 0.0065, z * np.sin(theta) + 0.006
