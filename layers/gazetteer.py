"""Where is this point, what is this device, and what does one find by typing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dispatch.position import Position
from layers.feature import Feature
from layers.named import Named
from layers.places import AssetPlace, BuildingPlace, asset_place, building_name, building_place, position_of
from layers.registry import ASSETS
from layers.search_index import Entry, Hit, SearchIndex
from layers.store import LayerStore

#: The store is looked at this often.
LOOK_EVERY_S = 1.0
#: A point this near to a building is at it: doors and yards, not only roofs.
BESIDE_M = 15.0
#: A place without any other name is named after a road this near.
AT_ROAD_M = 80.0
#: Points whose answer is kept.
KEPT_POINTS = 20_000
#: Without grids the district is the box of the buildings and this much around it.
MARGIN_M = 2_000.0
_DEGREE_M = 111_195.0


@dataclass(frozen=True, slots=True)
class Located:
    """What is at a point. Everything may be missing; ``outside_district`` is False while nothing was imported."""

    grid_code: str | None = None
    building_id: str | None = None
    building_name: str = ""
    community: str = ""
    #: what people would call it: the building, the compound, the road it lies at, else street and community
    words: str = ""
    outside_district: bool = False


class Gazetteer:
    """Reads the store when it changed, in the thread that asks next (0.1 s per 1,000 features).

    Without locks, so that it may be asked from greenlets and native threads alike; while one reads the others go on
    with the former state.
    """

    def __init__(self, store: LayerStore, clock: Callable[[], float] = monotonic) -> None:
        self._store, self._clock = store, clock
        self._looked_at, self._stamp = clock(), store.stamp()
        self._book = _Book(store)
        self._kept_fresh = False

    def locate(self, position: Position) -> Located:
        """The grid and the building of a point (the building also when it is within 15 m)."""
        return self._current().locate(position)

    def building(self, id: str) -> BuildingPlace | None:
        """A building by its id (names repeat)."""
        return self._current().buildings.get(id)

    def asset(self, device_id: str) -> AssetPlace | None:
        """A registered device: its place words, unit, floor and position."""
        return self._current().assets.get(device_id)

    def extent(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of the district in degrees; None while nothing was imported."""
        return self._current().box

    def search(self, q: str, limit: int = 10) -> list[Hit]:
        """What matches what was typed, best first: words, full pinyin, initials (``sjlc5``)."""
        return self._current().index.search(q, limit)

    def refresh(self) -> None:
        """Read the store if it changed. Whoever calls this (once a second, in a thread that nobody waits for) takes it
        off those who ask: a district of 100,000 buildings is read for 6 s."""
        self._kept_fresh = True
        stamp = self._store.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._book = _Book(self._store)

    def _current(self) -> _Book:
        now = self._clock()
        if not self._kept_fresh and now - self._looked_at >= LOOK_EVERY_S:
            self._looked_at = now
            stamp = self._store.stamp()
            if stamp != self._stamp:
                self._stamp = stamp
                self._book = _Book(self._store)
        return self._book


class _Book:
    """Everything as of one moment; immutable after it is made."""

    def __init__(self, store: LayerStore) -> None:
        buildings = list(store.features("buildings"))
        self.buildings = {f.id: building_place(f) for f in buildings}
        self.assets: dict[str, AssetPlace] = {}
        entries = [Entry.of("building", f, building_name(f)) for f in buildings]
        for layer in ASSETS:
            for feature in store.features(layer):
                place = asset_place(layer, feature, self.buildings)
                self.assets[feature.id] = place
                entries.append(Entry.of(layer, feature, f"{place.place} {feature.name}".strip(), place.position))
        for feature in store.features("entrances"):
            home = self.buildings.get(feature.text("building_id"))
            name = f"{home.place if home else ''} {feature.text('unit') or feature.name}".strip()
            entries.append(Entry.of("entrance", feature, name))
        for layer, kind in _SPOKEN.items():
            entries += [
                Entry.of(kind, f, f.name) for f in _once(store.features(layer)) if f.name and f.id not in self.buildings
            ]
        self.index = SearchIndex(entries, store.spellings())
        self._grids = list(store.features("grids"))
        self._grid_tree = shapely.STRtree([f.geometry for f in self._grids])
        self._outlines = buildings
        self._building_tree = shapely.STRtree([f.geometry for f in buildings])
        self._compounds, self._areas, self._roads = (Named(store.features(n)) for n in ("compounds", "areas", "roads"))
        self._located: dict[Position, Located] = {}
        self._extent = _extent(self._grids, buildings, store)
        self.box = None if self._extent is None else _box(self._extent)

    def locate(self, position: Position) -> Located:
        """Devices stand still: the same points come again and again, and a search costs 0.3 ms."""
        if position not in self._located:
            if len(self._located) >= KEPT_POINTS:
                self._located.clear()
            self._located[position] = self._locate(position)
        return self._located[position]

    def _locate(self, position: Position) -> Located:
        point = shapely.Point(position.lon, position.lat)
        grid = next((self._grids[i] for i in self._grid_tree.query(point, predicate="intersects").tolist()), None)
        building = self._building_at(point, position.lat)
        name = self.buildings[building.id].place if building else ""
        return Located(
            grid_code=grid.text("code") or grid.id if grid else None,
            building_id=building.id if building else None,
            building_name=name,
            community=grid.text("community") if grid else "",
            words=name or self._words(point, position.lat),
            outside_district=self._extent is not None and not self._extent.intersects(point),
        )

    def _words(self, point: BaseGeometry, lat: float) -> str:
        road = self._compounds.around(point, 1) or self._roads.beside(point, _degrees(AT_ROAD_M, lat))
        return road or self._areas.around(point, 2)

    def _building_at(self, point: BaseGeometry, lat: float) -> Feature | None:
        inside: list[int] = self._building_tree.query(point, predicate="intersects").tolist()
        if inside:
            return self._outlines[inside[0]]
        reach = _degrees(BESIDE_M, lat)
        near: list[int] = self._building_tree.query_nearest(point, max_distance=reach, all_matches=False).tolist()
        return self._outlines[near[0]] if near else None


_SPOKEN = {
    "compounds": "compound",
    "gates": "gate",
    "places": "place",
    "pois": "poi",
    "roads": "road",
    "water": "water",
    "grids": "grid",
    "areas": "area",
}


def _degrees(metres: float, lat: float) -> float:
    """As many degrees of longitude."""
    return float(metres / _DEGREE_M / max(np.cos(np.radians(lat)), 0.01))


def _once(features: object) -> list[Feature]:
    """One of each name among the roads and points (a street has many pieces); ids stay keys elsewhere."""
    seen: dict[tuple[str, str], Feature] = {}
    for feature in features:  # type: ignore[attr-defined]
        seen.setdefault((feature.name, "" if feature.text("class") else feature.id), feature)
    return list(seen.values())


def _box(extent: BaseGeometry) -> tuple[float, float, float, float]:
    west, south, east, north = extent.bounds
    return float(west), float(south), float(east), float(north)


def _extent(grids: list[Feature], buildings: list[Feature], store: LayerStore) -> BaseGeometry | None:
    """The union of the grids, else the box of the buildings (or of all there is) and 2 km around it (contracts §4)."""
    if grids:
        union = shapely.union_all([f.geometry for f in grids])
        shapely.prepare(union)
        return union
    boxes = [meta.bounds for meta in store.layers().values() if meta.bounds]
    if not boxes:
        return None
    lots = [f.geometry for f in buildings] or [shapely.box(*box) for box in boxes]
    west, south, east, north = shapely.total_bounds(lots)
    dy = MARGIN_M / _DEGREE_M
    dx = _degrees(MARGIN_M, (south + north) / 2)
    return shapely.box(west - dx, south - dy, east + dx, north + dy)


__all__ = ["AssetPlace", "BuildingPlace", "Gazetteer", "Hit", "Located", "position_of"]
