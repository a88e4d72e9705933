"""What a home already has at a place: whose community, a building, a road. Answers for many points at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.strtree import STRtree

from layers.evidence.names import Names, bare
from layers.feature import Box, Feature
from layers.store import LayerStore

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Metres. A wall's own width: entrances and cameras stand on the outline, rounded to 0.1 m.
ON_BUILDING_M = 1.5
NEAR_ROAD_M = 15.0
#: Gates, and the cameras and sheds beside them, stand on the edge of their compound.
AT_PLACE_M = 20.0
MAPPED_M = 100.0
#: Metres to a degree of latitude; a flat map is true to 1e-4 within a district.
DEGREE_M = 111_195.0


@dataclass(frozen=True, slots=True)
class Hits:
    """For each point: in the place it names, on a building, near a road, on mapped ground."""

    own: Flags
    building: Flags
    road: Flags
    #: anything at all is known hereabouts; beyond the edge of the map nothing is near anything
    mapped: Flags


class Ground:
    """Buildings, roads and named places of a store within a box, in metres about its middle."""

    def __init__(self, store: LayerStore, box: Box) -> None:
        self._origin = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        self._scale = np.array([DEGREE_M * np.cos(np.radians(self._origin[1])), DEGREE_M])
        self._buildings = self._tree(list(store.features("buildings", box)))
        self._roads = self._tree(list(store.features("roads", box)))
        named = [(name, one) for layer in ("compounds", "areas", "grids") for name, one in _named(store, layer, box)]
        self._places = self._tree([one for _, one in named])
        self._names = Names(name for name, _ in named)
        self._named: dict[str, list[int]] = {}
        for index, (name, _) in enumerate(named):
            self._named.setdefault(bare(name), []).append(index)

    def __bool__(self) -> bool:
        return any(len(tree) for tree in (self._buildings, self._roads, self._places))

    def metres(self, lon: Floats, lat: Floats) -> Floats:
        """Degrees as metres about the middle."""
        flat: Floats = (np.column_stack([lon, lat]) - np.array(self._origin)) * self._scale
        return flat

    def whose(self, names: Sequence[str]) -> NDArray[np.object_]:
        """For each name the one of ours that is meant, or None."""
        return np.array([self._names.find(one) if one else None for one in names], dtype=object)

    def hits(self, xy: Floats, whose: NDArray[np.object_]) -> Hits:
        """What each point (metres) falls on; a point that is NaN falls on nothing."""
        good = np.isfinite(xy).all(axis=1, keepdims=True)
        points = shapely.points(np.where(good, xy, 1e9))
        return Hits(
            own=self._own(points, whose),
            building=_within(self._buildings, points, ON_BUILDING_M),
            road=_within(self._roads, points, NEAR_ROAD_M),
            mapped=_within(self._roads, points, MAPPED_M) | _within(self._buildings, points, MAPPED_M),
        )

    def _own(self, points: NDArray[np.object_], whose: NDArray[np.object_]) -> Flags:
        inside = np.zeros(len(points), dtype=bool)
        if len(self._places):
            at, place = self._places.query(points, predicate="dwithin", distance=AT_PLACE_M)
            for point, found in zip(at.tolist(), place.tolist(), strict=True):
                if whose[point] is not None and found in self._named.get(whose[point], ()):
                    inside[point] = True
        return inside

    def _tree(self, features: list[Feature]) -> STRtree:
        shapes = np.array([one.geometry for one in features], dtype=object)
        return STRtree(shapely.transform(shapes, lambda xy: (xy - np.array(self._origin)) * self._scale))


def _named(store: LayerStore, layer: str, box: Box) -> list[tuple[str, Feature]]:
    """Places with the names they go by. Streets and districts are too wide to tell 500 m."""
    found = []
    for one in store.features(layer, box):
        if layer == "areas" and one.text("level") not in ("community", "grid", ""):
            continue
        names = (one.name, one.text("community")) if layer == "grids" else (one.name,)
        found += [(name, one) for name in names if name and not name.isdigit()]
    return found


def _within(tree: STRtree, points: NDArray[np.object_], metres: float) -> Flags:
    hit = np.zeros(len(points), dtype=bool)
    if len(tree):
        hit[tree.query(points, predicate="dwithin", distance=metres)[0]] = True
    return hit
