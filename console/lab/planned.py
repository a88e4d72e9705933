"""The board as a whole: dispatch.planning on every event, and of its answer only what must be said now.

Who is free and first on a plan is told. Who is still busy is not: his next ticket may change without a call (commit
late). What was told is taken back where the plan says so, within the policy's budget; on scene nobody is moved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from console.lab.desk import Desk
from console.lab.draws import MEAN_ANSWER_S, climb_s, work_mean_s
from console.lab.hand import Hand as Worker
from console.lab.score import REPLANNED
from dispatch import matching
from dispatch.commands import OfferAssignment, RecallAssignment
from dispatch.decide.assignments import ASK_AGAIN_AFTER
from dispatch.planning import WEIGHT, Costs, Hand, Plan, Problem, Task, Told, plan
from dispatch.position import Position
from dispatch.severity import rank
from dispatch.ticket import OPEN, Ticket

if TYPE_CHECKING:
    from console.lab.play import Play

#: what is worth calling somebody off for who is on the way to something less
URGENT = ("extreme", "severe")
#: What waiting, lateness and walking cost (found by trying, 2 districts × 2 days at load 0.8). Being late at all
#: counts, not how much: a second after a lost clock waits like any other, or one lost ticket would cost the next its
#: clock.
COSTS = Costs(late=0.0, late_once=600.0, wait=1.0, walk=0.3)
#: hands of whom only is known that they will be there, and their walk
LATER, LATER_WALK_S = "later:", 240.0
#: the second worker of an extreme ticket is a task of its own
SECOND = "#2"
#: on scene longer than expected: he is thought to need this much more, seconds
SOON_S = 120.0
#: told but not yet on the way: the walk that is reckoned with, seconds
UNDERWAY_S = 300.0


@dataclass(slots=True)
class Open:
    """One place to be filled: a ticket, or the second place of an extreme one; ``told`` is who has heard of it."""

    id: str
    ticket: Ticket
    told: Told | None
    weight: float
    is_first: bool = True

    @property
    def is_urgent(self) -> bool:
        """Somebody who was told something less may be sent here instead."""
        return self.is_first and self.ticket.severity in URGENT


@dataclass(frozen=True, slots=True)
class Ready:
    """A hand and where it will be when it is free; ``idle``: nothing is asked of this worker."""

    hand: Hand
    at: Position
    idle: bool


class PlannedDesk(Desk):
    """Turns a plan into offers and recalls."""

    def __init__(self, play: Play) -> None:
        super().__init__(play)
        self.changes = 0

    def turn(self) -> None:
        places = self.open()
        waiting = [one for one in places if one.told is None]
        if not waiting:
            return
        moved = self._movable(places, waiting)
        hands = self._hands({one.told.worker_id for one in moved if one.told})
        urgent = sum(one.is_urgent for one in waiting) if moved else 0
        if hands:
            self._carry_out([*waiting, *moved], self._plan([*waiting, *moved], hands, urgent))

    def _movable(self, places: list[Open], waiting: list[Open]) -> list[Open]:
        """What was told to somebody and may be taken back for what is urgent now."""
        urgent = [rank(one.ticket.severity) for one in waiting if one.is_urgent]
        if not urgent or not self.policy.max_changes:
            return []
        return [one for one in places if one.told is not None and rank(one.ticket.severity) > min(urgent)]

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
                out.append(Open(name, ticket, told, WEIGHT[ticket.severity] if first else WEIGHT["moderate"], first))
        return out

    def _hands(self, moved: set[str]) -> list[Ready]:
        """Everybody on duty: who has nothing or may be moved now, the others from when and where they are expected to
        be done."""
        horizon = self.play.clock.t + self.policy.horizon_min * 60
        found = (self._ready(hand, hand.id in moved) for hand in self.play.hands.values())
        return [one for one in found if one.hand.free_at <= horizon]

    def _ready(self, worker: Worker, moved: bool) -> Ready:
        board, t = self.play.board, self.play.clock.t
        work = [held for held in board.work_of(worker.id) if held.stage != "recalling"]
        if not work or moved:
            return Ready(Hand(worker.id, free_at=t, most=1), worker.at, not work)
        held, job = work[0], self.play.job_of(work[0].ticket_id)
        needs = work_mean_s(job.severity)
        if held.stage == "on_scene":
            free_at = max(t + SOON_S, self.play.clock.seconds(held.since) + needs)
        else:
            free_at = max(t, worker.arrives or t + UNDERWAY_S) + needs
        return Ready(Hand(worker.id, free_at=free_at, most=1), job.place, False)

    # --- planning ---------------------------------------------------------------------------------

    def _plan(self, open_: list[Open], hands: list[Ready], urgent: int) -> Plan:
        places = [self.play.job_of(one.ticket.id).place for one in open_]
        climb = np.array([climb_s(one.ticket.where.floor) for one in open_])
        seconds = self._walk([one.at for one in hands], places) + climb[None, :]
        later = self._later(len(open_) - len(hands))
        between = self._walk(places, places) + climb[None, :]
        ids = [one.hand.id for one in hands]
        problem = Problem(
            now=self.play.clock.t,
            tasks=tuple(self._task(one, ids, len(later)) for one in open_),
            hands=(*(one.hand for one in hands), *later),
            seconds=np.concatenate(
                [seconds, np.full((len(later), len(open_)), LATER_WALK_S) + climb[None, :], between]
            ),
            told={one.id: one.told for one in open_ if one.told is not None and one.told.worker_id in ids},
            max_changes=min(self.policy.max_changes, urgent),
            costs=COSTS if not urgent else replace(COSTS, change=self.policy.change_s),
        )
        return plan(problem, time_limit_s=0.0)

    def _later(self, count: int) -> list[Hand]:
        """For more tickets than hands: whoever is free a second time. Nobody knows who and where, but about when. A
        ticket that is planned for one of these waits, and the plan knows what that costs."""
        busy_s = self.play.day.busy_s
        first, every = self.play.clock.t + busy_s, busy_s / len(self.play.hands)
        return [Hand(f"{LATER}{n}", free_at=first + n * every, most=1) for n in range(count)]

    def _walk(self, starts: list, places: list) -> np.ndarray:  # type: ignore[type-arg]
        return self.play.ways.seconds(starts, places)

    def _task(self, one: Open, ids: list[str], later: int) -> Task:
        board, clock, ticket = self.play.board, self.play.clock, one.ticket
        kind = board.kinds[ticket.kind]
        never = {w for w, at in ticket.tried if clock.now() - at < ASK_AGAIN_AFTER}
        never |= {a.worker_id for a in board.assignments_of(ticket.id)} - {one.told.worker_id if one.told else ""}
        need = set(kind.skills)
        able = None
        if never or need:
            known = {n for n, w in enumerate(ids) if w not in never and need <= set(board.workers[w].skills)}
            able = frozenset(known | set(range(len(ids), len(ids) + later)))
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
        moved = {one.told.worker_id for one in open_ if one.told is not None}
        for worker_id, route in found.routes.items():
            if worker_id.startswith(LATER):
                continue
            first = by_id[route[0]]
            if first.told is not None and first.told.worker_id == worker_id:
                continue
            if not self._may_hear(worker_id, moved):
                continue
            self._say(worker_id, first)

    def _may_hear(self, worker_id: str, moved: set[str]) -> bool:
        """Nobody who is still busy is told what comes next, but who is sent elsewhere now."""
        return worker_id in moved or not self.play.board.work_of(worker_id)

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
