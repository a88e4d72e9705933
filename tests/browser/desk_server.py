"""A real console for the desk's tests: SQLite log, gate, API and sockets; a small district with workers, no simulator.

Run as ``python -m tests.browser.desk_server --port PORT --data HOME``; ends on SIGTERM.
"""

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402  (patched before anything else is imported)
import argparse
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import shapely

from console import bootstrap, catalogue, web
from console.settings import Settings
from dispatch.actor import Actor
from dispatch.adapters.positions import Fix
from dispatch.commands import Command, RegisterWorker, SignOn
from dispatch.dispatcher import Request
from dispatch.position import Position
from layers.feature import Feature

ADMIN = Actor("admin", "test")
#: 四季绿城 5号楼
LON, LAT = 111.0031, 35.0302
METRE = 1 / 91_000
WORKERS = 9
BUILDINGS = ("四季绿城 5号楼", "四季绿城 6号楼", "颐源居 2号楼", "滨湖一号 3号楼")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--data", type=Path, required=True)
    asked = parser.parse_args()
    port, home = asked.port, asked.data
    services = bootstrap.build(Settings(home=home, port=port, secret_key="a-secret-of-the-desk-tests"), role="web")
    services.access.seed_demo()
    furnish(services)
    web.serve(services)


def furnish(services: Any) -> None:
    """Kinds, four buildings, nine workers on duty some 100 m apart."""
    services.layers.replace("buildings", [building(n, name) for n, name in enumerate(BUILDINGS)])
    for kind in catalogue.read().values():
        run(services, ADMIN, f"kind-{kind.id}", catalogue.define(kind))
    for n in range(1, WORKERS + 1):
        worker = RegisterWorker(worker_id=f"w{n:02d}", name=f"网格员 {n:02d}", phone=f"1391234{n:04d}")
        run(services, ADMIN, f"worker-{n}", worker)
        run(services, Actor("worker", f"w{n:02d}"), f"on-{n}", SignOn())
    here(services)
    threading.Thread(target=keep_here, args=(services,), daemon=True).start()


def building(n: int, name: str) -> Feature:
    west, south = LON + n * 120 * METRE - 20 * METRE, LAT - 10 * METRE
    compound = name.split(" ", maxsplit=1)[0]
    box = shapely.box(west, south, west + 40 * METRE, south + 20 * METRE)
    return Feature(f"b{n}", name, box, {"compound": compound, "floors": 18})


def run(services: Any, actor: Actor, name: str, command: Command) -> None:
    services.dispatcher.submit(Request(actor, name, command))


def here(services: Any) -> None:
    """Every worker's fix is a few seconds old, every third phone was heard long ago."""
    now = datetime.now(UTC)
    fixes = [
        Fix(f"w{n:02d}", Position(lon=LON + n * 100 * METRE, lat=LAT), now - timedelta(seconds=n), 8.0, now)
        for n in range(1, WORKERS + 1)
    ]
    services.positions.put(fixes)
    for n in range(1, WORKERS + 1):
        services.presence.seen(f"w{n:02d}", now - timedelta(seconds=400 if n % 3 == 0 else 2))


def keep_here(services: Any) -> None:
    pause = threading.Event()
    while not pause.wait(20):
        here(services)


if __name__ == "__main__":
    main()
