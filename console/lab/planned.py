"""The board as a whole: dispatch.planning on every event, and of its answer only what must be said now.

Who is free and first on a plan is told. Who is still busy is not: his next ticket may change without a call (commit
late). What was told is taken back where the plan says so, within the policy's budget; on scene nobody is moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from console.lab.desk import Desk
from console.lab.draws import MEAN_ANSWER_S, climb_s, work_mean_s
from console.lab.hand import Hand as Worker
from console.lab.score import REPLANNED
from dispatch import matching
from dispatch.commands import OfferAssignment, RecallAssignment
from dispatch.decide.assignments import ASK_AGAIN_AFTER
from dispatch.planning import WEIGHT, Hand, Plan, Problem, Task, Told, plan
from dispatch.ticket import OPEN, Ticket

if TYPE_CHECKING:
    from console.lab.play import Play

#: the second worker of an extreme ticket is a task of its own
SECOND = "#2"
#: on scene longer than expected: he is thought to need this much more, seconds
SOON_S = 120.0


@dataclass(slots=True)
class Open:
    """One place to be filled: a ticket, or the second place of an extreme one; ``told`` is who has heard of it."""

    id: str
    ticket: Ticket
    told: Told | None
    weight: float


class PlannedDesk(Desk):
    """Turns a plan into offers and recalls."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.changes = 0

    def turn(self) -> None:
        open_ = self.open()
        if not any(one.told is None for one in open_):
            return
        hands = self._hands()
        if not hands:
            return
        self._carry_out(open_, self._plan(open_, hands))

    # --- what there is ----------------------------------------------------------------------------

    def open(self) -> list[Open]:
        """Every place that is not yet filled by somebody on scene."""
        board, out = self.play.board, []
        for ticket in board.tickets.values():
            if ticket.state not in OPEN:
                continue
            live = [a for a in board.assignments_of(ticket.id) if a.stage != "recalling"]
            there = sum(a.stage == "on_scene" for a in live)
            coming = [Told(a.worker_id, a.stage) for a in live if a.stage != "on_scene"]
            wanted = 2 if self.play.day.pairs and ticket.severity == "extreme" else 1
            if there and wanted == 2:
                wanted = len(live)  # the second is sent with the first, or not at all
            names = [ticket.id, ticket.id + SECOND][there:wanted]
            for n, name in enumerate(names):
                told = coming[n] if n < len(coming) else None
                first = n + there == 0
                out.append(Open(name, ticket, told, WEIGHT[ticket.severity] if first else WEIGHT["moderate"]))
        return out

    def _hands(self) -> list[tuple[Hand, Worker]]:
        """Everybody on duty; who is on scene from when the work is expected to be done."""
        board, t, out = self.play.board, self.play.clock.t, []
        horizon = t + self.policy.horizon_min * 60
        for hand in self.play.hands.values():
            free_at = t
            for held in board.work_of(hand.id):
                if held.stage == "on_scene":
                    since = self.play.clock.seconds(held.since)
                    free_at = max(t + SOON_S, since + work_mean_s(board.tickets[held.ticket_id].severity))
            if free_at <= horizon:
                out.append((Hand(hand.id, free_at=free_at, most=1), hand))  # one each: solved to proof, in 1 ms
        return out

    # --- planning ---------------------------------------------------------------------------------

    def _plan(self, open_: list[Open], hands: list[tuple[Hand, Worker]]) -> Plan:
        places = [self.play.job_of(one.ticket.id).place for one in open_]
        climb = np.array([climb_s(one.ticket.where.floor) for one in open_])
        starts = [hand.at for _, hand in hands] + places
        seconds = self._walk(starts, places) + climb[None, :]
        ids = [hand.id for _, hand in hands]
        tasks = tuple(self._task(one, ids) for one in open_)
        told = {one.id: one.told for one in open_ if one.told is not None and one.told.worker_id in ids}
        problem = Problem(
            now=self.play.clock.t,
            tasks=tasks,
            hands=tuple(hand for hand, _ in hands),
            seconds=seconds,
            told=told,
            max_changes=self.policy.max_changes,
        )
        return plan(problem, time_limit_s=0.0)

    def _walk(self, starts: list, places: list) -> np.ndarray:  # type: ignore[type-arg]
        return self.play.ways.seconds(starts, places)

    def _task(self, one: Open, ids: list[str]) -> Task:
        board, clock, ticket = self.play.board, self.play.clock, one.ticket
        kind = board.kinds[ticket.kind]
        never = {w for w, at in ticket.tried if clock.now() - at < ASK_AGAIN_AFTER}
        never |= {a.worker_id for a in board.assignments_of(ticket.id)} - {one.told.worker_id if one.told else ""}
        need = set(kind.skills)
        able = None
        if never or need:
            able = frozenset(n for n, w in enumerate(ids) if w not in never and need <= set(board.workers[w].skills))
        due = clock.seconds(ticket.arrive_by) - MEAN_ANSWER_S if ticket.arrive_by else None
        since = clock.seconds(ticket.opened_at)
        return Task(
            one.id,
            weight=one.weight,
            release=since,
            due=due,
            service_s=work_mean_s(ticket.severity),
            able=able,
            since=since,
        )

    # --- saying it --------------------------------------------------------------------------------

    def _carry_out(self, open_: list[Open], found: Plan) -> None:
        by_id = {one.id: one for one in open_}
        for worker_id, route in found.routes.items():
            first = by_id[route[0]]
            if first.told is not None and first.told.worker_id == worker_id:
                continue
            if not self._may_hear(worker_id):
                continue
            if first.told is None and self._held_back(first):
                continue
            self._say(worker_id, first)

    def _may_hear(self, worker_id: str) -> bool:
        """Nobody who is on scene is told what comes next."""
        return all(held.stage != "on_scene" for held in self.play.board.work_of(worker_id))

    def _held_back(self, one: Open) -> bool:
        return False

    def _say(self, worker_id: str, one: Open) -> None:
        """Take back what stands against it, then offer."""
        board = self.play.board
        if one.told is not None:
            self._recall(one.ticket.id, one.told.worker_id)
        for held in board.work_of(worker_id):
            if held.stage != "recalling":
                self._recall(held.ticket_id, worker_id)
        stack = matching.obstacle(board, board.workers[worker_id], None) is not None
        self.play.engine(OfferAssignment(ticket_id=one.ticket.id, worker_id=worker_id, stack=stack))

    def _recall(self, ticket_id: str, worker_id: str) -> None:
        self.changes += 1
        self.play.engine(RecallAssignment(ticket_id=ticket_id, worker_id=worker_id, reason=REPLANNED))
