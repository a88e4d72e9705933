"""What lies in an area that has no areas in it: buildings 楼栋 with their households of party members 党员中心户."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from layers.areas import Area
from layers.feature import Feature
from layers.places import building_name, position_of
from layers.store import LayerStore

#: A grid has 5 to 50 buildings; beyond this nobody reads on.
MOST = 1_000


@dataclass(frozen=True, slots=True)
class Members:
    """``homes`` are those of no building that is listed. ``more``: there are buildings beyond the first 1,000."""

    buildings: list[dict[str, Any]] = field(default_factory=list)
    homes: list[dict[str, Any]] = field(default_factory=list)
    more: bool = False


def members(store: LayerStore, area: Area, *, with_homes: bool) -> Members:
    """The buildings of which the middle lies in the area, by name; households of party members only ``with_homes``."""
    if area.geometry is None:
        return Members()
    inside = _inside(area, list(store.features("buildings", area.geometry.bounds)))
    homes = _homes(store, area, {b.id for b in inside}) if with_homes else {}
    shown = sorted(inside, key=lambda b: (building_name(b), b.id))[:MOST]
    rows = [_building(b, [_row(home) for home in homes.pop(b.id, [])]) for b in shown]
    others = [_row(home) for several in homes.values() for home in several]
    return Members(rows, others, len(inside) > MOST)


def _inside(area: Area, features: list[Feature]) -> list[Feature]:
    if area.geometry is None or not features:
        return []
    points = shapely.point_on_surface([f.geometry for f in features])
    shapely.prepare(area.geometry)
    return [features[i] for i in np.flatnonzero(shapely.contains(area.geometry, points)).tolist()]


def _homes(store: LayerStore, area: Area, buildings: set[str]) -> dict[str, list[Feature]]:
    """building id → its homes; under "" those without one of ``buildings``."""
    found: defaultdict[str, list[Feature]] = defaultdict(list)
    everywhere = list(store.features("party_homes"))
    on_the_ground = {f.id for f in _inside(area, everywhere)}
    for home in everywhere:
        building = home.text("building_id")
        told = home.text("grid_code") == area.code if home.text("grid_code") and area.code else home.id in on_the_ground
        if building in buildings or told:
            found[building if building in buildings else ""].append(home)
    return dict(found)


def _building(feature: Feature, homes: list[dict[str, Any]]) -> dict[str, Any]:
    households = feature.props.get("households")
    return {**_row(feature), "name": building_name(feature), "households": households, "party_homes": homes}


def _row(feature: Feature) -> dict[str, Any]:
    at = position_of(feature)
    row = {"id": feature.id, "name": feature.name, "lon": at.lon, "lat": at.lat}
    return row | ({"unit": feature.text("unit")} if feature.text("unit") else {})
