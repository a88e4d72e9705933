"""What is to be planned: open tickets, the hands that may go, and the seconds between all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Cost of a second by severity, relative to a minor ticket's.
WEIGHT = {"extreme": 16.0, "severe": 8.0, "moderate": 3.0, "minor": 1.0, "unknown": 3.0}
#: Stages of an assignment that nobody changes any more.
THERE = frozenset({"on_scene"})


@dataclass(frozen=True, slots=True)
class Task:
    """One open ticket. All times are seconds on the clock of ``Problem.now``."""

    id: str
    weight: float = 1.0
    release: float = 0.0  # known since; nobody sets out for it before (planning a whole day beforehand)
    due: float | None = None  # arrive by; None: no clock runs
    service_s: float = 0.0  # expected on scene
    able: frozenset[int] | None = None  # indices of hands with the role and skills; None: all
    fixed: str | None = None  # worker who is on scene: stays, first in that worker's route
    since: float | None = None  # opened; the wait counts from here (default: release)


@dataclass(frozen=True, slots=True)
class Hand:
    """One worker, from when and until when. Where the hand begins is its row of ``Problem.seconds``."""

    id: str
    free_at: float = 0.0
    until: float = float("inf")  # no task is begun after the shift's end
    pace: float = 1.0  # factor on walking seconds
    most: int = 1_000_000  # tasks at most (1: no stacking; a roster may say fewer)


@dataclass(frozen=True, slots=True)
class Told:
    """What a person has already heard: this ticket is yours. ``stage`` as of the assignment."""

    worker_id: str
    stage: str = "offered"


@dataclass(frozen=True, slots=True)
class Costs:
    """Everything in seconds of walking. Lateness first: a late second costs 30 walked ones even for a minor ticket."""

    late: float = 30.0  # × weight, per second after ``due``
    late_once: float = 600.0  # × weight, for being late at all: fewer late ones, not only fewer late seconds
    wait: float = 0.5  # × weight, per second from ``since`` to arrival: keeps answers quick before any clock runs out
    walk: float = 1.0  # per second walked
    change: float = 120.0  # per change to what somebody was told: a smaller gain is not worth the call


@dataclass(frozen=True, slots=True)
class Problem:
    """``seconds[r, t]``: walk to task t from row r, approach (gate, floors) included, inf = no way. Rows: first the
    hands' places in order, then the tasks' places in order; shape ``(len(hands) + len(tasks), len(tasks))``."""

    now: float
    tasks: tuple[Task, ...]
    hands: tuple[Hand, ...]
    seconds: Floats
    told: Mapping[str, Told] = field(default_factory=dict)
    max_changes: int | None = None  # to what people were told; None: as many as pay
    costs: Costs = Costs()

    def __post_init__(self) -> None:
        shape = (len(self.hands) + len(self.tasks), len(self.tasks))
        if self.seconds.shape != shape:
            raise ValueError(f"seconds has shape {self.seconds.shape}, not {shape}")
        if np.isnan(self.seconds).any() or (self.seconds < 0).any():
            raise ValueError("seconds must be 0 or more, inf for no way")
