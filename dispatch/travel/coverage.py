"""Which buildings somebody can be at within so many minutes, kept while people move: who moved is searched anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from dispatch.position import Position
from dispatch.travel.graph import Floats, Ints, haversine
from dispatch.travel.net import Net, Snapped
from dispatch.travel.profiles import WALK_M_S
from dispatch.travel.reach import Laid


@dataclass(frozen=True, slots=True)
class Start:
    """Where somebody is who could go, and seconds that count as gone already (an old fix)."""

    position: Position
    spent_s: float = 0.0


class Coverage:
    """``doors`` are the doors of buildings ``0 … buildings - 1``; door i belongs to ``building[i]``.

    One thread at a time. A search is bounded, so it is done here over plain lists: 5 minutes are 50 to 300 nodes and
    0.1 to 0.5 ms, while scipy would first clear an array of all 83,000 nodes of a city (3 ms).
    """

    def __init__(self, net: Net, doors: Laid, building: Ints, buildings: int, limit_s: float) -> None:
        self.net, self.limit_s = net, limit_s
        #: how many workers reach each building
        self.reached_by: NDArray[np.int32] = np.zeros(buildings, dtype=np.int32)
        self._doors, self._building = doors, building
        self._starts: dict[str, Start] = {}
        self._reached: dict[str, Ints] = {}
        ways = net.forward()
        self._first, self._to, self._cost = ways.indptr.tolist(), ways.indices.tolist(), ways.data.tolist()
        self._hang_doors()

    def update(self, starts: Mapping[str, Start]) -> int:
        """Take the workers who could go now, all of them. How many were searched for anew."""
        for worker in [worker for worker in self._starts if worker not in starts]:
            self._forget(worker)
        moved = [worker for worker, start in starts.items() if self._starts.get(worker) != start]
        if not moved:
            return 0
        places = [starts[worker].position for worker in moved]
        lon, lat = np.array([p.lon for p in places]), np.array([p.lat for p in places])
        on = Laid.on_net(self.net, lon, lat, exact=False).on
        for i, worker in enumerate(moved):
            self._forget(worker)
            found = self._search(on, i, float(lon[i]), float(lat[i]), starts[worker].spent_s)
            self.reached_by[found] += 1
            self._starts[worker], self._reached[worker] = starts[worker], found
        return len(moved)

    @property
    def workers(self) -> int:
        """How many could go."""
        return len(self._starts)

    def unreached(self) -> Ints:
        """The buildings that nobody reaches."""
        return np.flatnonzero(self.reached_by == 0)

    def _forget(self, worker: str) -> None:
        self._starts.pop(worker, None)
        self.reached_by[self._reached.pop(worker, _NOBODY)] -= 1

    def _hang_doors(self) -> None:
        """Doors on the nodes at both ends of their edges, and on the edges themselves."""
        net, on = self.net, self._doors.on
        there = np.flatnonzero(on.edge >= 0)
        edge, off_s = on.edge[there], on.off_m[there] / WALK_M_S
        node = np.concatenate([net.u[edge], net.v[edge]])
        cost = np.concatenate(
            [_times(on.share[there], net.ahead_s[edge]), _times(1 - on.share[there], net.back_s[edge])]
        )
        cost, building = cost + np.tile(off_s, 2), np.tile(self._building[there], 2)
        order = np.lexsort((cost, node))
        order = order[cost[order] <= self.limit_s]
        self._door_first = np.searchsorted(node[order], np.arange(len(net.lon) + 1)).tolist()
        self._door_cost, self._door_building = cost[order].tolist(), building[order].tolist()
        self._by_edge = there[np.argsort(edge, kind="stable")]
        self._edges = on.edge[self._by_edge]
        self._most_off = float(on.off_m[there].max()) if len(there) else 0.0
        self._there = there
        x, y = net.plane(self._doors.lon[there], self._doors.lat[there])
        self._near = cKDTree(np.column_stack([x, y])) if len(there) else None

    def _search(self, on: Snapped, i: int, lon: float, lat: float, spent_s: float) -> Ints:
        """The buildings that one start reaches."""
        edge, share, off_m = int(on.edge[i]), float(on.share[i]), float(on.off_m[i])
        if edge < 0 or self._near is None:
            return _NOBODY
        gone = spent_s + off_m / WALK_M_S
        net, found = self.net, self._across(lon, lat, off_m, spent_s)
        found.update(self._on_same_edge(edge, share, gone))
        heap = [
            (gone + share * float(net.back_s[edge]), int(net.u[edge])),
            (gone + (1 - share) * float(net.ahead_s[edge]), int(net.v[edge])),
        ]
        self._walk([seed for seed in heap if seed[0] <= self.limit_s], found)
        return np.fromiter(found, dtype=np.int64, count=len(found))

    def _walk(self, heap: list[tuple[float, int]], found: set[int]) -> None:
        heap.sort()
        first, to, cost, limit = self._first, self._to, self._cost, self.limit_s
        door_first, door_cost, door_building = self._door_first, self._door_cost, self._door_building
        best: dict[int, float] = {node: seconds for seconds, node in reversed(heap)}
        while heap:
            seconds, node = heappop(heap)
            if seconds > best[node]:
                continue
            for way in range(first[node], first[node + 1]):
                arrives, beyond = seconds + cost[way], to[way]
                if arrives <= limit and arrives < best.get(beyond, limit + 1.0):
                    best[beyond] = arrives
                    heappush(heap, (arrives, beyond))
            left = limit - seconds
            for door in range(door_first[node], door_first[node + 1]):
                if door_cost[door] > left:
                    break  # doors of a node are in the order of their way
                found.add(door_building[door])

    def _on_same_edge(self, edge: int, share: float, gone: float) -> list[int]:
        low, high = np.searchsorted(self._edges, [edge, edge + 1])
        doors, on = self._by_edge[low:high], self._doors.on
        ahead = on.share[doors] - share
        pace = np.where(ahead >= 0, self.net.ahead_s[edge], self.net.back_s[edge])
        seconds = gone + _times(np.abs(ahead), pace) + on.off_m[doors] / WALK_M_S
        found: list[int] = self._building[doors[seconds <= self.limit_s]].tolist()
        return found

    def _across(self, lon: float, lat: float, off_m: float, spent_s: float) -> set[int]:
        """Doors nearer than their way to the road and ours from it: straight across the yard."""
        here = np.column_stack(self.net.plane(np.array([lon]), np.array([lat])))[0]
        reach = min(off_m + self._most_off, (self.limit_s - spent_s) * WALK_M_S)
        if self._near is None or reach <= 0:
            return set()
        doors = self._there[self._near.query_ball_point(here, reach * 1.001)]
        straight = haversine(self._doors.lon[doors], self._doors.lat[doors], np.array(lon), np.array(lat))
        there = (straight <= off_m + self._doors.on.off_m[doors]) & (spent_s + straight / WALK_M_S <= self.limit_s)
        doors = doors[there]
        ends = (np.full(len(doors), axis) for axis in (lon, lat))
        doors = doors[~self.net.walled(self._doors.lon[doors], self._doors.lat[doors], *ends)]
        return set(self._building[doors].tolist())


_NOBODY: Ints = np.zeros(0, dtype=np.int64)


def _times(share: Floats, seconds: Floats) -> Floats:
    """A share of an edge's seconds; of a closed one even nothing is closed."""
    found: Floats = np.where(np.isfinite(seconds), share * np.where(np.isfinite(seconds), seconds, 0.0), np.inf)
    return found
