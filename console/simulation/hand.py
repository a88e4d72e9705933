"""One simulated worker: answers offers, walks, arrives, works, and between two jobs strolls through the own grid."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from console.simulation.stage import Stage
from console.simulation.steps import STEP_S, next_of
from console.simulation.walk import Walk
from dispatch.actor import Actor
from dispatch.assignment import Assignment
from dispatch.commands import (
    AcknowledgeAssignment,
    ArriveOnScene,
    CompleteStep,
    ConfirmRecall,
    DeclineAssignment,
    ResolveTicket,
    StartTravel,
)
from dispatch.position import Position
from dispatch.worker import Worker

WALK_M_S = 1.3
DECLINES, IGNORES, FINDS_NOTHING = 0.08, 0.01, 0.09
#: real seconds a person takes to look at the phone; scenario minutes of work by severity
ANSWER_S, SET_OFF_S = (2.5, 9.0), (1.5, 5.0)
WORK_MIN = {"extreme": (8, 16), "severe": (8, 18), "moderate": (12, 26), "minor": (10, 24), "unknown": (10, 24)}
#: so long somebody stands before strolling on, in real seconds
REST_S = (25.0, 120.0)
#: A stroll goes no farther than this (metres in a straight line).
STROLL_M = 350.0


class Hand:
    """``home`` are places to stroll to; ``at`` is where this worker stands now."""

    def __init__(self, stage: Stage, worker_id: str, at: Position, home: list[Position]) -> None:
        self._stage, self.id, self.at, self._home = stage, worker_id, at, home
        self.actor = Actor("worker", worker_id)
        self.rng: random.Random = stage.rng(worker_id)
        self._walk: Walk | None = None
        self._walk_for = ""
        self._when: dict[str, datetime] = {}

    @property
    def worker(self) -> Worker | None:
        found: Worker | None = self._stage.board.workers.get(self.id)
        return found

    @property
    def is_moving(self) -> bool:
        return self._walk is not None

    def step(self, passed_s: float) -> None:
        """Do what is due; walk for ``passed_s`` real seconds."""
        work = self._stage.board.work_of(self.id)
        for held in work:
            if held.stage == "offered":
                self._answer(held)
            elif held.stage == "recalling":
                self._come_back(held)
        taken = next((held for held in work if held.stage in ("acknowledged", "en_route", "on_scene")), None)
        if taken is not None:
            getattr(self, f"_{taken.stage}")(taken)
        elif not work and self.worker is not None and self.worker.duty == "available":
            self._stroll()
        if self._walk is not None:
            self.at = self._walk.go(WALK_M_S * self._stage.pace * passed_s)
            if self._walk.is_done and not self._walk_for:
                self._walk = None
        if not work and len(self._when) > 1:
            self._when = {key: at for key, at in self._when.items() if key == "stroll"}

    def _due(self, what: str, delay_s: Callable[[], float]) -> bool:
        """False until so many seconds after the first asking, then true once."""
        when = self._when.setdefault(what, self._stage.after(delay_s()))
        if self._stage.now < when:
            return False
        self._when[what] = self._stage.after(5.0)  # where the word was refused it is said again, not each turn
        return True

    def _between(self, limits: tuple[float, float]) -> Callable[[], float]:
        return lambda: self.rng.uniform(*limits)

    # --- answering ------------------------------------------------------------------------------

    def _answer(self, held: Assignment) -> None:
        if not self._due(f"answer:{held.id}", self._between(ANSWER_S)):
            return
        chance = self.rng.random()
        if chance < DECLINES:
            reason = self._stage.phrases.say("decline", self.rng)
            self._stage.say(self.actor, DeclineAssignment(ticket_id=held.ticket_id, reason=reason))
        elif chance < DECLINES + IGNORES:
            self._when[f"answer:{held.id}"] = self._stage.after(600)  # left in the pocket
        else:
            self._stage.say(self.actor, AcknowledgeAssignment(ticket_id=held.ticket_id))

    def _come_back(self, held: Assignment) -> None:
        self._walk, self._walk_for = None, ""
        if self._due(f"recall:{held.id}", self._between((1.5, 5.0))):
            self._stage.say(self.actor, ConfirmRecall(ticket_id=held.ticket_id))

    # --- doing ----------------------------------------------------------------------------------

    def _acknowledged(self, held: Assignment) -> None:
        if self._due(f"set_off:{held.id}", self._between(SET_OFF_S)):
            self._set_off(held)
            self._stage.say(self.actor, StartTravel(ticket_id=held.ticket_id))

    def _set_off(self, held: Assignment) -> None:
        goal = self._stage.position_of(self._stage.board.tickets[held.ticket_id])
        self._go(goal or self.at, held.id)

    def _en_route(self, held: Assignment) -> None:
        if self._walk_for != held.id or self._walk is None:
            self._set_off(held)  # after a restart
        floor = self._stage.board.tickets[held.ticket_id].where.floor or 1
        climb_s = min(abs(floor - 1), 12) * 8.0 / self._stage.pace
        if self._walk is not None and self._walk.is_done and self._due(f"climb:{held.id}", lambda: climb_s):
            self._walk, self._walk_for = None, ""
            self._stage.say(self.actor, ArriveOnScene(ticket_id=held.ticket_id))

    def _on_scene(self, held: Assignment) -> None:
        self._walk, self._walk_for = None, ""
        severity = self._stage.board.tickets[held.ticket_id].severity
        low, high = WORK_MIN[severity]
        steps = self._do_step(held)
        if self._due(f"work:{held.id}", lambda: self.rng.uniform(low, high) * 60 / self._stage.speed) and not steps:
            nothing = self.rng.random() < FINDS_NOTHING
            note = self._stage.phrases.say("nothing" if nothing else "done", self.rng)
            disposition = "no_fault_found" if nothing else "done"
            self._stage.say(self.actor, ResolveTicket(ticket_id=held.ticket_id, disposition=disposition, note=note))  # type: ignore[arg-type]

    def _do_step(self, held: Assignment) -> bool:
        """The next open step of the own role; whether there is one: nobody says done before."""
        ticket, worker = self._stage.board.tickets[held.ticket_id], self.worker
        step = next_of(self._stage.board, ticket, worker.role) if worker is not None else None
        if step is not None and self._due(f"step:{ticket.id}:{step.id}", self._between(STEP_S)):
            self._stage.say(self.actor, CompleteStep(ticket_id=ticket.id, step_id=step.id))
        return step is not None

    # --- walking --------------------------------------------------------------------------------

    def _stroll(self) -> None:
        if self._walk is not None and not self._walk_for:
            return
        self._walk, self._walk_for = None, ""
        if self._home and self._due("stroll", self._between(REST_S)):
            del self._when["stroll"]
            near = [place for place in self._home if place.metres_to(self.at) < STROLL_M]
            self._go(self.rng.choice(near or self._home), "")

    def _go(self, goal: Position, what: str) -> None:
        leg = self._stage.services.travel.path(self.at, goal)
        path = leg.path if leg is not None and len(leg.path) > 1 else (self.at, goal)
        self._walk, self._walk_for = Walk(path), what
