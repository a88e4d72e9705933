"""What one camera sees among 500 buildings, all of them in its range or the usual 30 m; and the report of 10,000."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

import numpy as np
import shapely
from shapely.geometry import Point, box

from layers.camera_views import CameraViews
from layers.feature import Feature
from layers.lens import Lens
from layers.store import LayerStore
from layers.visibility import look
from layers.walls import Walls, scale_at
from tests.bench.figure import Figure

LON, LAT, BUILDINGS, CAMERAS = 111.0, 35.03, 500, 10_000
SCALE = scale_at(LAT)


def run(folder: Path) -> list[Figure]:
    draw = random.Random(5)
    town = list(_town(BUILDINGS, draw))
    walls = Walls(town)
    blocks = shapely.STRtree(np.array([one.geometry for one in town]))
    lens, all_round = Lens(40.0, 90.0, 30.0), Lens(None, 360.0, 500.0)
    places = [_street(BUILDINGS, draw) for _ in range(200)]
    look(walls, *places[0], lens)  # the first one of a process loads parts of numpy: 80 ms
    usual = [_ms(lambda at=at: look(walls, *at, lens)) for at in places]
    widest = [_ms(lambda at=at: look(walls, *at, all_round)) for at in places]
    rays = [_ms(lambda at=at: _rays(blocks, *at, 30.0)) for at in places[:20]]
    many = [_ms(lambda at=at: _rays(blocks, *at, 500.0)) for at in places[:5]]
    store = LayerStore(folder)
    store.replace_all({"buildings": _town(CAMERAS, draw), "cameras": _cameras(draw)})
    views = CameraViews(store)
    whole = _ms(views.current) / 1e3
    return [
        Figure("view of a camera, 30 m, median", median(usual), "ms", median(rays), "a ray for each degree", "≤ 10"),
        Figure("… worst of 200", max(usual), "ms"),
        Figure("… all round, 500 m: every building in range", median(widest), "ms", median(many), "rays", "≤ 10"),
        Figure("… worst of 200", max(widest), "ms"),
        Figure("views and report: 10,000 cameras, 10,000 buildings", whole, "s", goal="≤ 120"),
    ]


def _town(buildings: int, draw: random.Random) -> list[Feature]:
    """Slabs of 8 corners (an L with a bay) every 40 m."""
    side = math.ceil(math.sqrt(buildings))
    slabs = []
    for n in range(buildings):
        x, y = n % side * 40.0, n // side * 40.0
        w, h = draw.uniform(10, 28), draw.uniform(8, 24)
        slab = box(x, y, x + w, y + h).union(box(x, y, x + w / 2, y + h + 4)).difference(box(x, y, x + 2, y + 2))
        slabs.append(Feature(f"b{n}", "", shapely.transform(slab, _degrees), {"use": "residential"}))
    return slabs


def _cameras(draw: random.Random) -> list[Feature]:
    props = {"heading": 40, "angle": 90, "range_m": 30}
    return [Feature(f"c{n}", "", Point(*_street(CAMERAS, draw)), props) for n in range(CAMERAS)]


def _street(buildings: int, draw: random.Random) -> tuple[float, float]:
    """On the street between two slabs."""
    side = math.ceil(math.sqrt(buildings))
    x, y = draw.randrange(side) * 40.0 + 34.0, draw.uniform(0, side * 40.0)
    lon, lat = _degrees(np.array([[x, y]]))[0]
    return float(lon), float(lat)


def _degrees(xy: Any) -> Any:
    return xy / SCALE + np.array([LON, LAT])


def _rays(blocks: shapely.STRtree, lon: float, lat: float, reach: float) -> list[float]:
    """The naive way: for each degree the distance to the nearest building on a line."""
    here, free = Point(lon, lat), []
    bearing = np.radians(np.arange(360.0))
    ends = np.stack([np.sin(bearing), np.cos(bearing)], axis=1) * reach / SCALE + np.array([lon, lat])
    for end in ends:
        ray = shapely.LineString([(lon, lat), end])
        hits = blocks.geometries[blocks.query(ray, predicate="intersects")]
        free.append(min((here.distance(ray.intersection(hit)) for hit in hits), default=reach))
    return free


def _ms(work: Callable[[], object]) -> float:
    begin = thread_time()
    work()
    return (thread_time() - begin) * 1e3
