"""The first tickets of the same days, played by the default policy, beside the best plan of somebody who knew them all
beforehand. One worker a ticket, everybody answers in the mean time, nobody declines and every work takes as long as the
policy expects: what comes is all that one knows and the other does not. Beside it, without a goal, days on which each
work takes its own time, which the plan knows, too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from console import policies
from console.lab import hindsight, resample
from console.lab.clockwork import BEGIN
from console.lab.day import Day
from console.lab.district import District
from console.lab.hindsight import Hindsight
from console.lab.planned import PlannedDesk
from console.lab.play import Play
from console.lab.summary import mean
from console.simulation.script import Line
from dispatch.kind import Kind
from dispatch.planning.board import costs_of
from dispatch.policy import Policy
from tests.bench.figure import Figure

WORKERS, LOAD = 30, 0.8
#: so many tickets from the day's beginning: the first number is the goal's, both can be proven
SMALL = (14, 24)
Found = dict[tuple[int, str], Hindsight]


def played(lines: Sequence[Line], where: District, kinds: Mapping[str, Kind], seed: int) -> Found:
    """Two policies: the default, which may call somebody back, and one that may not, as the plan made beforehand may
    not. Both are measured by what they weigh themselves."""
    policy = policies.read("default")
    rules = {"default": policy, "without calling back": replace(policy, max_changes=0)}
    whole = resample.day(lines, where, kinds, seed=seed, load=LOAD, workers=WORKERS, pairs=False)
    found: Found = {}
    for count in SMALL:
        day = replace(whole, plain=True, jobs=whole.jobs[:count])
        found |= _small(_as_expected(day, policy), where, rules)
        found |= _small(day, where, {"default, each work's length known, too": policy})
    return found


def _as_expected(day: Day, policy: Policy) -> Day:
    return replace(day, jobs=tuple(replace(job, work_s=policy.service_of(job.kind)) for job in day.jobs))


def _small(day: Day, where: District, rules: Mapping[str, Policy]) -> Found:
    begin, found = BEGIN.timestamp(), {}
    foreseen: hindsight.Foreseen | None = None
    for name, rule in rules.items():
        costs = costs_of(rule)
        one = Play(day, rule, where.ways, PlannedDesk)
        events = one.run()
        came = hindsight.realised(day, events, list(one.hands.values()), begin, costs)
        foreseen = foreseen or hindsight.best(day, where.ways, costs, hindsight.dues_of(events, begin))
        found[len(day.jobs), name] = Hindsight(came, foreseen.cost, foreseen.bound)
    return found


def figures(name: str, days: Sequence[Found]) -> list[Figure]:
    found = []
    for count, rule in days[0]:
        rows = [day[count, rule] for day in days]
        over = 100 * (sum(one.realised for one in rows) / sum(one.best for one in rows) - 1)
        head = f"lab {name}: first {count} tickets, {WORKERS} workers, cost over the best plan known beforehand"
        found.append(Figure(f"{head}, {rule}", over, "%", None, "", "≤ 5" if rule == "default" else ""))
        if rule == "default":
            proven, gap = sum(one.gap < 1e-6 for one in rows), 100 * mean([one.gap for one in rows])
            found.append(Figure(f"… bound below that plan, {proven} of {len(days)} proven", gap, "%"))
    return found
