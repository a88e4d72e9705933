"""The network with every stretch between two crossings taken as one: what is searched is a fraction of the nodes.

A dart is an edge with a direction: dart ``2e`` goes along edge e from u to v, dart ``2e + 1`` back, ``d ^ 1`` turns
round. A chain is darts that follow one another through nodes where nothing else meets, either open or closed all along.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dispatch.travel.graph import Floats, Ints

Bools = NDArray[np.bool_]


class Chains:
    """What follows each dart. Read-only after it is made: safe from any thread."""

    def __init__(self, u: Ints, v: Ints, ahead_s: Floats, back_s: Floats, metres: Floats, nodes: int) -> None:
        self.head = _both(v, u)
        self.cost_s, self.cost_m = _both(ahead_s, back_s), np.repeat(metres, 2)
        tail = _both(u, v)
        self.follows = _follows(tail, self.head, self.cost_s, nodes)
        for _ in range(2):  # the second time rings without a crossing have one
            whole_s, whole_m, self.last, ring = _sums(self.follows, self.cost_s, self.cost_m, self.head)
            if ring is None:
                break
            self.follows = np.where(np.isin(self.head, ring), np.arange(len(self.head)), self.follows)
        #: seconds and metres from a dart's head to the end of its chain
        self.after_s, self.after_m = _less(whole_s, self.cost_s), whole_m - self.cost_m
        opening = self._opening()
        #: … and from the beginning of its chain to the dart's tail
        self.before_s, self.before_m = _less(whole_s[opening], whole_s), whole_m[opening] - whole_m
        starts = np.unique(opening)
        crossing = np.unique(tail[starts])
        number = np.full(nodes, -1, dtype=np.int64)
        number[crossing] = np.arange(len(crossing))
        #: the crossing at the end of each dart's chain; how many crossings there are; their nodes
        self.end, self.crossings, self.node = number[self.head[self.last]], len(crossing), crossing
        #: chains: their first dart, from which crossing to which, seconds and metres
        self.first, self.tail = starts, number[tail[starts]]
        self.whole_s, self.whole_m = whole_s[starts], whole_m[starts]

    def _opening(self) -> Ints:
        """The first dart of each dart's chain: the last one of the way back, turned round."""
        turned = np.arange(len(self.last)) ^ 1
        opening: Ints = self.last[turned] ^ 1
        return opening

    def along(self, dart: int, until_edge: int = -1) -> Iterator[int]:
        """The nodes from a dart's head to the end of its chain, or to the edge ``until_edge`` (its near end)."""
        while dart >> 1 != until_edge:
            yield int(self.head[dart])
            following = int(self.follows[dart])
            if following == dart:
                return
            dart = following


def _both(forward: NDArray, back: NDArray) -> NDArray:  # type: ignore[type-arg]
    return np.column_stack([forward, back]).reshape(-1)


def _less(whole: Floats, part: Floats) -> Floats:
    """The rest; of what is closed even the rest is closed."""
    rest = np.full(len(whole), np.inf)
    open_ = np.isfinite(whole)
    rest[open_] = np.maximum(whole[open_] - part[open_], 0.0)
    return rest


def _follows(tail: Ints, head: Ints, cost_s: Floats, nodes: int) -> Ints:
    """The dart that follows each, itself where the chain ends: at crossings, ends, and where one-way begins."""
    darts = np.arange(len(tail))
    order = np.argsort(tail, kind="stable")
    begin = np.searchsorted(tail[order], np.arange(nodes + 1))
    two = np.flatnonzero(np.diff(begin) == 2)
    one, other = np.full(nodes, -1, dtype=np.int64), np.full(nodes, -1, dtype=np.int64)
    one[two], other[two] = order[begin[two]], order[begin[two] + 1]
    following = np.where(one[head] == (darts ^ 1), other[head], one[head])
    open_ = np.isfinite(cost_s)
    goes_on = (following >= 0) & (open_ == open_[following]) & (open_[darts ^ 1] == open_[following ^ 1])
    return np.where(goes_on, following, darts)


def _sums(follows: Ints, cost_s: Floats, cost_m: Floats, head: Ints) -> tuple[Floats, Floats, Ints, Ints | None]:
    """Seconds and metres from each dart's tail to the end of its chain, its last dart, and a node of every ring that
    has no end. By doubling the jumps: log2 of the longest chain rounds."""
    darts, jump = np.arange(len(follows)), follows
    moves = jump != darts
    step_s, step_m, lowest = np.where(moves, cost_s, 0.0), np.where(moves, cost_m, 0.0), head
    for _ in range(max(2, len(darts)).bit_length() + 1):
        farther = jump[jump]
        if (farther == jump).all():
            return step_s + cost_s[jump], step_m + cost_m[jump], jump, None
        step_s, step_m = step_s + step_s[jump], step_m + step_m[jump]
        lowest, jump = np.minimum(lowest, lowest[jump]), farther
    endless = follows[jump] != jump
    return step_s, step_m, jump, np.unique(lowest[endless])
