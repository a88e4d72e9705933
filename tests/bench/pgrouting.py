"""The peer of the ranking: pgRouting's one-to-many cost over the same edges, where PostgreSQL and it are installed."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np

from dispatch.position import Position
from dispatch.travel.net import Net

COST = """SELECT count(*) FROM pgr_dijkstraCost(
    'SELECT id, source, target, cost, reverse_cost FROM ways', %s, %s::bigint[], true)"""


def one_to_many(net: Net, starts: Sequence[Position], goals: Sequence[Position], folder: Path) -> float | None:
    """Median milliseconds from a goal's node to those of all starts, by the wall clock (most of it is the server's);
    None where it is not installed."""
    if not (shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))):
        return None
    if not any(Path("/usr/share/postgresql").glob("*/extension/pgrouting.control")):
        return None
    import psycopg

    from tests.support.postgres import start_postgres

    server = start_postgres()
    try:
        with psycopg.connect(server.url("roads"), autocommit=True) as db:
            db.execute("CREATE EXTENSION pgrouting CASCADE")
            db.execute("CREATE TABLE ways (id bigint, source bigint, target bigint, cost float8, reverse_cost float8)")
            rows = zip(net.u.tolist(), net.v.tolist(), _open(net.ahead_s), _open(net.back_s), strict=True)
            with db.cursor().copy("COPY ways FROM STDIN") as copy:
                for number, row in enumerate(rows):
                    copy.write_row((number, *row))
            db.execute("ANALYZE ways")
            workers = sorted(set(_nodes(net, starts)))
            took = []
            for goal in _nodes(net, goals):
                begin = perf_counter()
                db.execute(COST, (goal, workers)).fetchone()
                took.append((perf_counter() - begin) * 1e3)
            return median(took)
    finally:
        server.close()


def _nodes(net: Net, places: Sequence[Position]) -> list[int]:
    """The node at one end of each place's edge."""
    on = net.snap_places(places)[2]
    return [int(node) for node in net.u[np.maximum(on.edge, 0)]]


def _open(seconds: np.ndarray) -> list[float]:  # type: ignore[type-arg]
    return [float(value) if np.isfinite(value) else -1.0 for value in seconds]
