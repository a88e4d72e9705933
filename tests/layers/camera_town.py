"""Houses in metres around a camera, and what it sees of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from hypothesis import strategies as st
from shapely import affinity
from shapely.geometry import Point, Polygon, box

from layers.feature import Feature
from layers.lens import Lens
from layers.visibility import View, look
from layers.walls import Walls, scale_at

LON, LAT = 111.0, 35.03
HERE = np.array([LON, LAT])
SCALE = scale_at(LAT)


def town(*outlines: shapely.Geometry) -> Walls:
    """Buildings given in metres around the camera."""
    return Walls(
        [
            Feature(f"b{i}", "", shapely.transform(outline, lambda xy: xy / SCALE + HERE), {"use": "residential"})
            for i, outline in enumerate(outlines)
        ]
    )


def seen(walls: Walls, lens: Lens, x: float = 0.0, y: float = 0.0) -> View:
    lon, lat = np.array([x, y]) / SCALE + HERE
    return look(walls, float(lon), float(lat), lens)


def metres(view: View) -> shapely.Geometry:
    """The polygon in metres around (0, 0)."""
    return shapely.transform(view.polygon, lambda xy: (xy - HERE) * SCALE)


def eye(view: View) -> Point:
    return Point((np.array([view.lon, view.lat]) - HERE) * SCALE)


@dataclass(frozen=True)
class Scene:
    outlines: tuple[Polygon, ...]
    lens: Lens


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Up to eight turned boxes and an L, some on top of each other, around a camera that is outside all."""
    boxes = []
    for _ in range(draw(st.integers(0, 8))):
        x, y = draw(st.floats(-40, 40)), draw(st.floats(-40, 40))
        w, h = draw(st.floats(0.5, 20)), draw(st.floats(0.5, 20))
        one = affinity.rotate(box(x, y, x + w, y + h), draw(st.integers(0, 89)))
        if draw(st.booleans()):
            one = one.difference(affinity.translate(one, w / 2, h / 2))
        boxes += [p for p in getattr(one, "geoms", [one]) if p.area > 0.1 and p.distance(Point(0, 0)) > 0.5]
    heading = draw(st.none() | st.integers(0, 359))
    angle = 360.0 if heading is None else float(draw(st.integers(5, 350)))
    return Scene(tuple(boxes), Lens(heading, angle, float(draw(st.integers(5, 60)))))
