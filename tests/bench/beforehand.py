"""Small days played by the default policy beside the best plan of somebody who knew all of the day beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from console import policies
from console.lab import hindsight, resample
from console.lab.clockwork import BEGIN
from console.lab.district import District
from console.lab.hindsight import Hindsight
from console.lab.planned import PlannedDesk
from console.lab.play import Play
from console.lab.summary import mean
from console.simulation.script import Line
from dispatch.kind import Kind
from tests.bench.figure import Figure

#: days that can be planned to proof: as many tickets as planning.exact takes
WORKERS, SMALL, PROVING_S = 30, 14, 8.0


def played(lines: Sequence[Line], where: District, kinds: Mapping[str, Kind], seed: int) -> dict[str, Hindsight]:
    """Small days with the staffing of the large ones, cost in weighted seconds of waiting and a tenth of the walk. Two
    policies: the default, which may call somebody back, and one that may not, as the plan made beforehand may not."""
    policy = policies.read("default")
    day = resample.day(lines, where, kinds, seed=seed, load=0.8, workers=WORKERS, hours=(10.0, 12.0), pairs=False)
    day = replace(day, plain=True, jobs=day.jobs[:SMALL])
    plan = hindsight.best(day, where.ways, time_limit_s=PROVING_S)
    found: dict[str, Hindsight] = {}
    for name, rule in (("default", policy), ("without calling back", replace(policy, max_changes=0))):
        one = Play(day, rule, where.ways, PlannedDesk)
        events = one.run()
        came = hindsight.realised(day, events, list(one.hands.values()), BEGIN.timestamp())
        found[name] = Hindsight(came, plan.cost, plan.bound)
    return found


def figures(name: str, days: Sequence[Mapping[str, Hindsight]]) -> list[Figure]:
    rows = [day["default"] for day in days]
    proven = sum(one.gap < 1e-6 for one in rows)
    head = f"lab {name}: {SMALL} tickets, {WORKERS} workers, cost over the best plan known beforehand"
    found = []
    for rule in days[0]:
        came, best = sum(day[rule].realised for day in days), sum(day[rule].best for day in days)
        found.append(Figure(f"{head}, {rule}", 100 * (came / best - 1), "%", None, "", "≤ 5"))
    gap = 100 * mean([one.gap for one in rows])
    return [*found, Figure(f"… bound below that plan, {proven} of {len(days)} proven", gap, "%")]
