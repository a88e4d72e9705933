"""The district a day is played in: its places, its people and its ways, read from a home."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from console.lab.refused import LabRefused
from console.lab.ways import CrowWays, RoadWays, Ways
from console.simulation.crew import roster
from console.simulation.places import DEVICES, Places
from dispatch.position import Position

#: gates stand as they do at noon all day: one network a day, the same for every policy
NOON = datetime(2026, 1, 5, 4, 0, tzinfo=UTC)
#: nobody begins the day farther than this from everything that is known of the district
NEAR_M = 1500.0


@dataclass(frozen=True, slots=True)
class Colleague:
    """One line of the register: who might be on duty. ``place`` None: somewhere in the district."""

    id: str
    name: str
    skills: tuple[str, ...]
    grid_code: str | None
    place: Position | None


@dataclass(slots=True)
class District:
    """``place_of(at)`` is where a scenario's ``at`` lies here, None where the district has nothing of that class."""

    name: str
    ways: Ways
    homes: tuple[Position, ...]
    colleagues: tuple[Colleague, ...]
    place_of: Callable[[dict[str, Any]], Position | None]
    notes: list[str] = field(default_factory=list)

    def somewhere(self, draw: random.Random) -> Position:
        return draw.choice(self.homes)


def of_home(home: Path, name: str = "") -> District:
    """The map that was imported into ``home``. LabRefused where there are no buildings; without a network the straight
    line is walked, and ``notes`` says so."""
    from layers.store import LayerStore

    places = Places(LayerStore(home))
    homes = tuple(spot.position for spot in places.spots("homes"))
    if not homes:
        raise LabRefused("no_map", f"{home} has no buildings: import a map, or name another district", home=str(home))
    notes: list[str] = []
    ways = _ways(home, notes)
    return District(name or home.name, ways, homes, tuple(_colleagues(homes)), _finder(places), notes)


def demo(folder: Path) -> District:
    """The invented district that comes with the program; its layers are put into ``folder`` the first time (2 s)."""
    from console import demo_layers
    from layers import network
    from layers.registry import IMPORTED
    from layers.store import LayerStore

    store = LayerStore(folder)
    if not store.count("buildings"):
        folder.mkdir(parents=True, exist_ok=True)
        layers = {path.stem: demo_layers.read(path) for path in sorted(demo_layers.DISTRICT.glob("*.geojson"))}
        known = {name: rows for name, rows in layers.items() if name in IMPORTED}
        store.replace_all(known, datum="wgs84", source=demo_layers.SOURCE, attribution="")
        network.build(store)
    return of_home(folder, "demo")


def _ways(home: Path, notes: list[str]) -> Ways:
    file = home / "roads.npz"
    if not file.is_file():
        notes.append("no_roads")
        return CrowWays()
    from dispatch.travel.roads import Roads

    return RoadWays(Roads.load(file, clock=lambda: NOON).net("walk"))


def _finder(places: Places) -> Callable[[dict[str, Any]], Position | None]:
    def place_of(at: dict[str, Any]) -> Position | None:
        found = places.of(at)
        if "device_id" in found:
            layer = DEVICES.get(str(at.get("any")), "")
            spot = next((one for one in places.spots(layer) if one.id == found["device_id"]), None)
            return spot.position if spot else None
        return Position(found["lon"], found["lat"]) if "lon" in found else None

    return place_of


def _colleagues(homes: tuple[Position, ...]) -> list[Colleague]:
    """The demo register's grid workers, at their own places where those are in this district."""
    from console.demo import WORKERS

    starts = roster()
    with WORKERS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["role"] == "grid_worker" and row["simulated"] == "1"]
    return [
        Colleague(
            row["worker_id"],
            row["name"],
            tuple(row["skills"].split()),
            row["grid_code"] or None,
            _inside(starts[row["worker_id"]].start, homes),
        )
        for row in rows
    ]


def _inside(place: Position | None, homes: tuple[Position, ...]) -> Position | None:
    return place if place is not None and min(map(place.metres_to, homes)) < NEAR_M else None
