"""What the planner is shown: open tickets and who may go, as plain values that can be sent to another process."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dispatch.allowance import allowance
from dispatch.approach import Approaches
from dispatch.assignment import REPLANNED, Assignment
from dispatch.board import Board
from dispatch.first_offer import ASK_AGAIN_AFTER, is_planned, left_to_plan, wants_offer
from dispatch.kind import BY_ITSELF
from dispatch.matching import free_at
from dispatch.matching.jobs import REST_S, WALK_M_S, position_of
from dispatch.matching.lineup import ACCURACY_M, DRIFT_M_S, DRIFT_MOST_M, OLD_FIX_S
from dispatch.matching.obstacle import SENT, in_need, other_role, skill_missing
from dispatch.modes import mode_of
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.roster import LOCAL, shift_of
from dispatch.ticket import OPEN, Ticket
from dispatch.worker import Worker

#: Coming, but not yet there: may still be sent elsewhere.
COMING = frozenset({"offered", "acknowledged", "en_route"})


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """``able`` are workers; ``told`` who leads it and in which stage. Times are epoch seconds. ``sought``: automatic
    dispatch is finding somebody; ``left``: that is, the plan is (``first_offer.left_to_plan``); ``moves``: so often it
    was taken from somebody for a better plan."""

    id: str
    number: str
    severity: str
    place: Position
    approach_s: float
    opened_at: float
    due: float | None
    service_s: float
    able: tuple[str, ...]
    told: tuple[str, str] | None
    auto: bool
    sought: bool
    left: bool
    moves: int


@dataclass(frozen=True, slots=True)
class Crew:
    """One worker on duty. ``place`` None: not known (``doubt`` says why); ``idle``: nothing given. ``free_at`` is when
    he could go if all were taken back that may be, ``done_at`` when he has done all he was told; each with its place.
    """

    id: str
    free_at: float
    place: Position | None
    unsure_s: float
    done_at: float
    done_place: Position | None
    until: float | None
    pace: float
    idle: bool
    doubt: str


@dataclass(frozen=True, slots=True)
class Picture:
    """``on_duty``: also beyond the horizon; ``own_changes``: so many of what people were told the engine may change by
    itself now, each at ``own_change_s``; ``far``: (number, km) of tickets set apart (``far.py``)."""

    seq: int
    at: float
    tickets: tuple[OpenTicket, ...]
    crew: tuple[Crew, ...]
    policy: Policy
    on_duty: int = 0
    own_changes: int = 0
    own_change_s: float = 0.0
    far: tuple[tuple[str, int], ...] = ()


def picture(
    board: Board, fixes: Mapping[str, Any], now: datetime, policy: Policy, *,
    approach: Approaches | None = None, paces: Mapping[str, float] | None = None,
) -> Picture:  # fmt: skip
    """The board as the planner needs it. Tickets without a place are left to people."""
    workers = [w for w in board.workers.values() if w.duty == "available" and in_need(board, w) is None]
    left, spare = left_to_plan(board, policy, now), allowance(board, policy, now)
    moves = Counter(a.ticket_id for a in board.assignments.values() if a.reason == REPLANNED)
    open_ = (t for t in board.tickets.values() if t.state in OPEN and is_planned(board, t))
    tickets = tuple(_open(board, t, workers, now, policy, approach, t.id in left, moves[t.id]) for t in open_)
    wanted = {worker for one in tickets for worker in one.able}
    crew = [
        _crew(board, one, fixes.get(one.id), now, policy, (paces or {}).get(one.id, 1.0))
        for one in workers
        if one.role in SENT or one.id in wanted
    ]
    horizon = now.timestamp() + 60 * policy.horizon_min
    return Picture(
        board.seq,
        now.timestamp(),
        tickets,
        tuple(one for one in crew if one.free_at <= horizon),
        policy,
        len(crew),
        spare.changes,
        spare.price_s(policy),
    )


def movable(board: Board, ticket_id: str) -> Assignment | None:
    """The lead's assignment while the lead is not there yet: the one a plan may change."""
    return next((a for a in board.assignments_of(ticket_id) if a.lead and not a.role and a.stage in COMING), None)


def _open(
    board: Board,
    ticket: Ticket,
    workers: list[Worker],
    now: datetime,
    policy: Policy,
    approach: Approaches | None,
    left: bool,
    moves: int,
) -> OpenTicket:
    kind, led = board.kinds.get(ticket.kind), movable(board, ticket.id)
    helping = {a.worker_id for a in board.assignments_of(ticket.id) if a is not led}
    tried = {w for w, at in ticket.tried if now - at < ASK_AGAIN_AFTER}
    day = now.astimezone(LOCAL).date()
    out = helping | tried | (_on_extreme(board) if ticket.severity == "extreme" else set())
    able = [
        w.id for w in workers if w.id not in out and not other_role(w, kind) and skill_missing(w, kind, day) is None
    ]
    way = approach(ticket.where, kind) if approach else None
    place = (way.entrance if way else None) or position_of(ticket.where)
    assert place is not None
    return OpenTicket(
        ticket.id, ticket.number, ticket.severity, place, way.seconds if way else 0.0,
        ticket.opened_at.timestamp(), ticket.arrive_by.timestamp() if ticket.arrive_by else None,
        policy.service_of(kind), tuple(able), (led.worker_id, led.stage) if led else None,
        mode_of(board, ticket) in BY_ITSELF and not ticket.hands_on, wants_offer(board, ticket), left,
        moves,
    )  # fmt: skip


def _on_extreme(board: Board) -> set[str]:
    """Who is bound to an extreme ticket and stays: nobody is given a second one."""
    held = (a for a in board.assignments.values() if a.is_live and a.stage != "recalling")
    return {a.worker_id for a in held if board.tickets[a.ticket_id].severity == "extreme" and not _may_move(board, a)}


def _crew(board: Board, worker: Worker, fix: Any, now: datetime, policy: Policy, pace: float) -> Crew:
    age = max(0.0, (now - fix.at).total_seconds()) if fix else 0.0
    doubt = "no_fix" if fix is None else "fix_too_old" if age > OLD_FIX_S else ""
    here = None if doubt else fix.position
    accuracy = getattr(fix, "accuracy_m", None)
    off = (ACCURACY_M if accuracy is None else accuracy) + min(DRIFT_M_S * age, DRIFT_MOST_M)
    work = [a for a in board.work_of(worker.id) if a.stage != "recalling"]
    staying = [a for a in work if not _may_move(board, a)]
    done, then = free_at(board, worker.id, now, policy=policy, here=here)
    free, place = (done, then) if len(staying) == len(work) else (now, here)
    if staying and len(staying) < len(work):
        free, place = _after(board, staying, now, policy, here)
    if staying:
        late = _overdue(board, staying, now, policy)
        free, done = free + late, done + late
    shift = shift_of(board, worker.id, now)
    return Crew(
        worker.id, free.timestamp(), place, 0.0 if staying or doubt else off / WALK_M_S, done.timestamp(), then,
        shift.ends.timestamp() if shift else None, pace, not board.work_of(worker.id), "" if staying else doubt,
    )  # fmt: skip


def _overdue(board: Board, staying: list[Assignment], now: datetime, policy: Policy) -> timedelta:
    """Who works on one place for more than twice the expected time is not "done in two minutes" for ever: as long again
    beyond. Else whoever forgot to say that he is done would keep every ticket near him waiting."""
    longest = max((now - a.since for a in staying if a.stage == "on_scene"), default=timedelta())
    expected = sum(policy.service_of(board.tickets[a.ticket_id].kind) for a in staying if a.stage == "on_scene")
    return max(timedelta(), longest - timedelta(seconds=2 * expected))


def _may_move(board: Board, held: Assignment) -> bool:
    return movable(board, held.ticket_id) is held and is_planned(board, board.tickets[held.ticket_id])


def _after(
    board: Board, staying: list[Assignment], now: datetime, policy: Policy, here: Position | None
) -> tuple[datetime, Position | None]:
    """When and where somebody is free of what no plan takes away, where it is not all he has."""
    last = board.tickets[staying[-1].ticket_id]
    work = sum(policy.service_of(board.tickets[a.ticket_id].kind) for a in staying)
    done = now + timedelta(seconds=max(REST_S, work - (now - staying[0].since).total_seconds()))
    return done, position_of(last.where) or here
