"""Ways cut where they meet: every crossing is a vertex of both, on a grid of a millionth of a degree (0.1 m)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from world import Way, World, to_degrees

GRID = 1e-6
WELD_M = 0.05
_ORDER = {"main": 0, "street": 1, "service": 2, "path": 3, "steps": 4}


def lay(world: World) -> None:
    """Fill the layer ``roads`` from the ways. A piece that several ways share belongs to the widest."""
    _weld(world.ways)
    ways = sorted(world.ways, key=lambda way: _ORDER[way.cls])
    lines = [shapely.set_precision(to_degrees(way.line), GRID) for way in ways]
    noded = shapely.get_parts(shapely.union_all(lines, grid_size=GRID))
    pieces: dict[int, list[LineString]] = {}
    tree = shapely.STRtree(lines)
    for piece in noded:
        owner = _owner(piece, tree)
        pieces.setdefault(owner, []).append(piece)
    number = 0
    for owner in sorted(pieces):
        for line in _joined(pieces[owner], ways[owner]):
            number += 1
            way = ways[owner]
            # `class` is a word of Python
            world.add(
                "roads",
                f"road-{number:04d}",
                line,
                **{"class": way.cls},
                name=way.name,
                oneway="no",
                foot=way.foot,
                _degrees=True,
            )


def _weld(ways: list[Way]) -> None:
    """Where a way ends on another, give that one a vertex there: rounding would part them by a grid step."""
    tree = shapely.STRtree([way.line for way in ways])
    new: dict[int, list[Point]] = {}
    for number, way in enumerate(ways):
        for end in (Point(way.line.coords[0]), Point(way.line.coords[-1])):
            for other in tree.query(end, predicate="dwithin", distance=WELD_M):
                if int(other) != number:
                    new.setdefault(int(other), []).append(end)
    for number, points in new.items():
        line = ways[number].line
        known = [(line.project(Point(c)), c) for c in line.coords]
        known[-1] = (line.length, line.coords[-1])
        more = [(line.project(p), p.coords[0]) for p in points]
        more = [(at, c) for at, c in more if all(Point(c).distance(Point(k)) > 1e-9 for _, k in known)]
        ways[number].line = LineString([c for _, c in sorted(known + more, key=lambda pair: pair[0])])


def _owner(piece: LineString, tree: shapely.STRtree) -> int:
    """The first (widest) way that this piece lies on."""
    middle = piece.interpolate(0.5, normalized=True)
    near = tree.query(middle, predicate="dwithin", distance=3 * GRID)
    if len(near):
        return int(min(near))
    return int(tree.nearest(middle))


def _joined(pieces: list[LineString], way: Way) -> list[LineString]:
    merged = shapely.line_merge(shapely.multilinestrings(pieces)) if len(pieces) > 1 else pieces[0]
    return [line for line in shapely.get_parts(merged) if shapely.length(line) > 0]


def islands(world: World) -> list[int]:
    """Sizes of the connected parts of the roads, largest first: one is right."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    index: dict[tuple[float, float], int] = {}
    ends = []
    for road in world.of("roads"):
        ids = [index.setdefault((round(x, 6), round(y, 6)), len(index)) for x, y in road.shape.coords]
        ends += list(pairwise(ids))
    u, v = np.array(ends).T
    n = len(index)
    _, part = connected_components(coo_matrix((np.ones(len(u)), (u, v)), shape=(n, n)), directed=False)
    return sorted(np.bincount(part).tolist(), reverse=True)
