"""One day under one policy: the real core over the log in memory, a simulated clock, simulated workers.

Nothing here decides: the desk asks, the core (dispatch.decide) answers or refuses, the workers hear it from the events.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from itertools import count

from console.catalogue import define
from console.lab.clockwork import Clockwork
from console.lab.day import Day, Job
from console.lab.draws import Draws
from console.lab.hand import Hand
from console.lab.refused import LabRefused
from console.lab.ways import Ways
from dispatch import commands as c
from dispatch import events as e
from dispatch.actor import ENGINE, SYSTEM, Actor
from dispatch.adapters.memory_log import MemoryLog
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.deadlines import due
from dispatch.dispatcher import Dispatcher, Request
from dispatch.errors import Refused
from dispatch.events import Recorded
from dispatch.matching import Ranking
from dispatch.policy import Policy
from dispatch.ticket import Ticket

CLERK = Actor("dispatcher", "lab")
#: A day that is not over so many hours after its last report never will be.
LONGEST_H = 48.0
#: how often somebody looks at what waits, where nothing else happens, seconds
LOOK_S = 60.0


class Play:
    """``desk`` is made with this play and has ``turn()``, called after whatever may let somebody be sent."""

    def __init__(self, day: Day, policy: Policy, ways: Ways, desk: Callable[[Play], object]) -> None:
        self.day, self.policy, self.ways = day, policy, ways
        self.clock, self.draws = Clockwork(), Draws(day.seed, plain=day.plain)
        self._named = count()
        self._dispatcher = Dispatcher(MemoryLog("lab"), clock=self.clock.now, new_id=self._new_id)
        self._heard: deque[Recorded] = deque()
        self._jobs: dict[str, Job] = {}
        self._tickets: dict[str, str] = {}
        self._due: set[float] = set()
        self._wanted, self._open = False, dict[str, None]()
        self.log: list[Recorded] = []
        self.hands = {person.id: Hand(self, person) for person in day.people}
        self.desk = desk(self)

    @property
    def board(self) -> Board:
        return self._dispatcher.board

    def job_of(self, ticket_id: str) -> Job:
        return self._jobs[ticket_id]

    def ticket_of(self, job_id: str) -> str:
        return self._tickets[job_id]

    def open_tickets(self) -> list[Ticket]:
        """What is not closed yet, in the order of opening: a fifth of the board."""
        return [self.board.tickets[one] for one in self._open]

    # --- the day ----------------------------------------------------------------------------------

    def run(self) -> list[Recorded]:
        """Play to the end: all that was reported is done. The events, in order."""
        self._seed()
        for job in self.day.jobs:
            self.clock.at(job.t, lambda job=job: self._report(job))  # type: ignore[misc]
        self.clock.at(0.0, self._look)
        while self.clock.step():
            self._hear()
            if self._wanted:
                self._wanted = False
                self.desk.turn()  # type: ignore[attr-defined]
                self._hear()
            if self.clock.t > self.day.length_s + LONGEST_H * 3600:
                raise LabRefused("stuck", f"{self.policy.name}: tickets are left that nobody is sent to")
        return self.log

    def _seed(self) -> None:
        """Everybody on duty; every kind goes out by itself and needs no check, or nobody would send or close it."""
        self.ask(SYSTEM, c.SetPolicy(auto_dispatch=True))
        for kind in self.day.kinds:
            self.ask(SYSTEM, define(replace(kind, auto=True, mode="auto", opens="yes", check="none")))
        for one in self.day.people:
            self.ask(
                SYSTEM,
                c.RegisterWorker(
                    worker_id=one.id, name=one.name, role=one.role, skills=one.skills, grid_code=one.grid_code,
                    simulated=True,
                ),
            )  # fmt: skip
            self.ask(Actor("worker", one.id), c.SignOn())
        self._heard.clear()

    def _report(self, job: Job) -> None:
        place = {"lon": job.place.lon, "lat": job.place.lat, "floor": job.floor, "place": job.id}
        asked = c.OpenTicket(kind=job.kind, severity=job.severity, title=job.id, **place)  # type: ignore[arg-type]
        for r in self.ask(CLERK, asked):
            if isinstance(r.event, e.TicketOpened):
                self._jobs[r.event.ticket_id] = job
                self._tickets[job.id] = r.event.ticket_id

    def _look(self) -> None:
        """Now and then, while anything is open: what was held back may have to go."""
        self._wanted = True
        if self.clock.t < self.day.length_s or self._open:
            self.clock.after(LOOK_S, self._look)

    # --- asking and hearing -----------------------------------------------------------------------

    def ask(self, actor: Actor, command: Command, ranking: Ranking | None = None) -> list[Recorded]:
        """What came of it; nothing where the core refused (another was quicker)."""
        request = Request(actor, f"lab:{next(self._named)}", command, ranking=ranking)
        outcome = self._dispatcher.handle([request])[0]
        if isinstance(outcome, Refused):
            return []
        if isinstance(outcome, Exception):
            raise outcome
        self.log += outcome.events
        self._heard += outcome.events
        return list(outcome.events)

    def engine(self, command: Command, ranking: Ranking | None = None) -> list[Recorded]:
        return self.ask(ENGINE, command, ranking)

    def want(self) -> None:
        """Somebody should look at the board."""
        self._wanted = True

    def _hear(self) -> None:
        """Tell each event to whom it concerns; what they do about it at once is heard too."""
        while self._heard:
            event = self._heard.popleft().event
            if isinstance(event, e.TicketOpened):
                self._wanted = True
                self._open[event.ticket_id] = None
                self._clocks(event)
            elif isinstance(event, e.TicketClosed):
                self._open.pop(event.ticket_id, None)
            elif isinstance(event, e.AssignmentOffered):
                self._at(self.clock.seconds(event.expires))
                self.hands[event.worker_id].offered(event)
            elif isinstance(event, e.AssignmentRecalling):
                self._at(self.clock.seconds(event.expires))
                self.hands[event.worker_id].recalled(event.assignment_id)
            elif isinstance(event, e.AssignmentEnded):
                self._wanted = True
                self.hands[event.worker_id].ended(event.assignment_id)

    def _clocks(self, event: e.TicketOpened) -> None:
        for limit in (event.arrive_by, event.finish_by):
            if limit is not None and self.clock.seconds(limit) < self.day.length_s + LONGEST_H * 3600:
                self._at(self.clock.seconds(limit))

    def _at(self, t: float) -> None:
        """The engine's clock strikes: ``due`` finds what is late."""
        if t not in self._due:
            self._due.add(t)
            self.clock.at(t, self._strike)

    def _strike(self) -> None:
        self._due.discard(self.clock.t)
        for _id, command in list(due(self.board, self.clock.now())):
            self.engine(command)

    def _new_id(self) -> str:
        return f"{next(self._named):06d}"
