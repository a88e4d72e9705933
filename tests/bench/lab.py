"""The policy lab: the default policy against the usual rule on the same days, and against knowing all beforehand.

``SHAODAO_BENCH_DAYS`` days a district and load (20), in as many processes as there are cores (at most 4): what a day
comes to depends on its seed alone, not on who plays it or how fast. Needs ``../shared/data`` for Tsinghua.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from console import catalogue, policies
from console.demo import SCENARIOS
from console.lab import district
from console.lab.compare import Setting, day_of, play
from console.lab.district import District
from console.lab.summary import Comparison, Summary, compared
from console.simulation.script import read
from dispatch.policy import Policy
from layers import importing
from tests.bench import beforehand
from tests.bench.figure import Figure
from tests.support.real_data import real_data

DAYS = int(os.environ.get("SHAODAO_BENCH_DAYS", "20"))
LOADS = (0.5, 0.8, 1.1)
WORKERS = 30
DISTRICTS = ("demo", "tsinghua")
LINES, KINDS = read(SCENARIOS / "busy_day.jsonl"), catalogue.read()


@dataclass(frozen=True, slots=True)
class Task:
    """One day of one district, for a process of its own. ``load`` None: the day that is also planned beforehand."""

    home: Path
    name: str
    load: float | None
    seed: int


def run(folder: Path) -> list[Figure]:
    homes = {name: folder / name for name in DISTRICTS}
    importing.run(
        "osm", real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf"), homes["tsinghua"], confirm=lambda report: True
    )
    district.demo(homes["demo"])
    tasks = [Task(homes[n], n, load, seed) for n in DISTRICTS for load in (*LOADS, None) for seed in seeds()]
    found = dict(_played(tasks))
    figures: list[Figure] = []
    for name in DISTRICTS:
        for load in LOADS:
            days = [found[one] for one in tasks if (one.name, one.load) == (name, load)]
            scores = [score for day in days for score in day]
            figures += _figures(name, load, compared(setting(name, load), _policies(), scores))
        figures += beforehand.figures(name, [found[one] for one in tasks if (one.name, one.load) == (name, None)])
    return figures


def seeds() -> range:
    return range(1, DAYS + 1)


def setting(name: str, load: float) -> Setting:
    return Setting("busy_day", name, load, WORKERS, DAYS)


def _played(tasks: list[Task]) -> Iterator[tuple[Task, Any]]:
    """Each day with what it came to, in whatever order they end."""
    cores = max(1, min(4, len(os.sched_getaffinity(0))))
    with ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn")) as pool:
        asked = {pool.submit(played, task): task for task in tasks}
        for done, future in enumerate(as_completed(asked), 1):
            yield asked[future], future.result()
            _tell(done, len(tasks), asked[future])


def played(task: Task) -> Any:
    """The scores of a day under every policy, or what it cost beside the plan made beforehand."""
    where = _district(task.home, task.name)
    if task.load is None:
        return beforehand.played(LINES, where, KINDS, task.seed)
    day = day_of(LINES, where, KINDS, setting(task.name, task.load), task.seed)
    return [play(day, policy, where.ways) for policy in _policies()]


@cache
def _district(home: Path, name: str) -> District:
    return district.of_home(home, name)


def _policies() -> list[Policy]:
    return [policies.read("baseline"), policies.read("default")]


def _figures(name: str, load: float, found: Comparison) -> list[Figure]:
    base, ours = found.summaries
    peer, head = "baseline", f"lab {name}, load {load:g}"
    late, severe = base.late, base.response_min.get("severe", 0.0)
    aimed = load > 0.5
    figures = [
        Figure(
            f"{head}: late of {ours.tickets}", ours.late, "tickets", late, peer, f"≤ {0.5 * late:.0f}" if aimed else "",
        ),
        Figure(
            "… mean response to severe", ours.response_min.get("severe", 0.0), "min", severe, peer,
            f"≤ {0.85 * severe:.2f}" if aimed else "",
        ),
        Figure("… p95 response to severe", ours.p95_min.get("severe", 0.0), "min", base.p95_min.get("severe"), peer),
    ]  # fmt: skip
    for kind in ("extreme", "moderate", "minor"):
        figures.append(Figure(f"… mean response to {kind}", *_pair(ours, base, kind), peer))
    return [
        *figures,
        Figure("… walking per worker", ours.walk_min, "min", base.walk_min, peer),
        Figure("… spread of load × 100", 100 * ours.spread, "sd/mean", 100 * base.spread, peer),
        Figure(
            "… changes told per 100 tickets", 100 * ours.changes_per_ticket, "", None, "", "≤ 20" if load == 0.8 else ""
        ),
        Figure("… processor time a day", ours.cpu_s, "s", base.cpu_s, peer),
    ]


def _pair(ours: Summary, base: Summary, kind: str) -> tuple[float, str, float | None]:
    return ours.response_min.get(kind, 0.0), "min", base.response_min.get(kind)


def _tell(done: int, total: int, task: Task) -> None:
    """A line now and then, or one that is written over at a screen."""
    if sys.stderr.isatty() or done % 10 == 0 or done == total:
        what = "known beforehand" if task.load is None else f"load {task.load:g}"
        end = "\r" if sys.stderr.isatty() else "\n"
        print(f"  lab: day {done} of {total} ({task.name}, {what})   ", end=end, file=sys.stderr, flush=True)
