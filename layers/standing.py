"""Where idle people could stand: at any building or where they are; weighed by who lives there and what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dispatch.planning.standing import Standing, stand
from dispatch.position import Position
from dispatch.travel.net import Net
from layers.doors import Doors, Floats, Ints
from layers.reach import Quarter

#: More than this many buildings are thinned to one for each cell of a raster that grows until they fit.
MOST_SITES = 700
FIRST_CELL_M, _DEGREE_M = 50.0, 111_195.0
#: What happened counts for half of the weight, homes for the other half.
HISTORY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Move:
    """Somebody's place: ``building_id`` None where he stays. ``walk_s`` from where he is."""

    worker_id: str
    building_id: str | None
    lon: float
    lat: float
    walk_s: float


@dataclass(frozen=True, slots=True)
class Sites:
    """Doors that stand for all: their place on the ground, the building, and seconds between them."""

    doors: Doors
    net: Net
    chosen: Ints
    places: tuple[Position, ...]
    seconds: Floats
    homes: Floats


class Stands:
    """Kept per network and register; 0.5 s once for 626 buildings, 0.3 to 0.8 s a question. One thread at a time."""

    def __init__(self, quarter: Quarter) -> None:
        self._quarter = quarter
        self._sites: Sites | None = None

    def suggest(
        self,
        net: Net,
        travel: Any,
        people: Mapping[str, Position],
        history: Sequence[tuple[float, float, int]],
        minutes: int = 5,
    ) -> tuple[list[Move], Standing]:
        """``history``: (lon, lat, tickets). Whoever is off the network stays."""
        sites = self._at(net, travel)
        ids = list(people)
        if not ids or not sites.places:
            return [], Standing((), 0.0, 0.0, 0.0)
        here = [people[id] for id in ids]
        seconds = np.vstack([sites.seconds, np.asarray(travel.matrix(list(sites.places), here).seconds)])
        back = np.asarray(travel.matrix([*sites.places, *here], here).seconds, dtype=float)
        np.fill_diagonal(back[:, len(sites.places) :], 0.0)
        count = len(sites.places)
        mine = np.arange(count, count + len(ids))
        made = stand(seconds, self._weight(sites, history), mine, back, limit_s=60.0 * minutes)
        moves = []
        for w, site in enumerate(made.site):
            stays = site >= count
            place = here[w] if stays else sites.places[site]
            building = None if stays else sites.doors.ids[sites.doors.building[sites.chosen[site]]]
            moves.append(Move(ids[w], building, place.lon, place.lat, 0.0 if stays else float(back[w, site])))
        return moves, made

    def _at(self, net: Net, travel: Any) -> Sites:
        doors = self._quarter.laid(net)[0]
        if self._sites is None or self._sites.net is not net or self._sites.doors is not doors:
            chosen, homes = _thinned(doors)
            places = tuple(Position(float(doors.lon[i]), float(doors.lat[i])) for i in chosen)
            seconds = np.asarray(travel.matrix(list(places), list(places)).seconds, dtype=float)
            seconds = seconds if places else np.zeros((0, 0))
            np.fill_diagonal(seconds, 0.0)
            self._sites = Sites(doors, net, chosen, places, seconds, homes)
        return self._sites

    def _weight(self, sites: Sites, history: Sequence[tuple[float, float, int]]) -> Floats:
        """One household at least: somebody is in every building."""
        homes = np.maximum(sites.homes, 1.0)
        weight: Floats = homes / homes.sum()
        if not history:
            return weight
        lon, lat = (np.array([getattr(p, name) for p in sites.places]) for name in ("lon", "lat"))
        happened = np.zeros(len(weight))
        scale = np.cos(np.radians(lat.mean()))
        for x, y, tickets in history:
            happened[int((((lon - x) * scale) ** 2 + (lat - y) ** 2).argmin())] += tickets
        total: Floats = (1 - HISTORY_SHARE) * weight + HISTORY_SHARE * happened / happened.sum()
        return total


def _thinned(doors: Doors) -> tuple[Ints, Floats]:
    """One door a building, one building a cell; the households of a cell are those of all its buildings."""
    first = np.unique(doors.building, return_index=True)[1]
    cell = FIRST_CELL_M / _DEGREE_M
    lon, lat, homes = doors.lon[first], doors.lat[first], doors.households[doors.building[first]].astype(float)
    group = np.arange(len(first))
    while len(np.unique(group)) > MOST_SITES:
        keys = np.column_stack([np.floor(lon / cell), np.floor(lat / cell)])
        group = np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1)
        cell *= 1.5
    names, chosen = np.unique(group, return_index=True)
    sums: Floats = np.bincount(np.searchsorted(names, group), weights=homes, minlength=len(names)).astype(np.float64)
    return first[chosen].astype(np.int64), sums
