"""A million points from GCJ-02 and BD-09 to WGS 84, exactly; peer: eviltransform's scalar loop on a sample."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from layers.datum import from_wgs84, to_wgs84
from tests.bench.figure import Figure

POINTS = 1_000_000
#: The peer's Python loop takes 25 µs a point: a sample is enough.
SAMPLE = 20_000


def run(folder: Path) -> list[Figure]:
    random = np.random.default_rng(1)
    lon, lat = random.uniform(110.2, 114.6, POINTS), random.uniform(34.5, 40.8, POINTS)
    peer = _peer(lon[:SAMPLE], lat[:SAMPLE])
    figures = []
    for datum in ("gcj02", "bd09", "EPSG:4546"):
        x, y = from_wgs84(lon, lat, datum)
        began = time.process_time()
        back = to_wgs84(x, y, datum)
        spent = time.process_time() - began
        worst = 111_195_000 * float(np.hypot(back[0] - lon, back[1] - lat).max())
        known = peer if datum == "gcj02" else None
        figures += [
            Figure(f"1 million points {datum} to WGS 84", spent, "s", known, _name(known), "≤ 10"),
            Figure("… worst round trip", worst, "mm", goal="≤ 1"),
        ]
    return figures


def _name(peer: float | None) -> str:
    return "eviltransform.gcj2wgs_exact" if peer is not None else ""


def _peer(lon: np.ndarray, lat: np.ndarray) -> float | None:
    """Seconds for a million points; None where the package is not installed (it is no part of the product)."""
    if importlib.util.find_spec("eviltransform") is None:
        return None
    exact: Callable[[float, float], tuple[float, float]] = importlib.import_module("eviltransform").gcj2wgs_exact
    began = time.process_time()
    for x, y in zip(lon.tolist(), lat.tolist(), strict=True):
        exact(y, x)
    return (time.process_time() - began) * POINTS / len(lon)
