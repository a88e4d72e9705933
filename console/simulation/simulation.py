"""A scenario in fast motion, with the people and devices of its district."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from console.simulation.clock import ScriptClock
from console.simulation.crew import Crew, roster
from console.simulation.desk import Desk
from console.simulation.devices import Devices
from console.simulation.places import Places
from console.simulation.script import Line
from console.simulation.stage import Stage
from console.simulation.teller import Teller

log_ = logging.getLogger(__name__)

#: A busy moment: the scenes of the drawings come within the next minutes.
BEGIN_S = 9 * 3600 + 51 * 60
#: busy_day has 16 reports an hour by day, 9 of them alerts: one report in 37 s, and no flood most of the time.
SPEED = 6.0
#: What a demo plays of each day, over and over. From 20:00 to 08:00 six people are on duty instead of forty, and a
#: quarter of the reports come: the better part of an hour in which a wall that is left on looks dead.
DAY = (8 * 3600.0, 20 * 3600.0)


class Simulation:
    """``step(now)`` about five times a second, from one thread. The same seed, clock and log give the same day.

    ``services`` as in console.bootstrap (log, dispatcher, ranker, travel, gazetteer, layers, positions, presence,
    asset_states, clock). Speaks for workers whose record says ``simulated`` and for its own sources and desk
    only; ``people=False`` leaves those to somebody else and only tells the lines. ``repeat`` plays one ``DAY`` after
    another without their nights; else every line is told once.
    """

    def __init__(
        self, services: Any, lines: Sequence[Line], *, speed: float = SPEED, seed: int = 1, begin_s: float = BEGIN_S,
        people: bool = True, repeat: bool = True, max_gap_s: float = 30.0,
    ) -> None:  # fmt: skip
        self.stage = Stage(services, speed=speed, seed=seed)
        day = DAY if repeat and any(DAY[0] <= line.t < DAY[1] for line in lines) else None
        self.clock = ScriptClock(lines, speed=speed, begin=begin_s, repeat=repeat, max_gap_s=max_gap_s, day=day)
        places = Places(services.layers)
        self._devices = Devices(self.stage, services.layers)
        self._teller = Teller(self.stage, places, self._devices, lambda: self.clock.total_s)
        self._crew = Crew(self.stage, places, roster()) if people else None
        self._desk = Desk(self.stage) if people else None

    def step(self, now: datetime) -> None:
        """One turn of everything. A part that fails is logged and the others go on."""
        self.stage.look(now)
        if self._crew is not None:
            self._guarded(self._crew.step, self.clock.second_of_day)
        for line in self.clock.due(now):
            self._guarded(self._teller.tell, line)
        self._guarded(self._teller.recover)
        if self._desk is not None:
            self._guarded(self._desk.step)
            self._guarded(self._devices.turn, self.clock.second_of_day)

    @staticmethod
    def _guarded(work: Callable[..., None], *args: Any) -> None:
        try:
            work(*args)
        except Exception:
            log_.exception("%s failed", getattr(work, "__qualname__", work))
