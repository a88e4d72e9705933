"""The policy lab: the default policy against the usual rule on the same days, and against knowing all beforehand.

``SHAODAO_BENCH_DAYS`` days a district and load (20); needs ``../shared/data`` for Tsinghua. Twenty days of three loads
in two districts take about 20 minutes of processor time.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

from console import catalogue, policies
from console.demo import SCENARIOS
from console.lab import district, hindsight, resample
from console.lab.clockwork import BEGIN
from console.lab.compare import Comparison, Setting, Summary, compare, mean
from console.lab.district import District
from console.lab.planned import PlannedDesk
from console.lab.play import Play
from console.simulation.script import read
from layers import importing
from tests.bench.figure import Figure
from tests.support.real_data import real_data

DAYS = int(os.environ.get("SHAODAO_BENCH_DAYS", "20"))
LOADS = (0.5, 0.8, 1.1)
WORKERS = 30
#: days that can be planned to proof: as many tickets as planning.exact takes
SMALL, PROVING_S = 14, 8.0
LINES, KINDS = read(SCENARIOS / "busy_day.jsonl"), catalogue.read()


def run(folder: Path) -> list[Figure]:
    figures: list[Figure] = []
    for where in (district.demo(folder / "demo"), tsinghua(folder / "tsinghua")):
        for load in LOADS:
            found = compare(
                LINES, where, KINDS, _policies(), Setting("busy_day", where.name, load, WORKERS, DAYS), _tell
            )
            figures += _figures(where.name, load, found)
        figures += _beforehand(where)
    return figures


def _policies() -> list:  # type: ignore[type-arg]
    return [policies.read("baseline"), policies.read("default")]


def tsinghua(folder: Path) -> District:
    importing.run("osm", real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf"), folder, confirm=lambda report: True)
    return district.of_home(folder, "tsinghua")


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


def _beforehand(where: District) -> list[Figure]:
    """Small days with the staffing of the large ones, cost in weighted seconds of waiting and a tenth of the walk. Two
    policies: the default, which may call somebody back, and one that may not, as the plan made beforehand may not."""
    policy = policies.read("default")
    over: dict[str, list[hindsight.Hindsight]] = {"default": [], "without calling back": []}
    for seed in range(1, DAYS + 1):
        _tell(seed, DAYS, "known beforehand")
        day = resample.day(LINES, where, KINDS, seed=seed, load=0.8, workers=WORKERS, hours=(10.0, 12.0), pairs=False)
        day = replace(day, plain=True, jobs=day.jobs[:SMALL])
        plan = hindsight.best(day, where.ways, time_limit_s=PROVING_S)
        for name, rule in zip(over, (policy, replace(policy, max_changes=0)), strict=True):
            one = Play(day, rule, where.ways, PlannedDesk)
            events = one.run()
            came = hindsight.realised(day, events, list(one.hands.values()), BEGIN.timestamp())
            over[name].append(hindsight.Hindsight(came, plan.cost, plan.bound))
    proven = sum(one.gap < 1e-6 for one in over["default"])
    gap = 100 * mean([one.gap for one in over["default"]])
    head = f"lab {where.name}: {SMALL} tickets, {WORKERS} workers, cost over the best plan known beforehand"
    figures = []
    for name, rows in over.items():
        ratio = 100 * (sum(one.realised for one in rows) / sum(one.best for one in rows) - 1)
        figures.append(Figure(f"{head}, {name}", ratio, "%", None, "", "≤ 5"))
    return [*figures, Figure(f"… bound below that plan, {proven} of {DAYS} proven", gap, "%")]


def _tell(done: int, total: int, what: str) -> None:
    if sys.stderr.isatty():
        print(f"  {what} {done}/{total}   ", end="\r", file=sys.stderr)
