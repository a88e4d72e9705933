"""The graph as one profile sees it: edges it may use, found by place, searched backwards from the goal."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from dispatch.position import Position
from dispatch.travel import SNAP_M
from dispatch.travel.chains import Chains
from dispatch.travel.graph import Floats, Graph, Ints, plane
from dispatch.travel.kept import Kept
from dispatch.travel.profiles import PROFILES
from dispatch.travel.sides import lay
from dispatch.travel.snapping import MAINLAND_M, Index, Snapped
from dispatch.travel.trunk import Trunk
from dispatch.travel.walls import Walls

_KEY = attrgetter("lon", "lat")

__all__ = ["MAINLAND_M", "SNAP_M", "Net", "Snapped", "part"]


class Net:
    """One profile's network. Read-only after it is made: safe from any thread.

    ``walls`` of the graph are regarded by every profile but ``reference``; they may be shared between networks.
    """

    def __init__(self, graph: Graph, profile: str, closed_gates: NDArray[np.bool_], walls: Walls | None = None) -> None:
        pace = graph.pace[list(PROFILES).index(profile)]
        kept = np.flatnonzero(pace.max(axis=0) > 0)
        self.metres = graph.metres[kept]
        with np.errstate(divide="ignore"):
            self.ahead_s, self.back_s = self.metres / pace[0, kept], self.metres / pace[1, kept]
        self.u, self.v, self.lon, self.lat = _cut(graph, kept, graph.gate_node[closed_gates])
        self._middle = graph.middle()
        self.chains = Chains(self.u, self.v, self.ahead_s, self.back_s, self.metres, len(self.lon))
        self.trunk = Trunk(self.chains)
        #: the number of each edge's island, 0 = the mainland (the largest by edges)
        self.island = _islands(self.chains, self.trunk)
        self._x, self._y = self.plane(self.lon, self.lat)
        if profile == "reference":
            walls = Walls.none()
        elif walls is None:
            walls = Walls.of(graph)
        self.index = Index(self.u, self.v, self._x, self._y, self.island == 0, walls)
        self._kept = {True: Kept(), False: Kept()}

    # --- places on edges

    def plane(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """As ``graph.plane``, around the middle of the network."""
        return plane(lon, lat, self._middle)

    def snap(self, lon: Floats, lat: Floats, *, exact: bool = True) -> Snapped:
        """The nearest edge of each place: of the mainland within 60 m, else any within 300 m; on this side of a wall
        where there is one on this side. Not ``exact`` are fixes: beside a wall their side is not known."""
        edge, share, off_m, over = lay(self.index, *self.plane(lon, lat), exact=exact)
        e = np.maximum(edge, 0)
        u, v = self.u[e], self.v[e]
        return Snapped(
            edge, share, off_m,
            self.lon[u] + share * (self.lon[v] - self.lon[u]), self.lat[u] + share * (self.lat[v] - self.lat[u]), over,
        )  # fmt: skip

    def snap_places(self, places: Sequence[Position], *, exact: bool = False) -> tuple[Floats, Floats, Snapped]:
        """Their lon, lat, and as ``snap``; places that were asked for before are remembered (0.5 ms for 2,000 instead
        of 15)."""
        keys, kept = list(map(_KEY, places)), self._kept[exact]
        if kept.is_full(len(keys)):
            self._kept[exact] = kept = Kept(len(keys))
        missing = kept.missing(keys)
        if missing:
            lon, lat = np.array(missing).T
            kept.put(missing, lon, lat, self.snap(lon, lat, exact=exact))
        return kept.get(keys)

    def walled(self, lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> NDArray[np.bool_]:
        """Whether a wall stands between two places."""
        return self.index.walls.between(*self.plane(lon1, lat1), *self.plane(lon2, lat2))

    # --- as a matrix

    def forward(self) -> csr_matrix:
        """Seconds from a node (row) to the next (column), the quickest edge only; made anew each time."""
        n = len(self.lon)
        rows, columns = np.concatenate([self.u, self.v]), np.concatenate([self.v, self.u])
        seconds = np.maximum(np.concatenate([self.ahead_s, self.back_s]), 1e-9)
        order = np.flatnonzero(np.isfinite(seconds))
        order = order[np.lexsort((seconds[order], columns[order], rows[order]))]
        first = np.ones(len(order), dtype=bool)
        first[1:] = (np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0)
        order = order[first]
        starts = np.concatenate([[0], np.cumsum(np.bincount(rows[order], minlength=n))]).astype(np.int32)
        return csr_matrix((seconds[order], columns[order].astype(np.int32), starts), shape=(n, n))


def _islands(chains: Chains, trunk: Trunk) -> Ints:
    """Which edges hang together (there and back again), numbered by size: 0 is the mainland."""
    edges = len(chains.head) // 2
    if not edges:
        return np.zeros(0, dtype=np.int64)
    n = chains.crossings
    matrix = csr_matrix((trunk.seconds, (trunk.rows, trunk.columns)), shape=(n, n))
    count, part_of = connected_components(matrix, directed=True, connection="strong")
    one, other = part_of[chains.end[0::2]], part_of[chains.end[1::2]]
    # A dead end that one can only enter hangs on nothing: a number of its own, behind all others.
    of_edge = np.where(one == other, one, count)
    by_size = np.argsort(-np.bincount(of_edge, minlength=count + 1)[:count], kind="stable")
    rank = np.full(count + 1, count, dtype=np.int64)
    rank[by_size] = np.arange(count)
    island: Ints = rank[of_edge]
    return island


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
