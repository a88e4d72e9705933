"""Which places a round sees: a layer's features, all or those of a grid, a compound, a drawn area, or a list of ids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from layers.feature import Feature
from layers.places import building_name
from layers.registry import IMPORTED
from layers.store import LayerStore

#: Where ids without a layer are looked for, first come first.
_LAYERS = ("buildings", "shops", "piles", "extinguishers", "lifts", "places", "pois", "party_homes", "sheds")


@dataclass(frozen=True, slots=True)
class Spot:
    """``hours`` is the common part of OSM's syntax; empty: always."""

    id: str
    name: str
    lon: float
    lat: float
    hours: str = ""


class NoSuchArea(ValueError):
    """``field`` names what is not on the map: layer, grid, compound, ring."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def spots(
    store: LayerStore,
    layer: str = "",
    *,
    grid: str = "",
    compound: str = "",
    ids: Collection[str] = (),
    ring: Sequence[tuple[float, float]] = (),
) -> list[Spot]:
    """In the order of the register; ids in their own. Unknown ids are left out. ``ring``: corners (lon, lat) of an area
    drawn by hand. Raises NoSuchArea."""
    if layer and layer not in IMPORTED:
        raise NoSuchArea("layer", f"no layer {layer}")
    if ids:
        found = (_by_id(store, layer, id) for id in dict.fromkeys(ids))
        features = [one for one in found if one is not None]
    else:
        features = list(store.features(layer or "buildings"))
    for field, name, where in (("grid", "grids", grid), ("compound", "compounds", compound)):
        if where:
            features = _within(store, features, field, name, where)
    return [_spot(one) for one in (_drawn(features, ring) if ring else features)]


def _by_id(store: LayerStore, layer: str, id: str) -> Feature | None:
    for name in (layer,) if layer else _LAYERS:
        found = store.feature(name, id)
        if found is not None:
            return found
    return None


def _within(store: LayerStore, features: list[Feature], field: str, layer: str, id: str) -> list[Feature]:
    area = store.feature(layer, id)
    if area is None:
        raise NoSuchArea(field, f"no {field} {id}")
    inside = shapely.contains_properly(area.geometry, _points(features))
    mine = (one.text(f"{field}_id") == id for one in features)
    return [one for one, within, named in zip(features, inside, mine, strict=True) if within or named]


def _drawn(features: list[Feature], ring: Sequence[tuple[float, float]]) -> list[Feature]:
    """A line that crosses itself encloses what lies on either side of the crossing."""
    area = shapely.make_valid(shapely.Polygon(ring)) if len(ring) > 2 else shapely.Polygon()
    if not area.area:
        raise NoSuchArea("ring", "three corners or more that enclose something")
    inside = shapely.contains_properly(area, _points(features))
    return [one for one, within in zip(features, inside, strict=True) if within]


def _points(features: list[Feature]) -> Any:
    return shapely.point_on_surface(shapely.from_wkb([shapely.to_wkb(one.geometry) for one in features]))


def _spot(feature: Feature) -> Spot:
    point = shapely.point_on_surface(feature.geometry)
    name = building_name(feature) if feature.text("compound") else feature.name
    return Spot(feature.id, name, round(point.x, 7), round(point.y, 7), feature.text("open_hours"))
