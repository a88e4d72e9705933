"""Two thousand workers to one ticket, and many to many, on the streets of Wuhan; pgRouting beside it where it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import thread_time
from typing import Any

import numpy as np
from scipy.optimize import linear_sum_assignment

from dispatch import matching
from dispatch.board import Board
from dispatch.position import Position
from dispatch.travel.graph import Graph
from dispatch.travel.net import Net
from dispatch.travel.roads import Roads
from dispatch.worker import Worker
from tests.bench.figure import Figure
from tests.bench.pgrouting import one_to_many
from tests.bench.reach import wuhan

WORKERS, TICKETS, NODES = 2_000, 60, 50_000
NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """A worker's fix, as a ranking wants it."""

    position: Position
    at: datetime = NOW
    accuracy_m: float | None = 8.0
    source: str = "gps"


def run(folder: Path) -> list[Figure]:
    whole = wuhan()
    smaller = around_the_middle(whole, NODES)
    return [*_ranking(smaller, "50,000 nodes", 8, folder), *_ranking(whole, "Wuhan", 15, None), *_many(whole)]


def around_the_middle(graph: Graph, nodes: int) -> Graph:
    """The network of the ``nodes`` nearest to its middle."""
    off = np.hypot(graph.lon - np.median(graph.lon), graph.lat - np.median(graph.lat))
    kept = np.argsort(off)[:nodes]
    number = np.full(len(graph.lon), -1)
    number[kept] = np.arange(nodes)
    edges = np.flatnonzero((number[graph.u] >= 0) & (number[graph.v] >= 0))
    return replace(
        graph, lon=graph.lon[kept], lat=graph.lat[kept], u=number[graph.u[edges]], v=number[graph.v[edges]],
        metres=graph.metres[edges], pace=graph.pace[:, :, edges],
    )  # fmt: skip


def _ranking(graph: Graph, name: str, goal: int, folder: Path | None) -> list[Figure]:
    draw, roads = random.Random(5), Roads(graph)
    net = roads.net("walk")
    starts, goals = _places(net, draw, WORKERS), _places(net, draw, TICKETS)
    _, cold = _timed(lambda: roads.to(goals[0], starts))
    ways = [_timed(lambda g=g: roads.matrix([g], starts))[1] for g in goals]  # type: ignore[misc]
    board = Board()
    fixes = {f"w{n}": Seen(place) for n, place in enumerate(starts)}
    for id in fixes:
        board.workers[id] = Worker(id, id, "grid_worker", "", None, (), "", False, duty="available")
    ranked = [
        _timed(lambda g=g: matching.rank(board, g, None, fixes, roads, NOW))[1]  # type: ignore[misc]
        for g in goals
    ]
    for n, moved in enumerate(_places(net, draw, WORKERS // 10)):
        starts[n] = moved
    some_moved = _timed(lambda: roads.matrix([goals[0]], starts))[1]
    peer = one_to_many(net, starts, goals[:10], folder) if folder else None
    beside = "pgr_dijkstraCost" if peer else "pgRouting: not installed" if folder else ""
    return [
        Figure(f"rank 2,000 workers, {name}, median", median(ranked), "ms", peer, beside, f"≤ {goal}"),
        Figure("… their ways alone, median", median(ways), "ms", peer, beside),
        Figure("… their ways, 200 of them moved since", some_moved, "ms"),
        Figure("… their ways, all of them never seen before", cold, "ms"),
    ]


def _many(graph: Graph) -> list[Figure]:
    draw, roads = random.Random(9), Roads(graph)
    net = roads.net("walk")
    tickets, workers = _places(net, draw, 200), _places(net, draw, 300)
    found, table = _timed(lambda: roads.matrix(tickets, workers))
    _, best = _timed(lambda: linear_sum_assignment(found.seconds.T))
    return [
        Figure("matrix and best assignment, 200 × 300, Wuhan", table + best, "ms", goal="≤ 1000"),
        Figure("… the matrix", table, "ms"),
    ]


def _places(net: Net, draw: random.Random, count: int) -> list[Position]:
    """Up to 30 m off the streets."""
    nodes = [draw.randrange(len(net.u)) for _ in range(count)]
    return [
        Position(
            float(net.lon[net.u[n]]) + draw.uniform(-3e-4, 3e-4), float(net.lat[net.u[n]]) + draw.uniform(-3e-4, 3e-4)
        )
        for n in nodes
    ]


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What it gave, and milliseconds of processor time (of this thread: nothing here uses another)."""
    begin = thread_time()
    done = work()
    return done, (thread_time() - begin) * 1e3
