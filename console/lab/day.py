"""A day as the lab plays it: what is reported where and when, and who is on duty. The same under every policy."""

from __future__ import annotations

from dataclasses import dataclass

from dispatch.kind import Kind
from dispatch.position import Position


@dataclass(frozen=True, slots=True)
class Job:
    """One report that becomes a ticket ``t`` seconds after the day's beginning; ``work_s`` is drawn, nobody knows it
    beforehand; ``climb_s`` is the way from the street to the flat."""

    id: str
    t: float
    kind: str
    severity: str
    place: Position
    floor: int | None
    climb_s: float
    work_s: float


@dataclass(frozen=True, slots=True)
class Person:
    """One worker, on duty all day, who stands at ``place`` when it begins."""

    id: str
    name: str
    role: str
    skills: tuple[str, ...]
    grid_code: str | None
    place: Position


@dataclass(frozen=True, slots=True)
class Day:
    """``seed`` names all chance of this day: whatever a policy does, the same person answers the same ticket equally
    fast, and the same ticket takes equally long."""

    seed: int
    length_s: float
    jobs: tuple[Job, ...]
    people: tuple[Person, ...]
    kinds: tuple[Kind, ...]
    #: arrivals × mean busy time ÷ workers, as it was aimed at
    load: float
    #: what the aim was computed with: answer, walk, climb and work of one ticket, all its workers together, seconds
    busy_s: float
    #: whether an extreme ticket takes two workers, as the core sends them
    pairs: bool = True
    #: everybody answers in the mean time and nobody declines: to be compared with a plan made beforehand
    plain: bool = False
