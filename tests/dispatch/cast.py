"""A district on a board, and the words people say to it. Every test starts from the same cast.

Workers 小王 w1, 小李 w2, 小张 w3 stand 100, 200 and 300 m from the fire; the dispatcher is 甲.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from dispatch import commands as c
from dispatch import events as e
from dispatch.actor import ENGINE, Actor
from dispatch.adapters.memory_log import MemoryLog
from dispatch.dispatcher import Answer, Dispatcher, Request
from dispatch.errors import Refused
from dispatch.matching import Candidate
from dispatch.ticket import Ticket

START = datetime(2026, 11, 21, 1, 58, 2, tzinfo=UTC)  # 09:58:02 in the control room
DISPATCHER = Actor("dispatcher", "jia")
SOURCE = Actor("source", "demo-source")
ADMIN = Actor("admin", "admin")

KINDS: dict[str, dict[str, Any]] = {
    "smoke": {"severity": "extreme", "auto": True, "arrive_min": 3, "finish_min": 30, "check": "yes", "fire": True},
    "sos": {"severity": "extreme", "auto": True, "arrive_min": 5, "finish_min": 60, "check": "yes"},
    "charger_overheat": {"severity": "severe", "auto": True, "arrive_min": 10, "finish_min": 120, "check": "yes"},
    "water_leak": {"severity": "moderate", "arrive_min": 30, "finish_min": 1440, "check": "none"},
    "lift_fault": {"severity": "moderate", "arrive_min": 30, "finish_min": 1440, "skills": ["lift"]},
    "clutter": {"severity": "minor", "finish_min": 2880, "check": "sampled"},
    "loitering": {"severity": "moderate", "opens": "dispatcher", "arrive_min": 30, "finish_min": 1440},
    "camera_offline": {"severity": "minor", "opens": "after", "finish_min": 2880, "check": "sampled"},
    "lost_elder": {"severity": "moderate", "mode": "broadcast", "broadcast_min": 4, "arrive_min": 30},
    "dispute": {"severity": "moderate", "mode": "hand", "arrive_min": 30},
    "water_outage": {"severity": "minor", "opens": "no", "finish_min": None},
}


class District:
    """A dispatcher over a memory log with a clock of its own; ``now`` is moved by hand."""

    def __init__(self, auto: bool = False, workers: int = 3, log: Any = None) -> None:
        self.now = START
        self._ids = count(1)
        self.desk = Dispatcher(
            log or MemoryLog("140802"), clock=lambda: self.now, new_id=lambda: f"id{next(self._ids)}"
        )
        for kind_id, more in KINDS.items():
            self.say(ADMIN, c.DefineKind(kind={"id": kind_id, "zh": kind_id, "en": kind_id, "category": "x", **more}))
        self.say(ADMIN, c.SetPolicy(auto_dispatch=auto))
        for n in range(1, workers + 1):
            self.say(ADMIN, c.RegisterWorker(worker_id=f"w{n}", name=f"网格员 {n:02}"))
            self.say(worker(n), c.SignOn())

    @property
    def board(self) -> Any:
        return self.desk.board

    def answer(self, actor: Actor, command: c.Command, *, id: str | None = None, **more: Any) -> Answer:
        request = Request(actor, id or f"cmd{next(self._ids)}", command, ranking=self.ranking(), **more)
        outcome = self.desk.handle([request])[0]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def say(self, actor: Actor, command: c.Command, **more: Any) -> list[e.Event]:
        """The events that followed."""
        return [r.event for r in self.answer(actor, command, **more).events]

    def refusal(self, actor: Actor, command: c.Command) -> str:
        """The code with which it is refused; everything stays as it was."""
        before = self.board.seq
        try:
            self.answer(actor, command)
        except Refused as refusal:
            assert self.board.seq == before
            return refusal.code
        return "accepted"

    def ranking(self) -> tuple[Candidate, ...]:
        """Worker n stands n × 100 m away."""
        on_duty = [w for w in self.board.workers.values() if w.duty != "off_duty"]
        rows = [Candidate(w.id, w.name, True, eta_s=80.0 * n, distance_m=100.0 * n) for n, w in enumerate(on_duty, 1)]
        return tuple(replace(row, rank=n) for n, row in enumerate(rows, 1))

    def alert(self, kind: str = "smoke", device: str | None = "fh889-10-2", **more: Any) -> list[e.Event]:
        more.setdefault("report_id", f"r{next(self._ids)}")
        return self.say(SOURCE, c.RaiseAlert(kind=kind, device_id=device, lon=111.0031, lat=35.0302, **more))

    def ticket(self, kind: str = "water_leak", **more: Any) -> Ticket:
        """A ticket opened by telephone."""
        events = self.say(DISPATCHER, c.OpenTicket(kind=kind, lon=111.0031, lat=35.0302, **more))
        return self.board.tickets[next(ev.ticket_id for ev in events if isinstance(ev, e.TicketOpened))]

    def sent(self, n: int = 1, kind: str = "water_leak", upto: str = "offered", **more: Any) -> str:
        """A ticket with worker n on it, as far as ``upto``."""
        ticket = self.ticket(kind, **more)
        self.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket.id, worker_id=f"w{n}"))
        for stage in STAGES[1 : STAGES.index(upto) + 1]:
            self.say(worker(n), MOVES[stage](ticket_id=ticket.id))
        return ticket.id

    def tick(self, **passed: float) -> list[e.Event]:
        """Let time pass, then do what the engine does: deadlines, then offers."""
        from dispatch.deadlines import due, seeking

        self.now += timedelta(**passed)
        events: list[e.Event] = []
        for command_id, command in list(due(self.board, self.now)):
            events += self.say(ENGINE, command, id=command_id)
        for ticket in seeking(self.board):
            events += self.say(ENGINE, c.OfferNext(ticket_id=ticket.id))
        return events

    def stages(self, ticket_id: str) -> dict[str, str]:
        return {a.worker_id: a.stage for a in self.board.assignments_of(ticket_id)}

    def state(self, ticket_id: str) -> str:
        return str(self.board.tickets[ticket_id].state)


MOVES = {"acknowledged": c.AcknowledgeAssignment, "en_route": c.StartTravel, "on_scene": c.ArriveOnScene}


STAGES = ("offered", *MOVES)


def worker(n: int) -> Actor:
    return Actor("worker", f"w{n}")


def types(events: list[e.Event]) -> list[str]:
    return [type(ev).__name__ for ev in events]
