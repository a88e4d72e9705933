"""How far one gets from a place: one search forwards over the network, to nodes, to places, along edges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from dispatch.position import Position
from dispatch.travel.graph import Floats, Ints, haversine
from dispatch.travel.net import Net, Snapped, part
from dispatch.travel.profiles import WALK_M_S


@dataclass(frozen=True, slots=True)
class Laid:
    """Places laid on a network once, to be asked often (100,000 take a second)."""

    lon: Floats
    lat: Floats
    on: Snapped

    @classmethod
    def on_net(cls, net: Net, lon: Floats, lat: Floats, *, exact: bool = True) -> Laid:
        """``exact``: places on the map, not fixes."""
        if not len(net.u):
            nowhere = np.full(len(lon), np.nan)
            never = np.zeros(len(lon), dtype=bool)
            return cls(lon, lat, Snapped(np.full(len(lon), -1), nowhere, nowhere, lon, lat, never))
        return cls(lon, lat, net.snap(lon, lat, exact=exact))


@dataclass(frozen=True, slots=True)
class Reach:
    """From one place: seconds to every node (inf = farther than the limit), the way to the road counted."""

    net: Net
    start: Laid
    seconds: Floats
    limit_s: float

    @classmethod
    def from_place(cls, net: Net, start: Position, limit_s: float) -> Reach | None:
        """None when no road is within 300 m."""
        laid = Laid.on_net(net, np.array([start.lon]), np.array([start.lat]))
        edge, share = int(laid.on.edge[0]), float(laid.on.share[0])
        if edge < 0:
            return None
        off_s, n = float(laid.on.off_m[0]) / WALK_M_S, len(net.lon)
        ways = net.forward()
        # One more row is the start: it leads on along its edge, or back.
        data = np.concatenate([ways.data, [part(1 - share, net.ahead_s[edge]), part(share, net.back_s[edge])]])
        to = np.concatenate([ways.indices, [net.v[edge], net.u[edge]]])
        matrix = csr_matrix((data, to, np.append(ways.indptr, len(to))), shape=(n + 1, n + 1))
        found = dijkstra(matrix, indices=n, limit=max(limit_s - off_s, 0.0))
        return cls(net, laid, found[:n] + off_s, limit_s)

    def to(self, places: Laid) -> Floats:
        """Seconds to places, inf where one does not get within the limit; as ``Roads.to`` says it."""
        net, on, e = self.net, places.on, np.maximum(places.on.edge, 0)
        along = np.minimum(
            self.seconds[net.u[e]] + part(on.share, net.ahead_s[e]),
            self.seconds[net.v[e]] + part(1 - on.share, net.back_s[e]),
        )
        off_s, own = self.start.on.off_m[0] / WALK_M_S, int(self.start.on.edge[0])
        ahead = on.share - self.start.on.share[0]
        direct = off_s + part(np.abs(ahead), np.where(ahead >= 0, net.ahead_s[own], net.back_s[own]))
        along = np.where(on.edge == own, np.minimum(along, direct), along) + on.off_m / WALK_M_S
        straight = haversine(places.lon, places.lat, self.start.lon, self.start.lat)
        # Two places beside each other in a yard: across, not out to the road and back.
        across = straight <= on.off_m + self.start.on.off_m[0]
        lon, lat = places.lon[across], places.lat[across]
        across[across] = ~net.walled(lon, lat, *(np.full(len(lon), of[0]) for of in (self.start.lon, self.start.lat)))
        seconds = np.where(across, straight / WALK_M_S, along)
        found: Floats = np.where((on.edge >= 0) & (seconds <= self.limit_s), seconds, np.inf)
        return found

    def walked(self, limit_s: float) -> Floats:
        """The stretches of edges that one gets along within so many seconds (at most the limit), and the way to the
        road as the last: lon and lat of both ends, shape (n, 2, 2). Stretches of the start's own edge may overlap."""
        net, e = self.net, np.arange(len(self.net.u))
        own, share = int(self.start.on.edge[0]), float(self.start.on.share[0])
        from_u = _share(limit_s - self.seconds[net.u], net.ahead_s)
        from_v = _share(limit_s - self.seconds[net.v], net.back_s)
        whole = from_u + from_v >= 1
        from_u = np.where(whole, 1.0, from_u)
        from_v = np.where(whole, 0.0, from_v)
        left = np.array([limit_s - self.start.on.off_m[0] / WALK_M_S])
        back, ahead = (float(_share(left, way[own : own + 1])[0]) for way in (net.back_s, net.ahead_s))
        edge = np.concatenate([e, e, [own]])
        begin = np.concatenate([np.zeros(len(e)), 1 - from_v, [max(share - back, 0.0)]])
        end = np.concatenate([from_u, np.ones(len(e)), [min(share + ahead, 1.0)]])
        some = end - begin > 1e-9
        ends = [self._at(edge[some], of[some]) for of in (begin, end)]
        way_in = [[[self.start.lon[0], self.start.lat[0]], [self.start.on.lon[0], self.start.on.lat[0]]]]
        return np.concatenate([np.stack(ends, axis=1), np.array(way_in)])

    def _at(self, edge: Ints, share: Floats) -> Floats:
        net, u, v = self.net, self.net.u[edge], self.net.v[edge]
        lon = net.lon[u] + share * (net.lon[v] - net.lon[u])
        return np.stack([lon, net.lat[u] + share * (net.lat[v] - net.lat[u])], axis=1)


def _share(left_s: Floats, edge_s: Floats) -> Floats:
    """How much of an edge is walked in the seconds left; nothing of a closed one."""
    usable = np.isfinite(left_s) & np.isfinite(edge_s) & (left_s > 0)
    found = np.zeros(len(left_s))
    np.divide(left_s, np.maximum(edge_s, 1e-9), out=found, where=usable)
    return np.clip(found, 0.0, 1.0)
