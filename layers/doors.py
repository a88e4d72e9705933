"""Where buildings are entered, and what else one walks to: read from the store, kept while it stays as it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.feature import Feature
from layers.store import LayerStore

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Layers of things that people walk to in their quarter.
PLACES = ("places", "pois", "shops")


@dataclass(frozen=True, slots=True)
class Doors:
    """Door i is at ``lon[i], lat[i]`` and leads into building ``building[i]`` of ``ids``."""

    ids: tuple[str, ...]
    households: Ints
    lon: Floats
    lat: Floats
    building: Ints

    @classmethod
    def none(cls) -> Doors:
        """Of no buildings."""
        nothing = np.zeros(0)
        return cls((), nothing.astype(np.int64), nothing, nothing, nothing.astype(np.int64))

    @classmethod
    def read(cls, store: LayerStore) -> Doors:
        """Entrances where they are registered, else a point of the building: where a ticket there would be."""
        buildings = list(store.features("buildings"))
        number = {one.id: i for i, one in enumerate(buildings)}
        entrances = [one for one in store.features("entrances") if one.text("building_id") in number]
        known = {number[one.text("building_id")] for one in entrances}
        without = [i for i in range(len(buildings)) if i not in known]
        lon, lat = _points([*entrances, *(buildings[i] for i in without)])
        return cls(
            tuple(number),
            np.array([_households(one) for one in buildings], dtype=np.int64),
            lon,
            lat,
            np.array([*(number[one.text("building_id")] for one in entrances), *without], dtype=np.int64),
        )


@dataclass(frozen=True, slots=True)
class Places:
    """Shops, surgeries, schools: where they are."""

    lon: Floats
    lat: Floats

    @classmethod
    def none(cls) -> Places:
        """No place."""
        return cls(np.zeros(0), np.zeros(0))

    @classmethod
    def read(cls, store: LayerStore) -> Places:
        """All of the layers of places."""
        return cls(*_points([one for layer in PLACES for one in store.features(layer)]))


def _points(features: list[Feature]) -> tuple[Floats, Floats]:
    points = shapely.point_on_surface(np.array([one.geometry for one in features], dtype=object))
    return shapely.get_x(points), shapely.get_y(points)


def _households(building: Feature) -> int:
    try:
        return max(0, int(float(building.text("households"))))
    except (ValueError, OverflowError):
        return 0
