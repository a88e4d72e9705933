"""The board as a whole on every event, by the rules of ``dispatch.planning.board``; its answer as offers and recalls.

What the lab adds is what it knows of its own workers: where they are, and when they are expected to be done.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from console.lab.desk import Desk
from console.lab.draws import MEAN_ANSWER_S, climb_s, work_mean_s
from console.lab.hand import Hand as Worker
from console.lab.score import REPLANNED
from dispatch import matching
from dispatch.commands import OfferAssignment, RecallAssignment
from dispatch.first_offer import ASK_AGAIN_AFTER
from dispatch.planning import Hand, Plan, Told, plan
from dispatch.planning.board import Considered, Opening, consider, problem_of, to_say
from dispatch.position import Position
from dispatch.ticket import OPEN, Ticket

if TYPE_CHECKING:
    from console.lab.play import Play

#: the second worker of an extreme ticket is a task of its own
SECOND = "#2"
#: on scene longer than expected: he is thought to need this much more, seconds
SOON_S = 120.0
#: told but not yet on the way: the walk that is reckoned with, seconds
UNDERWAY_S = 300.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A hand and where it will be when it is free."""

    hand: Hand
    at: Position


class PlannedDesk(Desk):
    """Turns a plan into offers and recalls."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.changes = 0
        self._by_skills: dict[tuple[str, ...], frozenset[str]] = {}

    def turn(self) -> None:
        idle = self._idle()
        asked = consider(self.open(), self.policy)
        if not asked.openings or not (idle or asked.workers):
            return  # nobody would hear of any plan
        hands = self._hands(asked.workers)
        if hands:
            self._carry_out(asked, self._plan(asked, hands), idle)

    # --- what there is ----------------------------------------------------------------------------

    def open(self) -> list[Opening]:
        """Every place that is not yet filled by somebody on scene."""
        board, out = self.play.board, []
        for ticket in self.play.open_tickets():
            if ticket.state not in OPEN:
                continue
            held = board.assignments_of(ticket.id)
            live = [a for a in held if a.stage != "recalling"]
            there = sum(a.stage == "on_scene" for a in live)
            coming = [Told(a.worker_id, a.stage) for a in live if a.stage != "on_scene"]
            wanted = 2 if self.play.day.pairs and ticket.severity == "extreme" else 1
            if there and wanted == 2:
                wanted = len(live)  # the second is sent with the first, or not at all
            names = [ticket.id, ticket.id + SECOND][there:wanted]
            for n, name in enumerate(names):
                told = coming[n] if n < len(coming) else None
                able = self._able(ticket, {a.worker_id for a in held} - {told.worker_id if told else ""})
                out.append(self._opening(ticket, name, told, able, n + there == 0))
        return out

    def _opening(
        self, ticket: Ticket, name: str, told: Told | None, able: frozenset[str] | None, is_first: bool
    ) -> Opening:
        clock = self.play.clock
        due = clock.seconds(ticket.arrive_by) - MEAN_ANSWER_S if ticket.arrive_by else None
        return Opening(
            name, ticket.severity, clock.seconds(ticket.opened_at), due, work_mean_s(ticket.severity), told, able,
            is_first,
        )  # fmt: skip

    def _able(self, ticket: Ticket, on_it: set[str]) -> frozenset[str] | None:
        """Who has the skills, is not on it, and did not decline just now; None: everybody."""
        now = self.play.clock.now()
        never = on_it | {worker for worker, at in ticket.tried if now - at < ASK_AGAIN_AFTER}
        need = self.play.board.kinds[ticket.kind].skills
        if not never and not need:
            return None
        return self._skilled(need) - never

    def _skilled(self, need: tuple[str, ...]) -> frozenset[str]:
        """Who has these skills; nobody learns or forgets any during a day."""
        if need not in self._by_skills:
            workers = self.play.board.workers
            able = (one for one in self.play.hands if set(need) <= set(workers[one].skills))
            self._by_skills[need] = frozenset(able)
        return self._by_skills[need]

    def _hands(self, moved: Collection[str]) -> list[Ready]:
        """Everybody on duty: who has nothing or may be moved now, the others from when and where they are expected to
        be done."""
        horizon = self.play.clock.t + self.policy.horizon_min * 60
        found = (self._ready(hand, hand.id in moved) for hand in self.play.hands.values())
        return [one for one in found if one.hand.free_at <= horizon]

    def _ready(self, worker: Worker, moved: bool) -> Ready:
        board, t = self.play.board, self.play.clock.t
        work = [held for held in board.work_of(worker.id) if held.stage != "recalling"]
        if not work or moved:
            return Ready(Hand(worker.id, free_at=t, most=1), worker.at)
        held, job = work[0], self.play.job_of(work[0].ticket_id)
        needs = work_mean_s(job.severity)
        if held.stage == "on_scene":
            free_at = max(t + SOON_S, self.play.clock.seconds(held.since) + needs)
        else:
            free_at = max(t, worker.arrives or t + UNDERWAY_S) + needs
        return Ready(Hand(worker.id, free_at=free_at, most=1), job.place)

    # --- planning ---------------------------------------------------------------------------------

    def _plan(self, asked: Considered, hands: list[Ready]) -> Plan:
        board, play = self.play.board, self.play
        tickets = [board.tickets[ticket_of(one.id)] for one in asked.openings]
        places = [play.job_of(ticket.id).place for ticket in tickets]
        climb = np.array([climb_s(ticket.where.floor) for ticket in tickets])
        seconds = np.full(
            (len(hands) + len(places), len(places)), np.inf
        )  # one ticket a hand: none to walk to after it
        seconds[: len(hands)] = play.ways.seconds([one.at for one in hands], places) + climb[None, :]
        problem = problem_of(
            play.clock.t, asked, [one.hand for one in hands], seconds, climb, self.policy,
            busy_s=play.day.busy_s, on_duty=len(play.hands),
        )  # fmt: skip
        return plan(problem, time_limit_s=0.0)

    # --- saying it --------------------------------------------------------------------------------

    def _idle(self) -> frozenset[str]:
        board = self.play.board
        return frozenset(worker for worker in self.play.hands if not board.work_of(worker))

    def _carry_out(self, asked: Considered, found: Plan, idle: frozenset[str]) -> None:
        by_id = {one.id: one for one in asked.openings}
        for worker_id, first in to_say(found, asked, idle):
            self._say(worker_id, by_id[first])

    def _say(self, worker_id: str, one: Opening) -> None:
        """Take back what stands against it, then offer."""
        board, ticket_id = self.play.board, ticket_of(one.id)
        if one.told is not None:
            self._recall(ticket_id, one.told.worker_id)
        for held in board.work_of(worker_id):
            if held.stage != "recalling":
                self._recall(held.ticket_id, worker_id)
        stack = matching.obstacle(board, board.workers[worker_id], None) is not None
        self.play.engine(OfferAssignment(ticket_id=ticket_id, worker_id=worker_id, stack=stack))

    def _recall(self, ticket_id: str, worker_id: str) -> None:
        """Counted once: a second call comes to nothing."""
        recall = RecallAssignment(ticket_id=ticket_id, worker_id=worker_id, reason=REPLANNED)
        self.changes += bool(self.play.engine(recall))


def ticket_of(opening_id: str) -> str:
    return opening_id.removesuffix(SECOND)
