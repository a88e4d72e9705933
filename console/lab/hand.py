"""One simulated worker: answers, walks, climbs, works; one thing at a time, with chance that knows no policy."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from console.lab.day import Job, Person
from console.lab.draws import ANSWER_S, CONFIRM_S, SET_OFF_S
from dispatch import commands as c
from dispatch import events as e
from dispatch.actor import Actor
from dispatch.position import Position
from dispatch.severity import rank

if TYPE_CHECKING:
    from console.lab.play import Play


class Hand:
    """``busy`` is the assignment that is walked to or worked on; ``goal`` its place while walking."""

    def __init__(self, play: Play, person: Person) -> None:
        self._play, self.id = play, person.id
        self.actor = Actor("worker", person.id)
        self.place = person.place
        self.busy: str | None = None
        self.goal: Position | None = None
        self.set_out = 0.0
        self.walk_s = 0.0
        self._arrives = 0.0
        self._asked: Counter[str] = Counter()
        #: figures of the day, seconds
        self.walked_s = self.worked_s = 0.0

    @property
    def at(self) -> Position:
        """Where this worker is now."""
        if self.goal is None:
            return self.place
        return self._play.ways.along(self.place, self.goal, self._play.clock.t - self.set_out)

    @property
    def arrives(self) -> float | None:
        """When this worker will be on scene; None while nobody is under way."""
        return self._arrives if self.goal is not None else None

    # --- what is heard ----------------------------------------------------------------------------

    def offered(self, ev: e.AssignmentOffered) -> None:
        job = self._play.job_of(ev.ticket_id)
        draws = self._play.draws
        wait = draws.between(ANSWER_S, "answer", job.id, self.id)
        self._play.clock.after(wait, lambda: self._answer(ev.assignment_id, job))

    def recalled(self, assignment_id: str) -> None:
        job = self._play.job_of(self._play.board.assignments[assignment_id].ticket_id)
        wait = self._play.draws.between(CONFIRM_S, "confirm", job.id, self.id)
        self._play.clock.after(wait, lambda: self._come_back(assignment_id))

    def ended(self, assignment_id: str) -> None:
        """Whatever the reason: if it was this that was under way, stop here and take the next."""
        if self.busy == assignment_id:
            self._stop()
            self.next()

    # --- what is done -----------------------------------------------------------------------------

    def _answer(self, assignment_id: str, job: Job) -> None:
        held = self._play.board.assignments.get(assignment_id)
        if held is None or held.stage != "offered":
            return
        self._asked[job.id] += 1
        will = self._play.draws.will(job.id, self.id, self._asked[job.id])
        if will == "decline":
            self._play.ask(self.actor, c.DeclineAssignment(ticket_id=held.ticket_id, reason="busy"))
        elif will == "accept":
            self._play.ask(self.actor, c.AcknowledgeAssignment(ticket_id=held.ticket_id))
            self.next()

    def next(self) -> None:
        """Set out to the worst of what was taken, unless something is under way."""
        if self.busy is not None:
            return
        board = self._play.board
        taken = [held for held in board.work_of(self.id) if held.stage in ("acknowledged", "en_route")]
        if not taken:
            return
        held = min(taken, key=lambda one: (rank(board.tickets[one.ticket_id].severity), one.offered_at))
        self.busy = held.id
        job = self._play.job_of(held.ticket_id)
        wait = self._play.draws.between(SET_OFF_S, "set_off", job.id, self.id)
        self._play.clock.after(wait, lambda: self._set_out(held.id, job))

    def _set_out(self, assignment_id: str, job: Job) -> None:
        if self.busy != assignment_id or self.goal is not None:
            return
        self._play.ask(self.actor, c.StartTravel(ticket_id=self._play.ticket_of(job.id)))
        walk = float(self._play.ways.seconds([self.place], [job.place])[0, 0])
        self.goal, self.set_out, self.walk_s = job.place, self._play.clock.t, walk
        self._arrives = self.set_out + walk + job.climb_s
        self._play.clock.after(walk + job.climb_s, lambda: self._arrive(assignment_id, job))

    def _arrive(self, assignment_id: str, job: Job) -> None:
        if self.busy != assignment_id or self.goal is None:
            return
        self.walked_s += self.walk_s
        self.place, self.goal = job.place, None
        self._play.ask(self.actor, c.ArriveOnScene(ticket_id=self._play.ticket_of(job.id)))
        began = self._play.clock.t
        self._play.clock.after(job.work_s, lambda: self._done(assignment_id, job, began))

    def _done(self, assignment_id: str, job: Job, began: float) -> None:
        held = self._play.board.assignments.get(assignment_id)
        if held is not None and held.stage == "on_scene" and self.busy == assignment_id:
            self.worked_s += self._play.clock.t - began
            self._play.ask(self.actor, c.ResolveTicket(ticket_id=held.ticket_id, disposition="done"))

    def _come_back(self, assignment_id: str) -> None:
        held = self._play.board.assignments.get(assignment_id)
        if held is not None and held.stage == "recalling":
            self._play.ask(self.actor, c.ConfirmRecall(ticket_id=held.ticket_id))

    def _stop(self) -> None:
        if self.goal is not None:
            gone = min(self.walk_s, self._play.clock.t - self.set_out)
            self.walked_s += gone
            self.place, self.goal = self.at, None
        self.busy = None
