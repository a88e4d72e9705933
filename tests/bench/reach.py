"""Who can be there in 5 minutes: 300 workers over 100,000 doors on the streets of Wuhan, whole and for one move."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

import numpy as np
import shapely
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from dispatch.position import Position
from dispatch.travel.coverage import Coverage, Start
from dispatch.travel.graph import Graph, Way
from dispatch.travel.net import Net
from dispatch.travel.profiles import WALK_M_S
from dispatch.travel.reach import Laid, Reach
from dispatch.travel.roads import Roads
from layers.reach import bands
from tests.bench.figure import Figure
from tests.support.real_data import real_data

LIMIT_S, WORKERS, DOORS, MOVES = 300.0, 300, 100_000, 200


def run(_folder: Path) -> list[Figure]:
    net = Roads(wuhan()).net("walk")
    draw = random.Random(7)
    doors, laying = _timed(lambda: _doors(net, draw))
    kept, opening = _timed(lambda: Coverage(net, doors, np.arange(DOORS), DOORS, LIMIT_S))
    starts = {f"w{n}": _somewhere(net, draw) for n in range(WORKERS)}
    _, whole = _timed(lambda: kept.update(starts))
    moves = []
    for n in range(MOVES):
        starts[f"w{n % WORKERS}"] = _somewhere(net, draw)
        moves.append(_timed(lambda: kept.update(starts))[1])
    theirs, peer = _timed(lambda: _scipy(net, doors, list(starts.values())))
    # Doors in one yard with a worker are reached straight across: those the peer does not know.
    assert theirs <= set(np.flatnonzero(kept.reached_by).tolist())
    circles = [_timed(lambda: _circle(net, _somewhere(net, draw)))[1] for _ in range(10)]
    return [
        Figure("coverage of 300 workers, whole", whole, "ms", peer, "scipy, nearest worker of each node", "≤ 1000"),
        Figure("… one worker's move, median", median(moves), "ms", peer, "scipy, the whole anew", "≤ 20"),
        Figure("… one worker's move, worst of 200", max(moves), "ms"),
        Figure("… once for a network: 100,000 doors laid on it", laying, "ms"),
        Figure("… once for a network: lists for the search", opening, "ms"),
        Figure("15-minute circle with its bands, median", median(circles), "ms"),
    ]


def wuhan() -> Graph:
    """All 92,667 edges, walked both ways (the source lost one-way streets)."""
    from pyarrow import parquet

    table = parquet.read_table(real_data("wuhan_roads", "wuhan_roads_original_wgs84.parquet"), columns=["geometry"])
    lines = shapely.from_wkb(np.array(table["geometry"].to_pylist(), dtype=object))
    points = [[(round(x, 7), round(y, 7)) for x, y in shapely.get_coordinates(line)] for line in lines]
    return Graph.build(Way(one, one, {"class": "street"}) for one in points)


def _doors(net: Net, draw: random.Random) -> Laid:
    """Along the streets, up to 30 m beside them."""
    chosen = draw.choices(range(len(net.u)), k=DOORS)
    share = np.array([draw.random() for _ in chosen])
    off = np.array([(draw.uniform(-3e-4, 3e-4), draw.uniform(-3e-4, 3e-4)) for _ in chosen])
    u, v = net.u[chosen], net.v[chosen]
    lon, lat = (of[u] + share * (of[v] - of[u]) for of in (net.lon, net.lat))
    return Laid.on_net(net, lon + off[:, 0], lat + off[:, 1])


def _somewhere(net: Net, draw: random.Random) -> Start:
    node = draw.randrange(len(net.lon))
    east, north = draw.uniform(-3e-4, 3e-4), draw.uniform(-3e-4, 3e-4)
    return Start(Position(float(net.lon[node]) + east, float(net.lat[node]) + north))


def _scipy(net: Net, doors: Laid, starts: list[Start]) -> set[int]:
    """One search from all workers at once, as one would without keeping anything: doors within the limit."""
    lon, lat = (np.array([getattr(one.position, axis) for one in starts]) for axis in ("lon", "lat"))
    on, ways, n = net.snap(lon, lat), net.forward(), len(net.lon)
    off = on.off_m / WALK_M_S
    ends = np.concatenate([net.v[on.edge], net.u[on.edge]])
    gone = np.concatenate([off + (1 - on.share) * net.ahead_s[on.edge], off + on.share * net.back_s[on.edge]])
    first = {int(node): float(s) for s, node in sorted(zip(gone, ends, strict=True), reverse=True)}
    data = np.concatenate([ways.data, list(first.values())])
    to = np.concatenate([ways.indices, list(first)])
    matrix = csr_matrix((data, to, np.append(ways.indptr, len(to))), shape=(n + 1, n + 1))
    seconds = dijkstra(matrix, indices=n, limit=LIMIT_S)[:n]
    at, e = doors.on, np.maximum(doors.on.edge, 0)
    by_u = seconds[net.u[e]] + at.share * net.ahead_s[e]
    by_v = seconds[net.v[e]] + (1 - at.share) * net.back_s[e]
    there = (np.minimum(by_u, by_v) + at.off_m / WALK_M_S <= LIMIT_S - 1e-6) & (at.edge >= 0)
    return set(np.flatnonzero(there).tolist())


def _circle(net: Net, start: Start) -> Any:
    found = Reach.from_place(net, start.position, 900.0)
    return bands(found, (5, 10, 15), []) if found else None


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begin = thread_time()
    done = work()
    return done, (thread_time() - begin) * 1e3
