"""The road network as arrays, in one file (``roads.npz``). Built at import, read by ``roads``."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dispatch.position import EARTH_RADIUS_M
from dispatch.travel.profiles import PROFILES, passes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: A gate without a node of its own is laid on the nearest vertex of a road within this distance.
GATE_REACH_M = 3.0


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the network. Equal ``nodes`` are one place, also of different ways; coordinates in degrees."""

    nodes: Sequence[Hashable]
    lonlat: Sequence[tuple[float, float]]
    tags: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Barrier:
    """A gate or barrier; ``node`` is a node of a way, None when only the place is known."""

    node: Hashable | None
    lonlat: tuple[float, float]
    tags: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes (lon, lat in degrees), edges u-v (metres), metres per second by profile, gates on nodes.

    ``pace`` has a row per profile in the order of PROFILES, then forward and backward: shape (3, 2, edges), 0 = closed.
    ``gate_open`` has a row per profile: whether the gate lets it pass; ``gate_hours`` is OSM syntax, empty = always.
    """

    lon: Floats
    lat: Floats
    u: Ints
    v: Ints
    metres: Floats
    pace: Floats
    gate_node: Ints
    gate_open: NDArray[np.bool_]
    gate_hours: NDArray[np.str_]
    #: segments that nobody walks through: lon, lat, lon, lat in degrees, shape (n, 4)
    walls: Floats = field(default_factory=lambda: np.zeros((0, 4)))
    #: which of them are walls on the map, from the first on; the others are outlines of compounds
    walls_mapped: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=bool))

    def middle(self) -> tuple[float, float]:
        """The lon and lat that its plane lies around."""
        return (float(self.lon.mean()), float(self.lat.mean())) if len(self.lon) else (0.0, 0.0)

    def save(self, path: Path) -> None:
        """Write the file whole or not at all."""
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}.npz")
        np.savez(temporary, **{f.name: getattr(self, f.name) for f in fields(self)})
        temporary.replace(path)

    @classmethod
    def load(cls, path: Path) -> Graph:
        """Read what ``save`` wrote; nothing in the file is executed."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{f.name: arrays[f.name] for f in fields(cls) if f.name in arrays})

    @classmethod
    def build(
        cls,
        ways: Iterable[Way],
        barriers: Iterable[Barrier] = (),
        outlines: Floats | None = None,
        walls: Floats | None = None,
    ) -> Graph:
        """The network of ways that somebody may use, with the barriers that stand on it, and beside it the outlines of
        walled compounds and the walls on the map. A way that crosses a wall stays passable: it has its passage there.
        """
        index: dict[Hashable, int] = {}
        lonlat: list[tuple[float, float]] = []
        ends: list[tuple[int, int]] = []
        paces: list[list[tuple[float, float]]] = []
        for way in ways:
            pace = [tuple(profile(way.tags)) for profile in PROFILES.values()]
            if not any(value for pair in pace for value in pair):
                continue
            ids = [_node(index, lonlat, key, at) for key, at in zip(way.nodes, way.lonlat, strict=True)]
            steps = [(a, b) for a, b in pairwise(ids) if a != b]
            ends += steps
            paces += [pace] * len(steps)  # type: ignore[list-item]
        lon, lat = (np.array([p[axis] for p in lonlat], dtype=float) for axis in (0, 1))
        u, v = (np.array([e[side] for e in ends], dtype=np.int64) for side in (0, 1))
        pace_by_profile = np.array(paces, dtype=float).reshape(len(ends), len(PROFILES), 2).transpose(1, 2, 0)
        gates = list(_gates(barriers, index, lon, lat))
        return cls(
            lon, lat, u, v, haversine(lon[u], lat[u], lon[v], lat[v]), pace_by_profile,
            np.array([node for node, _ in gates], dtype=np.int64),
            np.array([[passes(tags, name) for _, tags in gates] for name in PROFILES], dtype=bool),
            np.array([str(tags.get("open_hours") or "") for _, tags in gates], dtype=np.str_),
            *_both(outlines, walls),
        )  # fmt: skip


def _both(outlines: Floats | None, walls: Floats | None) -> tuple[Floats, NDArray[np.bool_]]:
    parts = [np.zeros((0, 4)) if some is None else some for some in (outlines, walls)]
    return np.concatenate(parts), np.repeat([False, True], [len(some) for some in parts])


def plane(lon: Floats, lat: Floats, middle: tuple[float, float]) -> tuple[Floats, Floats]:
    """Degrees as metres around a place (0.01 % at district size; lengths are haversine)."""
    east = np.radians(lon - middle[0]) * np.cos(np.radians(middle[1])) * EARTH_RADIUS_M
    return east, np.radians(lat - middle[1]) * EARTH_RADIUS_M


def haversine(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    """Great-circle metres between arrays of degrees."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half = np.sin((phi2 - phi1) / 2) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(np.radians(lon2 - lon1) / 2) ** 2
    result: Floats = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return result


def _node(index: dict[Hashable, int], lonlat: list[tuple[float, float]], key: Hashable, at: tuple[float, float]) -> int:
    if key not in index:
        index[key] = len(lonlat)
        lonlat.append(at)
    return index[key]


def _gates(
    barriers: Iterable[Barrier], index: Mapping[Hashable, int], lon: Floats, lat: Floats
) -> Iterable[tuple[int, Mapping[str, Any]]]:
    for barrier in barriers:
        node = index.get(barrier.node) if barrier.node is not None else None
        if node is None and len(lon):
            metres = haversine(lon, lat, np.float64(barrier.lonlat[0]), np.float64(barrier.lonlat[1]))  # type: ignore[arg-type]
            nearest = int(np.argmin(metres))
            node = nearest if metres[nearest] <= GATE_REACH_M else None
        if node is not None:
            yield node, barrier.tags
