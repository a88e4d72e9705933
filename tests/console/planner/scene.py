"""A district in which a plan has something to say: three sent the wrong way round, on one straight street."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from console.planner.picture import Picture, picture
from console.ranking import Ranker
from dispatch import commands as c
from dispatch.adapters.positions import Fix
from dispatch.adapters.proposals import Proposals
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.travel.crow_flies import CrowFlies
from tests.dispatch.cast import DISPATCHER, District, worker

LON, LAT, METRE = 111.0, 35.02, 1 / 91_000


def at(metres: float) -> Position:
    return Position(LON + metres * METRE, LAT)


@dataclass
class Scene:
    """w1 … stand where ``fixes`` say; ``open`` opens a leak at a metre of the street and sends a worker."""

    district: District
    fixes: dict[str, Fix] = field(default_factory=dict)
    policy: Policy = field(default_factory=lambda: Policy(max_changes=5))

    def stand(self, n: int, metres: float, *, age: float = 5.0) -> None:
        now = self.district.now
        self.fixes[f"w{n}"] = Fix(f"w{n}", at(metres), now - timedelta(seconds=age), 8.0, now)

    def open(self, metres: float, *, to: int | None = None, kind: str = "charger_overheat", taken: bool = True) -> str:
        place = at(metres)
        opened = self.district.say(DISPATCHER, c.OpenTicket(kind=kind, lon=place.lon, lat=place.lat))
        ticket_id: str = opened[0].ticket_id  # type: ignore[attr-defined]
        if to is not None:
            self.district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket_id, worker_id=f"w{to}"))
            if taken:
                self.district.say(worker(to), c.AcknowledgeAssignment(ticket_id=ticket_id))
        return ticket_id

    def picture(self) -> Picture:
        return picture(self.district.board, self.fixes, self.district.now, self.policy)

    def services(self, home: Path) -> Any:
        return Stub(self, home)


class Stub:
    """What planner and acceptance ask of the console's services."""

    def __init__(self, scene: Scene, home: Path) -> None:
        self.dispatcher, self.log = scene.district.desk, scene.district.desk.log
        self.positions, self.proposals = self, Proposals()
        self.travel, self.settings = CrowFlies(), type("S", (), {"home": home})()
        self.clock = lambda: scene.district.now
        self.ranker = Ranker(lambda: scene.fixes, self.travel, self.clock, scene.policy)
        self.closers: list[Any] = []
        self._scene = scene

    def all(self) -> dict[str, Fix]:
        return self._scene.fixes


def crossed() -> tuple[Scene, list[str]]:
    """w1 at 0 m, w2 at 600 m, w3 at 1,200 m; each was sent to a ticket beside somebody else."""
    scene = Scene(District())
    for n, metres in ((1, 0), (2, 600), (3, 1200)):
        scene.stand(n, metres)
    return scene, [scene.open(610, to=1), scene.open(1210, to=2), scene.open(10, to=3)]


def later(now: datetime, seconds: float) -> datetime:
    return now + timedelta(seconds=seconds)
