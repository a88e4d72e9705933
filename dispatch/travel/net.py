"""The graph as one profile sees it: edges it may use, found by place, searched backwards from the goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

from dispatch.position import EARTH_RADIUS_M
from dispatch.travel.graph import Floats, Graph, Ints
from dispatch.travel.profiles import PROFILES

#: Farther than this from any road a place is not on the network.
SNAP_M = 300.0
#: An island (a path behind a locked gate) is left for the mainland when that is this near.
MAINLAND_M = 60.0


@dataclass(frozen=True, slots=True)
class Snapped:
    """Places laid on their nearest edges: edge (-1 = none), share along it, metres off it, and where that is."""

    edge: Ints
    share: Floats
    off_m: Floats
    lon: Floats
    lat: Floats


@dataclass(frozen=True, slots=True)
class Search:
    """Seconds and metres from every node to the goal (inf = not reached), and the next node on the way."""

    seconds: Floats
    metres: Floats
    next_node: Ints


class Net:
    """One profile's network. Read-only after it is made: safe from any thread."""

    def __init__(self, graph: Graph, profile: str, closed_gates: NDArray[np.bool_]) -> None:
        pace = graph.pace[list(PROFILES).index(profile)]
        kept = np.flatnonzero(pace.max(axis=0) > 0)
        self.metres = graph.metres[kept]
        with np.errstate(divide="ignore"):
            self.ahead_s, self.back_s = self.metres / pace[0, kept], self.metres / pace[1, kept]
        self.u, self.v, self.lon, self.lat = _cut(graph, kept, graph.gate_node[closed_gates])
        self._lon0 = float(self.lon.mean()) if len(self.lon) else 0.0
        self._lat0 = float(self.lat.mean()) if len(self.lat) else 0.0
        self._matrix()
        self._index()

    # --- places on edges

    def plane(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Degrees as metres around the middle of the network (0.01 % at district size; lengths are haversine)."""
        east = np.radians(lon - self._lon0) * np.cos(np.radians(self._lat0)) * EARTH_RADIUS_M
        return east, np.radians(lat - self._lat0) * EARTH_RADIUS_M

    def snap(self, lon: Floats, lat: Floats) -> Snapped:
        """The nearest edge of each place: of the mainland within 60 m, else any within 300 m."""
        x, y = self.plane(lon, lat)
        edge = np.full(len(x), -1, dtype=np.int64)
        points = shapely.points(x, y)
        for tree, numbers, reach in ((self._main, self._main_edges, MAINLAND_M), (self._all, None, SNAP_M)):
            open_ = np.flatnonzero(edge < 0)
            if not len(open_) or tree is None:
                continue
            # Asked without max_distance: that is twice as slow (4.7 against 2.5 ms for 300 places).
            (at, found), metres = tree.query_nearest(points[open_], all_matches=False, return_distance=True)
            near = metres <= reach
            edge[open_[at[near]]] = found[near] if numbers is None else numbers[found[near]]
        return self._along(edge, x, y, lon, lat)

    def _along(self, edge: Ints, x: Floats, y: Floats, lon: Floats, lat: Floats) -> Snapped:
        e = np.maximum(edge, 0)
        u, v = self.u[e], self.v[e]
        dx, dy = self._x[v] - self._x[u], self._y[v] - self._y[u]
        along = ((x - self._x[u]) * dx + (y - self._y[u]) * dy) / np.maximum(dx * dx + dy * dy, 1e-12)
        share = np.clip(along, 0.0, 1.0)
        off = np.hypot(self._x[u] + share * dx - x, self._y[u] + share * dy - y)
        return Snapped(
            edge, share, off,
            self.lon[u] + share * (self.lon[v] - self.lon[u]), self.lat[u] + share * (self.lat[v] - self.lat[u]),
        )  # fmt: skip

    # --- the search

    def search(self, edge: int, share: float, limit_s: float) -> Search:
        """From every node to a goal that lies on an edge; the goal is the last node."""
        u, v, n = self.u[edge], self.v[edge], len(self.lon)
        data, indices = self._seconds.copy(), self._columns.copy()
        metres = self._steps.copy()
        # The spare row is the goal: one comes to it forwards from u, or backwards from v.
        indices[-2:] = (u, v)
        data[-2:] = (part(share, self.ahead_s[edge]), part(1 - share, self.back_s[edge]))
        metres[-2:] = (share * self.metres[edge], (1 - share) * self.metres[edge])
        matrix = csr_matrix((data, indices, self._starts), shape=(n + 1, n + 1))
        seconds, before = dijkstra(matrix, indices=n, return_predecessors=True, limit=limit_s)
        return Search(seconds, _walked(seconds, before, self._rows, indices, metres), before)

    def forward(self) -> csr_matrix:
        """Seconds from a node (row) to the next (column), the quickest edge only; made anew each time (5 ms)."""
        n = len(self.lon)
        return csr_matrix((self._seconds[:-2], self._columns[:-2], self._starts[:-1]), shape=(n, n)).T.tocsr()

    def _matrix(self) -> None:
        """Rows of the reversed graph: from a node to those from which it is reached, quickest edge only."""
        n = len(self.lon)
        rows, columns = np.concatenate([self.v, self.u]), np.concatenate([self.u, self.v])
        seconds = np.maximum(np.concatenate([self.ahead_s, self.back_s]), 1e-9)
        metres = np.concatenate([self.metres, self.metres])
        usable = np.isfinite(seconds)
        rows, columns, seconds, metres = rows[usable], columns[usable], seconds[usable], metres[usable]
        order = np.lexsort((seconds, columns, rows))
        rows, columns, seconds, metres = rows[order], columns[order], seconds[order], metres[order]
        first = np.ones(len(rows), dtype=bool)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        self._rows = np.concatenate([rows[first], [n, n]])
        self._columns = np.concatenate([columns[first], [0, 0]]).astype(np.int32)
        self._seconds = np.concatenate([seconds[first], [np.inf, np.inf]])
        self._steps = np.concatenate([metres[first], [0.0, 0.0]])
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(self._rows, minlength=n + 1))]).astype(np.int32)

    def _index(self) -> None:
        self._x, self._y = self.plane(self.lon, self.lat)
        self._all = self._main = None
        self._main_edges: Ints = np.zeros(0, dtype=np.int64)
        if not len(self.u):
            return
        ends = np.stack([np.column_stack([self._x[i], self._y[i]]) for i in (self.u, self.v)], axis=1)
        lines = shapely.linestrings(ends)
        n = len(self.lon)
        matrix = csr_matrix((self._seconds[:-2], self._columns[:-2], self._starts[:-1]), shape=(n, n))
        _, part = connected_components(matrix, directed=True, connection="strong")
        mainland = int(np.argmax(np.bincount(part)))
        self._main_edges = np.flatnonzero((part[self.u] == mainland) & (part[self.v] == mainland))
        self._all, self._main = shapely.STRtree(lines), shapely.STRtree(lines[self._main_edges])


def part(share: Floats | float, seconds: Floats | float) -> Floats:
    """A share of an edge's seconds; never 0 (scipy would see no edge), and nothing of a closed one is still closed."""
    whole = np.asarray(seconds, dtype=float)
    out = np.full(whole.shape, np.inf)
    np.multiply(share, whole, where=np.isfinite(whole), out=out)
    return out + 1e-9


def _cut(graph: Graph, kept: Ints, gates: Ints) -> tuple[Ints, Ints, Floats, Floats]:
    """Edges u-v with every closed gate cut: each edge that ends there ends in a node of its own."""
    closed = np.zeros(len(graph.lon), dtype=bool)
    closed[gates] = True
    ends = np.concatenate([graph.u[kept], graph.v[kept]])
    at_gate = np.flatnonzero(closed[ends])
    origin = np.concatenate([np.arange(len(graph.lon)), ends[at_gate]])
    ends[at_gate] = len(graph.lon) + np.arange(len(at_gate))
    return ends[: len(kept)], ends[len(kept) :], graph.lon[origin], graph.lat[origin]


def _walked(seconds: Floats, before: Ints, rows: Ints, columns: NDArray[np.int32], metres: Floats) -> Floats:
    """Metres along the quickest way of each node, by doubling the jumps (log2 of the longest way rounds)."""
    n = len(seconds)
    step, jump = np.zeros(n), np.where(before < 0, np.arange(n), before)
    tree = before[columns] == rows
    step[columns[tree]] = metres[tree]
    while True:
        farther = jump[jump]
        if (farther == jump).all():
            break
        step, jump = step + step[jump], farther
    return np.where(np.isfinite(seconds), step, np.inf)
