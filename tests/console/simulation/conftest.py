"""A small town with a clock of its own: eight houses, a pile, a camera, three simulated workers and a real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shapely

from console.engine import Engine
from console.simulation import Simulation
from console.simulation.script import Line
from dispatch.actor import Actor
from dispatch.commands import Command, DefineKind, RegisterWorker, SetPolicy, SignOn
from dispatch.dispatcher import Dispatcher, Request
from layers.feature import Feature
from tests.support.web import ADMIN, HERE, make_console

START = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
KINDS: dict[str, dict[str, Any]] = {
    "smoke": {"severity": "extreme", "auto": True, "arrive_min": 3, "finish_min": 30, "check": "yes"},
    "water_leak": {"severity": "moderate", "arrive_min": 30, "finish_min": 1440, "check": "yes"},
    "loitering": {"severity": "moderate", "opens": "dispatcher"},
    "charger_fault": {"severity": "moderate", "finish_min": 1440},
    "sos": {"severity": "extreme", "auto": True},
}


class Town:
    """``play(lines)`` begins a day; ``pass_(seconds)`` lets real time go by in turns of 0.2 s."""

    def __init__(self, home: Path) -> None:
        self.now = START
        console = make_console(home)
        self.services = console.services
        self.services.clock = lambda: self.now
        self.services.history = SimpleNamespace(catch_up=lambda log: None)
        self.services.dispatcher = Dispatcher(self.services.log, clock=lambda: self.now)
        self.services.ranker = replace(self.services.ranker, now=lambda: self.now)
        self.services.layers.replace_all(_layers())
        for id, more in KINDS.items():
            self.say(ADMIN, DefineKind(kind={"id": id, "zh": id, "en": id, "category": "x", **more}))
        for n in (1, 2, 3):
            self.say(ADMIN, RegisterWorker(worker_id=f"s{n}", name=f"S{n}", grid_code="g1", simulated=True))
        self.say(ADMIN, RegisterWorker(worker_id="demo-worker-1", name="real"))
        self.say(ADMIN, SetPolicy(auto_dispatch=True))
        self.engine: Engine | None = None
        self.simulation: Simulation | None = None

    def say(self, actor: Actor, command: Command) -> Any:
        name = f"t{self.services.log.head().seq}{type(command).__name__}"
        return self.services.dispatcher.submit(Request(actor, name, command))

    def play(self, *lines: Line, **more: Any) -> None:
        more.setdefault("begin_s", 36_000)
        more.setdefault("speed", 10.0)
        more.setdefault("repeat", False)
        day = lines or (Line(1, 86_000, "sos"),)
        self.simulation = Simulation(self.services, day, max_gap_s=1e9, **more)
        self.engine = Engine(self.services, (self.simulation,))

    def pass_(self, seconds: float, until: Any = None) -> bool:
        """True as soon as ``until()`` holds."""
        assert self.engine is not None
        for _ in range(round(seconds * 5)):
            self.now += timedelta(seconds=0.2)
            self.engine.step(self.now)
            if until is not None and until():
                return True
        return until is None

    def come(self, worker_id: str) -> None:
        self.say(Actor("worker", worker_id), SignOn())

    @property
    def board(self) -> Any:
        assert self.engine is not None
        return self.engine.board

    def states(self) -> list[str]:
        return sorted(ticket.state for ticket in self.board.tickets.values())


def _layers() -> dict[str, list[Feature]]:
    def house(n: int) -> Feature:
        lon, lat = HERE.lon + (n % 4) * 0.001, HERE.lat + (n // 4) * 0.0006
        return Feature(f"b{n}", f"{n}号楼", shapely.box(lon, lat, lon + 0.0005, lat + 0.0001), {"use": "residential"})

    grid = shapely.box(HERE.lon - 0.003, HERE.lat - 0.003, HERE.lon + 0.008, HERE.lat + 0.006)
    return {
        "buildings": [house(n) for n in range(8)],
        "grids": [Feature("g1", "g1", grid, {"code": "g1"})],
        "piles": [Feature("p1", "p1", shapely.Point(HERE.lon, HERE.lat), {"sockets": 12})],
        "cameras": [Feature("c1", "c1", shapely.Point(HERE.lon, HERE.lat))],
    }


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = Town(tmp_path)
    yield made
    made.services.dispatcher.close()


def alert(kind: str = "water_leak", t: float = 36_001, number: int = 1, **data: Any) -> Line:
    where = data.pop("at", {"any": "residential", "pick": 2})
    return Line(number, t, "alert", {"kind": kind, "at": where, "description": "x", **data}, "whistle")
