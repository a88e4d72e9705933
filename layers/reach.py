"""The 15-minute circle: polygons of what is walked in so many minutes, and who and what is within them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dispatch.position import Position
from dispatch.travel.net import Net
from dispatch.travel.profiles import WALK_M_S
from dispatch.travel.reach import Laid, Reach
from layers.doors import Doors, Places
from layers.store import LayerStore
from layers.walls import Floats, scale_at

#: What is claimed beside a walked way: a building's depth. Its time is taken off the way, so that no point of the
#: polygon is farther than it says.
BESIDE_M = 35.0
#: A gap between ways smaller than 50 × 50 m is a block, not a place that one cannot get to.
GAP_M2 = 2_500.0
#: Corners less than this off a straight line are left out.
SMOOTH_M = 3.0


@dataclass(frozen=True, slots=True)
class Within:
    """What is reached within some minutes, by its own walk, not by the polygon."""

    buildings: int
    households: int
    places: int


def minutes_of(whole: int) -> tuple[int, ...]:
    """The bands of a circle: 5, 10, 15; three equal ones where it is larger."""
    step = 5 if whole <= 15 else math.ceil(whole / 3)
    return (*range(step, whole, step), whole)


class Quarter:
    """Doors and places of the store, laid on the network that was last asked about.

    Remade by who asks after a change (a second per 50,000 buildings). Without locks: two that ask at once do it twice.
    """

    def __init__(self, store: LayerStore) -> None:
        self._store = store
        self._stamp: int | None = None
        self._doors, self._places = Doors.none(), Places.none()
        self._laid: tuple[Net, Doors, Laid, Laid] | None = None

    def laid(self, net: Net) -> tuple[Doors, Laid, Laid]:
        """Doors, and where they and the places are on this network."""
        stamp = self._store.stamp()
        if stamp != self._stamp:
            self._doors, self._places = Doors.read(self._store), Places.read(self._store)
            self._stamp = stamp
        known, doors, places = self._laid, self._doors, self._places
        if known is None or known[0] is not net or known[1] is not doors:
            on_net = Laid.on_net(net, doors.lon, doors.lat), Laid.on_net(net, places.lon, places.lat)
            known = self._laid = (net, doors, *on_net)
        return known[1], known[2], known[3]

    def circle(self, net: Net, start: Position, minutes: int) -> dict[str, Any] | None:
        """A FeatureCollection, the largest band first, each with what is in it; None off the network."""
        reach = Reach.from_place(net, start, minutes * 60.0)
        if reach is None:
            return None
        wanted = minutes_of(minutes)
        polygons = bands(reach, wanted, self._water(reach))
        doors, at_doors, at_places = self.laid(net)
        to_doors, to_places = reach.to(at_doors), reach.to(at_places)
        features = []
        for band, polygon in zip(wanted, polygons, strict=True):
            inside = _within(doors, to_doors, to_places, band)
            props = {"minutes": band, "buildings": inside.buildings, "households": inside.households,
                     "places": inside.places}  # fmt: skip
            features.append({"type": "Feature", "properties": props, "geometry": shapely.geometry.mapping(polygon)})
        whole = features[-1]["properties"]
        return {
            "type": "FeatureCollection",
            "features": features[::-1],
            **{name: whole[name] for name in ("minutes", "buildings", "households", "places")},
        }

    def _water(self, reach: Reach) -> list[BaseGeometry]:
        west, south, east, north = shapely.total_bounds(shapely.linestrings(reach.walked(reach.limit_s)))
        x, y = (BESIDE_M + SMOOTH_M) / scale_at(north)
        found = [one.geometry for one in self._store.features("water", (west - x, south - y, east + x, north + y))]
        return [one for one in found if one.geom_type in ("Polygon", "MultiPolygon")]


def bands(reach: Reach, minutes: Sequence[int], water: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """One polygon for each number of minutes, each with all that the former ones have; nothing of it is on water."""
    lon, lat = float(reach.start.lon[0]), float(reach.start.lat[0])
    here, scale = np.array([lon, lat]), scale_at(lat)
    lakes = shapely.transform(shapely.union_all(list(water)), lambda xy: (xy - here) * scale)
    found: list[BaseGeometry] = []
    area = shapely.Polygon()
    for band in minutes:
        lines = shapely.linestrings((reach.walked(band * 60.0 - BESIDE_M / WALK_M_S) - here) * scale)
        walked = _filled(shapely.union_all(shapely.buffer(lines, BESIDE_M, quad_segs=4)))
        area = area.union(shapely.simplify(walked, SMOOTH_M).difference(lakes))
        found.append(shapely.transform(area, lambda xy: np.round(xy / scale + here, 6)))
    return found


def _filled(area: BaseGeometry) -> BaseGeometry:
    """Without its small gaps."""
    parts = [
        shapely.Polygon(part.exterior, [gap for gap in part.interiors if shapely.Polygon(gap).area > GAP_M2])
        for part in getattr(area, "geoms", [area])
    ]
    return shapely.union_all(parts)


def _within(doors: Doors, to_doors: Floats, to_places: Floats, minutes: int) -> Within:
    reached = np.unique(doors.building[to_doors <= minutes * 60.0])
    return Within(len(reached), int(doors.households[reached].sum()), int((to_places <= minutes * 60.0).sum()))
