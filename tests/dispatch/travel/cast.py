"""A small town of roads: a street, a foot path round, a gate between, and an island behind a fence.

    5 ────────── 6
    │            │        (path)
1 ─ 2 ──[3]──── 4         (street; a gate may stand on 3)
                     8 ─ 9  (an island, 80 m from anything)
"""

from __future__ import annotations

from typing import Any

from dispatch.position import Position
from dispatch.travel.graph import Barrier, Graph, Way

PLACES = {
    1: (111.0000, 35.0000),
    2: (111.0010, 35.0000),
    3: (111.0020, 35.0000),
    4: (111.0030, 35.0000),
    5: (111.0010, 35.0010),
    6: (111.0030, 35.0010),
    8: (111.0050, 34.9990),
    9: (111.0060, 34.9990),
}


def at(n: int, north_m: float = 0.0, east_m: float = 0.0) -> Position:
    """A place of the town, or metres off it."""
    lon, lat = PLACES[n]
    return Position(lon + east_m / 91_090, lat + north_m / 111_195)


def way(*nodes: int, **tags: Any) -> Way:
    return Way(nodes, [PLACES[n] for n in nodes], {"class": "street", **tags})


def gate(node: int = 3, **tags: Any) -> Barrier:
    return Barrier(node, PLACES[node], {"kind": "gate", **tags})


def town(*barriers: Barrier, street: dict[str, Any] | None = None, path: dict[str, Any] | None = None) -> Graph:
    ways = [
        way(1, 2, 3, 4, **(street or {})),
        way(2, 5, 6, 4, **{"class": "path", **(path or {})}),
        way(8, 9, **{"class": "path"}),
    ]
    return Graph.build(ways, barriers)
