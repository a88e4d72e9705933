"""Another day like the scenario's: its lines drawn anew, as many as make a load, with all chance from one seed."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from console.lab.day import Day, Job, Person
from console.lab.district import Colleague, District
from console.lab.draws import MEAN_ANSWER_S, WORK_MIN, Draws, climb_s, work_mean_s
from console.lab.refused import LabRefused
from console.lab.ways import straight_m
from console.simulation.script import Line
from dispatch.kind import Kind
from dispatch.position import Position

#: the hours of the scenario's day that are played
HOURS = (8.0, 16.0)
#: a drawn line happens up to so many seconds before or after its hour in the scenario
JITTER_S = 1800.0
#: offline devices become a ticket when they stayed so
STAYED_S = 1800.0
#: what a device says again this soon is the same case
REPEATS_S = 600.0
#: walks drawn for the mean busy time: it is known to about 2 %
SAMPLED = 1000
#: the share of workers who are free when the mean busy time is taken
FREE = 0.2
#: tickets beyond which a day is no day any more (a slip of the pen in --load or --workers)
MOST = 5000


@dataclass(frozen=True, slots=True)
class Report:
    """A line that becomes a ticket, with its place in this district."""

    t: float
    kind: str
    severity: str
    place: Position
    floor: int | None


def reports(lines: Sequence[Line], district: District, kinds: Mapping[str, Kind]) -> list[Report]:
    """The lines that become tickets here. Raises LabRefused for an unknown kind."""
    out: list[Report] = []
    said: dict[tuple[str, str], float] = {}
    for line in lines:
        if line.type not in ("alert", "call", "patrol") or _is_repeat(line, said):
            continue
        kind = kinds.get(str(line.data["kind"]))
        if kind is None:
            raise LabRefused(
                "unknown_kind", f"line {line.number}: unknown kind {line.data['kind']!r}", line=line.number
            )
        place = district.place_of(line.at)
        if kind.opens == "no" or place is None or _is_over(line, kind):
            continue
        later = STAYED_S if kind.opens == "after" else 0.0
        severity = str(line.data.get("severity") or kind.severity)
        out.append(Report(line.t + later, kind.id, severity, place, line.data.get("floor")))
    return out


def _is_over(line: Line, kind: Kind) -> bool:
    """A device that recovers before it becomes a ticket."""
    resolves = line.data.get("resolve_s")
    return kind.opens == "after" and resolves is not None and float(resolves) < STAYED_S


def _is_repeat(line: Line, said: dict[tuple[str, str], float]) -> bool:
    """The same device says the same again: the core makes one ticket of it."""
    key = (str(line.at.get("device")), str(line.data.get("kind")))
    before = said.get(key)
    said[key] = line.t
    return key[0] != "None" and before is not None and line.t - before < REPEATS_S


def day(
    lines: Sequence[Line],
    district: District,
    kinds: Mapping[str, Kind],
    *,
    seed: int,
    load: float,
    workers: int,
    hours: tuple[float, float] = HOURS,
    pairs: bool = True,
) -> Day:
    """The day of that seed. Raises LabRefused: nobody on duty, or nothing of the scenario can happen here."""
    if workers < 1:
        raise LabRefused("nobody_on_duty", "nobody is on duty: --workers is 1 or more")
    draws = Draws(seed)
    people = _people(district, workers, draws.rng("people"))
    able = {skill for person in people for skill in person.skills}
    begin, end = hours[0] * 3600, hours[1] * 3600
    pool = [one for one in reports(lines, district, kinds) if set(kinds[one.kind].skills) <= able]
    pool = [one for one in pool if begin <= one.t < end]
    if not pool:
        raise LabRefused("empty_scenario", "no line of the scenario becomes a ticket in these hours and this district")
    busy_s = _busy_s(pool, workers, district, pairs)
    count = round(load * workers * (end - begin) / busy_s)
    if not 1 <= count <= MOST:
        raise LabRefused("load", f"that load is {count} tickets; 1 to {MOST} can be played", count=count)
    jobs = _jobs(pool, count, begin, end, draws)
    used = {one.kind for one in pool}
    return Day(seed, end - begin, jobs, people, tuple(kinds[one] for one in sorted(used)), load, busy_s, pairs)


def _jobs(pool: list[Report], count: int, begin: float, end: float, draws: Draws) -> tuple[Job, ...]:
    draw = draws.rng("jobs")
    drawn = []
    for one in draw.choices(pool, k=count):
        t = one.t + draw.uniform(-JITTER_S, JITTER_S)
        drawn.append((begin + (t - begin) % (end - begin) - begin, one))
    drawn.sort(key=lambda pair: pair[0])
    return tuple(
        Job(
            f"j{n:04d}", t, one.kind, one.severity, one.place, one.floor, climb_s(one.floor),
            60 * draws.between(WORK_MIN[one.severity], "work", str(n)),
        )
        for n, (t, one) in enumerate(drawn)
    )  # fmt: skip


def _people(district: District, workers: int, draw: random.Random) -> tuple[Person, ...]:
    """The register's people, over and over where more are wanted than it has."""
    register = list(district.colleagues)
    if not register:
        raise LabRefused("nobody_on_duty", "the register names no grid worker")
    draw.shuffle(register)
    return tuple(_person(register[n % len(register)], n, len(register), district, draw) for n in range(workers))


def _person(one: Colleague, n: int, known: int, district: District, draw: random.Random) -> Person:
    again = f"-{n // known + 1}" if n >= known else ""
    at = one.place if one.place is not None and not again else district.somewhere(draw)
    return Person(one.id + again, one.name, "grid_worker", one.skills, one.grid_code, at)


def _busy_s(pool: list[Report], workers: int, district: District, pairs: bool) -> float:
    """Mean seconds that a ticket keeps its workers: answer, walk, climb and work; twice where two go. The walk is that
    of the nearest by straight line of every fifth worker, who stand where former tickets were: what the usual rule
    walks at a load of 0.8. No policy's own doing changes the day."""
    draw = random.Random("busy")
    goals = sorted({one.place for one in pool}, key=lambda place: (place.lon, place.lat))
    walks, flights = district.ways.seconds(goals, goals), straight_m(goals, goals)
    free = min(len(goals), max(1, round(FREE * workers)))
    walk = []
    for _ in range(SAMPLED):
        at, goal = draw.sample(range(len(goals)), free), draw.randrange(len(goals))
        walk.append(walks[min(at, key=lambda one: flights[one, goal]), goal])
    alone = MEAN_ANSWER_S + float(np.mean(walk))
    heads = [2 if pairs and one.severity == "extreme" else 1 for one in pool]
    each = [alone + climb_s(one.floor) + work_mean_s(one.severity) for one in pool]
    return sum(s * n for s, n in zip(each, heads, strict=True)) / len(pool)
