"""A district with a round, an engine's watch over it, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from console.rounds.asked import Work
from console.rounds.watch import LOOK_S, RoundWatch
from console.rounds.work import answer
from dispatch import commands as c
from dispatch.adapters.positions import Positions
from dispatch.roster import LOCAL
from dispatch.round import Round
from dispatch.travel.crow_flies import CrowFlies
from tests.dispatch.cast import DISPATCHER, District, worker

TODAY, TOMORROW, NEXT = "2026-11-23", "2026-11-24", "2026-11-25"  # Monday

MORNING = [(1, "08:40"), (2, "09:00"), (3, "09:20")]


def place(n: int, at: str) -> dict[str, Any]:
    return {"id": f"b{n}", "name": f"{n}号楼", "lon": 111.0 + n / 2000, "lat": 35.0, "minutes": 8.0, "at": at}


class Town:
    """The plan is worked out on the spot; ``asked`` are the questions."""

    def __init__(self) -> None:
        self.district = District()
        self.at("08:30")
        self.asked: list[Work] = []
        self.store = SimpleNamespace(feature=lambda layer, id: None)
        self.services = SimpleNamespace(
            log=self.district.desk.log, dispatcher=self.district.desk, layers=self.store, closers=[],
            positions=Positions(), travel=CrowFlies(), settings=SimpleNamespace(home=None),
        )  # fmt: skip
        self.watch = self.another(self.ask)
        self.id = ""

    def another(self, ask: Callable[[Work], Any]) -> RoundWatch:
        return RoundWatch(self.services, ask)

    def ask(self, work: Work) -> Any:
        self.asked.append(work)
        return answer(work, CrowFlies())

    def at(self, clock: str, day: str = TODAY) -> None:
        self.district.now = datetime.fromisoformat(f"{day}T{clock}:00").replace(tzinfo=LOCAL)

    def plan(self, *walks: tuple[int, str, list[tuple[int, str]]], **hours: str) -> None:
        told = [
            {"worker_id": f"w{w}", "day": day, "minutes": 60.0, "places": [place(n, at) for n, at in places]}
            for w, day, places in walks
        ]
        (made,) = self.district.say(DISPATCHER, c.PlanRound(title="巡查", walks={"walks": told}, **hours))
        self.id = made.round_id  # type: ignore[attr-defined]

    @property
    def round(self) -> Round:
        return self.district.board.rounds[self.id]

    def walks(self) -> dict[tuple[str, str], list[str]]:
        return {(walk.worker_id, walk.day): [place.id for place in walk.places] for walk in self.round.walks}

    def on(self, day: str) -> set[str]:
        return {name for (_, on), names in self.walks().items() for name in names if on == day}

    def visit(self, n: int, place_id: str, result: Any = "ok") -> None:
        self.district.say(worker(n), c.VisitPlace(round_id=self.id, place_id=place_id, result=result))

    def step(self, watch: RoundWatch | None = None, **passed: float) -> int:
        """Let time pass and the watch look; how many events that made."""
        before, watch = self.district.board.seq, watch or self.watch
        self.district.now += timedelta(**passed) if passed else timedelta(seconds=LOOK_S)
        watch.step(self.district.now)
        if watch._asked is not None:
            watch._asked.answer.exception(timeout=30)
            watch.step(self.district.now)
        return int(self.district.board.seq - before)
