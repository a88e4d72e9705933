"""The board as a whole: eight instances with a proven optimum, 200 tickets × 300 workers in Wuhan, a busy board."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from dispatch.planning import WEIGHT, Hand, Problem, Task, Told, plan
from dispatch.position import Position
from dispatch.travel.roads import Roads
from layers import network
from layers.importing import run as take_in
from layers.store import LayerStore
from tests.bench.figure import Figure
from tests.bench.reach import wuhan
from tests.dispatch.planning.test_reference import instances, one_each
from tests.support.real_data import real_data

TICKETS, WORKERS = 200, 300
BOARD_TICKETS, BOARD_WORKERS, BOARDS = 30, 60, 20


def run(folder: Path) -> list[Figure]:
    return [*_reference(folder), *_city(), *_board()]


def _reference(folder: Path) -> list[Figure]:
    """Totals over all eight in metres; beside them the nearest free worker in the order of arrival."""
    take_in("osm", real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf"), folder, then=lambda *_: None)
    network.build(LayerStore(folder))
    roads, optimal, worst, metres, in_order = Roads.load(folder / network.FILE), 0, 0.0, 0.0, 0.0
    for instance in instances():
        problem = one_each(instance, roads)
        cost = np.array(instance["cost_dm"])
        made = plan(problem)
        pairs = [(int(w[1:]), int(t[1:])) for w, route in made.routes.items() for t in route]
        optimal += int(sum(cost[w, t] for w, t in pairs) == instance["optimal_total_dm"])
        worst = max(worst, float(np.abs(problem.seconds[: len(cost)] - cost / 10).max()))
        if instance["greedy_in_order_total_dm"] is not None:  # not where tickets are left over
            metres, in_order = metres + made.cost, in_order + instance["greedy_in_order_total_dm"] / 10
    return [
        Figure("plan: reference instances at the proven optimum", optimal, "of 8", goal="≥ 8"),
        Figure("… worst network distance off", worst, "m", goal="≤ 0.5"),
        Figure("… walked, where every ticket is served", metres, "m", in_order, "nearest free in order of arrival"),
    ]


def _city() -> list[Figure]:
    roads, draw = Roads(wuhan()), random.Random(7)
    net = roads.net("walk")

    def places(count: int) -> list[Position]:
        nodes = [draw.randrange(len(net.lon)) for _ in range(count)]
        return [Position(float(net.lon[n]), float(net.lat[n])) for n in nodes]

    goals, starts = places(TICKETS), places(WORKERS)
    roads.matrix(goals[:1], starts[:1])  # what is made once for a network
    found, ways = _timed(lambda: roads.matrix(goals, starts))
    seconds = np.full((WORKERS + TICKETS, TICKETS), np.inf)
    seconds[:WORKERS] = found.seconds
    hands = tuple(Hand(f"w{n}", most=1) for n in range(WORKERS))
    problem = Problem(0.0, tuple(Task(f"t{n}") for n in range(TICKETS)), hands, seconds)
    made, chosen = _timed(lambda: plan(problem))
    assert made.gap == 0
    return [
        Figure("ways and best assignment, 200 tickets × 300 workers, Wuhan", ways + chosen, "ms", goal="≤ 1000"),
        Figure("… the ways", ways, "ms"),
        Figure("… the assignment, proven", chosen, "ms"),
    ]


def _board() -> list[Figure]:
    """Thirty open tickets for sixty workers, a third busy, half of the tickets told, two changes allowed."""
    times, gaps, better = [], [], []
    for seed in range(BOARDS):
        problem = _drawn(random.Random(seed))
        made, spent = _timed(lambda problem=problem: plan(problem, time_limit_s=0.02))
        times.append(spent)
        gaps.append(100 * made.gap)
        better.append(100 * plan(problem, time_limit_s=0.6).gap)
    return [
        Figure("plan of a board, 30 tickets × 60 workers, median", median(times), "ms", goal="≤ 20"),
        Figure("… from the proven bound, median", median(gaps), "%"),
        Figure("… with 0.6 s, as the engine asks, median", median(better), "%"),
    ]


def _drawn(draw: random.Random) -> Problem:
    places = np.array([(draw.uniform(0, 1500), draw.uniform(0, 1500)) for _ in range(BOARD_TICKETS + BOARD_WORKERS)])
    straight = np.hypot(*(places[:, None] - places[None, BOARD_WORKERS:]).transpose(2, 0, 1))
    tasks = []
    for n in range(BOARD_TICKETS):
        severity, minutes = draw.choice([("extreme", 5), ("severe", 10), ("moderate", 30), ("minor", None)])
        opened = draw.uniform(-300, 0)
        due = None if minutes is None else opened + 60.0 * minutes
        tasks.append(Task(f"t{n}", WEIGHT[severity], opened, due, 900.0, since=opened))
    hands = [Hand(f"w{n}", draw.uniform(0, 900) if draw.random() < 0.33 else 0.0) for n in range(BOARD_WORKERS)]
    nearest = straight[:BOARD_WORKERS].argsort(axis=0)
    told = {
        task.id: Told(f"w{nearest[draw.randrange(3), n]}", "acknowledged")
        for n, task in enumerate(tasks)
        if draw.random() < 0.5
    }
    return Problem(0.0, tuple(tasks), tuple(hands), straight * 1.4 / 1.3, told, max_changes=2)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Milliseconds of processor time."""
    begin = process_time()
    done = work()
    return done, (process_time() - begin) * 1e3
