"""Searches over chains: from every crossing to a goal, backwards from the goal."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from dispatch.travel.chains import Chains
from dispatch.travel.graph import Floats, Ints

#: Goals searched at once: 64 × 20,000 crossings are 25 MB.
TOGETHER = 64
#: scipy takes 0 for "no edge"
LEAST_S = 1e-9
#: Where paces differ, seconds and metres are summed in one number, so that no tree of ways is needed for the metres:
#: seconds in 1/512 above, metres in 1/64 below (up to 262 km), 53 bits together, so every sum is exact. Rounding an
#: edge costs at most 1 ms and 8 mm.
PER_S, PER_M, METRES = 512.0, 64.0, 2.0**24


@dataclass(frozen=True, slots=True)
class Goals:
    """Places on edges: the dart along each edge, seconds on to the goal from both ends of its chain, and metres.

    Shape (2, goals): row 0 comes along the dart ``2 * edge``, row 1 along the dart back.
    """

    edge: Ints
    share: Floats
    seconds: Floats
    metres: Floats
    crossing: Ints


@dataclass(frozen=True, slots=True)
class Search:
    """The cost from every crossing to goals (inf = not reached), and the next crossing on the way where it was asked
    for. Shape (goals, crossings + goals); goal g itself is node ``crossings + g``."""

    goals: Goals
    cost: Floats
    #: metres per second everywhere; 0 = cost holds both (see METRES)
    pace: float
    towards: NDArray[np.int32]
    #: metres by goal and node, where ways were asked for
    walked: Floats | None = None

    def at(self, g: int, crossing: Ints) -> tuple[Floats, Floats]:
        """Seconds and metres from crossings to goal g."""
        cost = self.cost[g][crossing]
        if self.walked is not None:
            return cost, self.walked[g][crossing]
        if self.pace:
            return cost, cost * self.pace
        seconds, metres = np.divmod(np.where(np.isfinite(cost), cost, 0.0), METRES)
        unreached = np.where(np.isfinite(cost), 0.0, np.inf)
        return seconds / PER_S + unreached, metres / PER_M + unreached


class Trunk:
    """Crossings and chains as a reversed matrix. Read-only after it is made: safe from any thread."""

    def __init__(self, chains: Chains) -> None:
        self.chains, n = chains, chains.crossings
        rows, columns, seconds = chains.end[chains.first], chains.tail, np.maximum(chains.whole_s, LEAST_S)
        kept = np.flatnonzero(np.isfinite(seconds) & (rows != columns))
        order = kept[np.lexsort((seconds[kept], columns[kept], rows[kept]))]
        first = np.ones(len(order), dtype=bool)  # of chains between the same two crossings the quickest
        first[1:] = (np.diff(rows[order]) != 0) | (np.diff(columns[order]) != 0)
        order = order[first]
        self.rows, self.columns = rows[order], columns[order].astype(np.int32)
        self.seconds, self.metres, self.dart = seconds[order], chains.whole_m[order], chains.first[order]
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(self.rows, minlength=n))]).astype(np.int32)
        #: one pace everywhere: metres are seconds times this (and need no tree); 0 = several
        self.pace = _one_pace(chains)
        self._both = np.zeros(0) if self.pace else _both(self.seconds, self.metres)

    def goals(self, edge: Ints, share: Floats) -> Goals:
        """Goals that lie on edges (none may be -1)."""
        c, dart = self.chains, 2 * edge
        darts, part = np.stack([dart, dart + 1]), np.stack([share, 1 - share])
        seconds = c.before_s[darts] + times(part, c.cost_s[darts])
        crossing = c.end[darts ^ 1]
        # Round a loop both sides come from one crossing: the quicker one counts.
        slower = (crossing[0] == crossing[1]) & (seconds == seconds.max(axis=0)) & (seconds[0] != seconds[1])
        metres = c.before_m[darts] + part * c.cost_m[darts]
        return Goals(edge, share, np.where(slower, np.inf, seconds), np.where(slower, metres[::-1], metres), crossing)

    def search(self, goals: Goals, limit_s: float = np.inf, *, ways: bool = False) -> Search:
        """From every crossing to every goal; what ``way`` needs only where ``ways`` are to be drawn."""
        n, count = self.chains.crossings, len(goals.edge)
        columns = np.concatenate([self.columns, goals.crossing.T.reshape(-1).astype(np.int32)])
        seconds, metres = np.maximum(goals.seconds, LEAST_S).T.reshape(-1), goals.metres.T.reshape(-1)
        both = not (self.pace or ways)
        data = np.concatenate([self._both, _both(seconds, metres)] if both else [self.seconds, seconds])
        ends = self._starts[-1] + 2 * np.arange(1, count + 1, dtype=np.int32)
        matrix = csr_matrix((data, columns, np.concatenate([self._starts, ends])), shape=(n + count, n + count))
        sources = np.arange(n, n + count)
        if not ways:
            limit = limit_s * PER_S * METRES if both else limit_s
            return Search(goals, dijkstra(matrix, indices=sources, limit=limit), self.pace, _NO_TREE)
        cost, towards = dijkstra(matrix, indices=sources, return_predecessors=True, limit=limit_s)
        steps, rows = np.concatenate([self.metres, metres]), np.concatenate([self.rows, np.repeat(sources, 2)])
        walked = np.stack([_walked(cost[g], towards[g], rows, columns, steps) for g in range(count)])
        return Search(goals, cost, self.pace, towards, walked)

    def way(self, search: Search, g: int, crossing: int) -> list[int]:
        """The nodes after a crossing on the way to goal g, up to the near end of the goal's edge."""
        nodes: list[int] = []
        goal = self.chains.crossings + g
        while (following := int(search.towards[g, crossing])) >= 0:
            if following == goal:
                return nodes + self._into(search.goals, g, crossing)
            low, high = np.searchsorted(self.rows, [following, following + 1])
            dart = self.dart[low + int(np.searchsorted(self.columns[low:high], crossing))]
            nodes += list(self.chains.along(int(dart)))
            crossing = following
        return nodes

    def _into(self, goals: Goals, g: int, crossing: int) -> list[int]:
        """The last chain, from its crossing to the goal's edge."""
        from_here = np.where(goals.crossing[:, g] == crossing, goals.seconds[:, g], np.inf)
        dart = 2 * int(goals.edge[g]) + int(np.argmin(from_here))
        first = int(self.chains.last[dart ^ 1]) ^ 1
        return list(self.chains.along(first, int(goals.edge[g])))


_NO_TREE: NDArray[np.int32] = np.zeros((0, 0), dtype=np.int32)


def times(share: Floats | float, seconds: Floats | float) -> Floats:
    """A share of an edge's seconds; even nothing of a closed one is closed."""
    whole = np.asarray(seconds, dtype=float)
    open_ = np.isfinite(whole)
    found: Floats = np.where(open_, share * np.where(open_, whole, 0.0), np.inf)
    return found


def _both(seconds: Floats, metres: Floats) -> Floats:
    """Seconds and metres in one number; what is closed stays so."""
    cost: Floats = np.maximum(np.rint(seconds * PER_S), 1.0) * METRES + np.rint(metres * PER_M)
    return cost


def _one_pace(chains: Chains) -> float:
    """Metres per second, where it is the same on every dart that is open."""
    open_ = np.isfinite(chains.cost_s) & (chains.cost_m > 0)
    if not open_.any():
        return 0.0
    pace = chains.cost_m[open_] / chains.cost_s[open_]
    return float(pace[0]) if np.allclose(pace, pace[0], rtol=1e-9, atol=0.0) else 0.0


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
