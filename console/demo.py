"""The demo: a home made ready, once, and what plays in it."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.children import spawn
from console.settings import Settings, SettingsError

if TYPE_CHECKING:
    from dispatch.board import Board
    from dispatch.commands import Command, RegisterWorker

ROOT = Path(__file__).parent.parent
WORKERS = ROOT / "data" / "workers.csv"
SCENARIOS = ROOT / "data" / "scenarios"
#: names the scenario that a home plays; away where nobody is simulated
PLAYING = "scenario.json"


def prepare(settings: Settings, *, scenario: str = "none", auto: bool = False, now: datetime | None = None) -> None:
    """Layers, kinds, workers, rosters and accounts where they are missing. A second start changes nothing, but that
    shifts which end soon after ``now`` (the moment of the start) are changed (``console.demo_rosters``).

    ``scenario`` is a name in data/scenarios, or none: then nobody is simulated, and simulated workers who were on
    duty and are free sign off. Raises SettingsError for a name that is not there.
    """
    settings.refuse_demo()
    settings.home.mkdir(parents=True, exist_ok=True)
    choose(settings.home, scenario)
    # A child loads the map while this process seeds the log, and both import what they need side by side.
    layers = spawn([sys.executable, "-m", "console.demo_layers", str(settings.home.resolve())])
    try:
        _seed(settings, scenario, auto, now or datetime.now(UTC))
    finally:
        status = layers.wait()
    if status != 0:
        raise SettingsError(
            "SHAODAO_HOME", f"the demo district could not be loaded (status {status})", "a folder with space"
        )


def _seed(settings: Settings, scenario: str, auto: bool, now: datetime) -> None:
    """Kinds, playbooks, workers, rosters and policy on the log, and accounts, where they are missing."""
    from console import demo_rosters, seed
    from console.access.access import Access
    from dispatch import checkpoint
    from dispatch.adapters.sql_log import SqlLog

    log = SqlLog(settings.database_url, settings.district)
    try:
        board = checkpoint.latest(log)
        board.apply_all(log.stream(board.seq))
        seed.kinds(log, board.kinds)
        seed.playbooks(log, board)
        seed.severities(log)
        seed.send(log, [one for one in registrations() if one.worker_id not in board.workers])
        board.apply_all(log.stream(board.seq))
        seed.send(log, demo_rosters.regular(board, WORKERS), once=False)
        board.apply_all(log.stream(board.seq))
        seed.send(log, demo_rosters.changed(board, now), once=False)
        seed.policy(log, auto)
        if scenario == "none":
            seed.send(log, _sign_off(board), once=False)
    finally:
        log.close()
    Access(settings).seed_demo()


def registrations(path: Path = WORKERS) -> list[RegisterWorker]:
    """The demo's register: grid workers, property staff, lift maintainers (simulated); demo-worker-1 … 9 (not)."""
    from dispatch.commands import RegisterWorker

    with path.open(encoding="utf-8", newline="") as file:
        return [
            RegisterWorker(
                worker_id=row["worker_id"],
                name=row["name"],
                role=row["role"],
                org=row["org"],
                grid_code=row["grid_code"] or None,
                skills=tuple(row["skills"].split()),
                phone=row["phone"],
                simulated=row["simulated"] == "1",
            )
            for row in csv.DictReader(file)
        ]


def _sign_off(board: Board) -> list[Command]:
    from dispatch.commands import SignOff

    idle = [w for w in board.workers.values() if w.simulated and w.duty != "off_duty" and not board.work_of(w.id)]
    return [SignOff(on_behalf_of=worker.id) for worker in idle]


# --- what plays -------------------------------------------------------------------------------


def choose(home: Path, scenario: str) -> None:
    """Remember which scenario this home plays. Raises SettingsError when there is no such file."""
    if scenario == "none":
        (home / PLAYING).unlink(missing_ok=True)
        return
    if not scenario.isidentifier() or not (SCENARIOS / f"{scenario}.jsonl").is_file():
        known = ", ".join(sorted(path.stem for path in SCENARIOS.glob("*.jsonl")))
        raise SettingsError("SCENARIO", f"no scenario {scenario!r}", f"{known} or none")
    (home / PLAYING).write_text(json.dumps({"scenario": scenario}), encoding="utf-8")


def playing(home: Path) -> str | None:
    """The name of the scenario that this home plays; None when nobody is simulated."""
    try:
        return str(json.loads((home / PLAYING).read_text(encoding="utf-8"))["scenario"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def clockworks(services: Any) -> tuple[Any, ...]:
    """What is stepped with the engine: the simulation of the scenario that the home plays."""
    scenario = playing(services.settings.home)
    if scenario is None:
        return ()
    from console.simulation import Simulation
    from console.simulation.script import read

    return (Simulation(services, read(SCENARIOS / f"{scenario}.jsonl")),)
