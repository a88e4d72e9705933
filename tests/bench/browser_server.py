"""A console for the browser figures: a town of any size, thousands of live rows, and changes that never end.

``python -m tests.bench.browser_server PORT HOME BUILDINGS ASSETS``; HOME/ready is written once all is there. Rows and
changes go the real way: commands to the dispatcher, fixes to the positions, from there over the socket to the page.
"""

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402  (patched before anything else is imported)
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import shapely

from console import bootstrap, catalogue, web
from console.settings import Settings
from dispatch.actor import Actor
from dispatch.adapters.asset_states import AssetState
from dispatch.adapters.positions import Fix
from dispatch.commands import CancelTicket, Command, OpenTicket, PrioritiseTicket, RegisterWorker, SignOn
from dispatch.dispatcher import Request
from dispatch.events import TicketOpened
from dispatch.position import Position
from layers import derive
from layers.feature import Feature
from tests.support import town

ADMIN, DESK = Actor("admin", "bench"), Actor("dispatcher", "bench")
TOWN = 100_000
WORKERS = TICKETS = 5_000
#: Each second so many tickets are opened, cancelled and given another severity, and so many workers have moved.
OPENED, CANCELLED, RATED, MOVED = 10, 10, 30, 50
#: Kinds of the catalogue that open a ticket of an everyday severity.
KIND = "clutter"
SEVERITIES = ("severe", "moderate", "minor")
ASSETS = {"piles": 0.4, "cameras": 0.4, "lifts": 0.2}


class Bench:
    """The town's rows, thrown by a fixed seed."""

    def __init__(self, services: Any) -> None:
        self.services, self.random, self.serial = services, random.Random(5), 0
        self.tickets: list[str] = []
        self.places: dict[str, Position] = {}

    def anywhere(self) -> Position:
        """Somewhere in the town of 100,000 houses, however many of them there are."""
        return Position(lon=town.LON + self.random.uniform(0, 0.11), lat=town.LAT + self.random.uniform(0, 0.079))

    def submit(self, actor: Actor, command: Command) -> Any:
        self.serial += 1
        return self.services.dispatcher.submit(Request(actor, f"bench-{self.serial}", command))

    def sign_on(self, name: str) -> None:
        self.submit(ADMIN, RegisterWorker(worker_id=name, name=f"网格员 {name[1:]}", phone="13912340000"))
        self.submit(Actor("worker", name), SignOn())

    def open(self, _: int = 0) -> None:
        place = self.anywhere()
        answer = self.submit(DESK, OpenTicket(kind=KIND, lon=place.lon, lat=place.lat, severity=self.severity()))
        self.tickets += [one.event.ticket_id for one in answer.events if isinstance(one.event, TicketOpened)]

    def severity(self) -> Any:
        return "extreme" if self.random.random() < 0.005 else self.random.choice(SEVERITIES)

    def furnish(self, buildings: int, assets: int) -> None:
        step = TOWN // buildings
        layers = self.services.layers
        layers.replace("buildings", [one for n, one in enumerate(town.buildings(TOWN)) if n % step == 0])
        for name, share in ASSETS.items():
            layers.replace(name, [self.thing(name, n) for n in range(int(assets * share))])
        derive.derive(layers, ["buildings", *ASSETS], wait=True)
        for kind in catalogue.read().values():
            self.submit(ADMIN, catalogue.define(kind))
        names = [f"w{n:05d}" for n in range(WORKERS)]
        with ThreadPoolExecutor(32) as pool:  # commands that wait together are committed together
            list(pool.map(self.sign_on, names))
            list(pool.map(self.open, range(TICKETS)))
        self.places = {name: self.anywhere() for name in names}
        self.move(names)

    def thing(self, layer: str, n: int) -> Feature:
        place = self.anywhere()
        broken = [AssetState(f"{layer}-{n}", None, "fault", None, datetime.now(UTC))] if n % 10 == 0 else []
        self.services.asset_states.put(broken)
        return Feature(f"{layer}-{n}", f"{layer} {n}", shapely.Point(place.lon, place.lat), {})

    def move(self, names: list[str]) -> None:
        """Each walks a few metres."""
        now = datetime.now(UTC)
        for name in names:
            was, step = self.places[name], self.random.uniform
            self.places[name] = Position(lon=was.lon + step(-4e-5, 4e-5), lat=was.lat + step(-4e-5, 4e-5))
        self.services.positions.put([Fix(name, self.places[name], now, 8.0, now) for name in names])

    def change(self) -> None:
        """For ever: a hundred changes a second, in tenths."""
        names, tenth = list(self.places), 0
        while True:
            began = time.monotonic()
            for _ in range(OPENED // 10):
                self.open()
            for _ in range(CANCELLED // 10):
                self.submit(DESK, CancelTicket(ticket_id=self.tickets.pop(0), reason="bench"))
            for ticket in self.random.sample(self.tickets, RATED // 10):
                self.submit(DESK, PrioritiseTicket(ticket_id=ticket, severity=self.severity()))
            tenth += 1
            if tenth % 10 == 0:
                self.move(self.random.sample(names, MOVED))
            time.sleep(max(0.0, began + 0.1 - time.monotonic()))


def main(port: str, home: str, buildings: str, assets: str) -> None:
    settings = Settings(home=Path(home), port=int(port), secret_key="a-secret-of-the-browser-bench")
    services = bootstrap.build(settings, role="web")
    services.access.seed_demo()
    bench = Bench(services)

    def begin() -> None:
        bench.furnish(int(buildings), int(assets))
        (Path(home) / "ready").touch()
        bench.change()

    Thread(target=begin, daemon=True).start()
    web.serve(services)


if __name__ == "__main__":
    main(*sys.argv[1:])
