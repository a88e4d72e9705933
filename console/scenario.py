"""Play a scenario file into a home: ``shaodao scenario FILE --speed X``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

from console import demo
from console.settings import Settings
from console.simulation import Simulation
from console.simulation.script import read
from dispatch import checkpoint
from dispatch.commands import RegisterWorker

TURN_S = 0.2


def play(
    settings: Settings, file: Path, *, speed: float = 1.0, say: Callable[[str], None] = print,
    stop: threading.Event | None = None,
) -> None:  # fmt: skip
    """Play the file once, from its first line, beside a running console or alone. Raises BadScenario, LogUnavailable.

    Where the home has no simulated workers, forty of the demo's register are placed in its grids. Where the home
    plays a scenario already, only the lines are told: its people are moved by that.
    """
    from console import bootstrap

    if speed <= 0:
        raise ValueError("speed is more than 0")
    lines = read(file)
    services = bootstrap.build(settings, role="engine")
    try:
        alone = demo.playing(settings.home) is None
        if alone:
            place_workers(services)
        simulation = Simulation(services, lines, speed=speed, begin_s=lines[0].t, people=alone, repeat=False)
        say(f"{file.name}: {len(lines)} lines at {speed:g} times")
        stop = stop or threading.Event()
        while not simulation.clock.is_over and not stop.wait(TURN_S):
            simulation.step(services.clock())
    finally:
        services.close()


def place_workers(services: Any, count: int = 40) -> int:
    """Register simulated workers, spread over the home's grids; none where there are some. How many were placed."""
    from console import seed

    board = checkpoint.latest(services.log)
    board.apply_all(services.log.stream(board.seq))
    if any(worker.simulated for worker in board.workers.values()):
        return 0
    people = [one for one in demo.registrations() if one.simulated][:count]
    grids = [feature.text("code") or feature.id for feature in services.layers.features("grids")]
    placed = [_in_grid(one, code) for one, code in zip(people, cycle(sorted(grids) or [None]), strict=False)]
    seed.send(services.log, placed)
    return len(placed)


def _in_grid(one: RegisterWorker, code: str | None) -> RegisterWorker:
    return replace(one, grid_code=code)
