"""An assignment: one worker sent to one ticket, and the stages it goes through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.changed import changed
from dispatch.events import Folds, Recorded

if TYPE_CHECKING:
    from dispatch.board import Board

#: Every move a worker may make. A step forward may be skipped, none taken back.
NEXT: dict[str, frozenset[str]] = {
    "offered": frozenset({"acknowledged", "en_route", "on_scene", "declined"}),
    "acknowledged": frozenset({"en_route", "on_scene", "declined"}),
    "en_route": frozenset({"on_scene", "declined"}),
    "on_scene": frozenset({"cleared"}),
    "recalling": frozenset(),
}
LIVE = frozenset(NEXT)
#: Somebody is coming or there.
TAKEN = frozenset({"acknowledged", "en_route", "on_scene"})
RECALL_CONFIRMS_S = 60
#: reason of a call back for a better plan, as a code: the screens have its sentence
REPLANNED = "replanned"


@dataclass(frozen=True, slots=True)
class Assignment:
    id: str
    ticket_id: str
    worker_id: str
    stage: str
    lead: bool
    stacked: bool
    automatic: bool
    offered_at: datetime
    since: datetime
    expires: datetime | None
    eta_s: float | None
    distance_m: float | None
    fix_age_s: float | None
    path: tuple[tuple[float, float], ...] = ()
    travel: str = ""
    reason: str = ""
    via: str = ""
    #: the role whose steps of a playbook it is for; empty: for the ticket itself
    role: str = ""
    #: offered to several at once
    broadcast: bool = False
    #: who offered it (an actor); who was quicker (a worker)
    by: str = ""
    taken_by: str = ""

    @property
    def is_live(self) -> bool:
        return self.stage in LIVE


def _offered(board: Board, r: Recorded, ev: e.AssignmentOffered) -> None:
    board.assignments[ev.assignment_id] = Assignment(
        id=ev.assignment_id,
        ticket_id=ev.ticket_id,
        worker_id=ev.worker_id,
        stage="offered",
        lead=ev.lead,
        stacked=ev.stacked,
        automatic=ev.automatic,
        offered_at=ev.offered_at,
        since=r.at,
        expires=ev.expires,
        eta_s=ev.eta_s,
        distance_m=ev.distance_m,
        fix_age_s=ev.fix_age_s,
        path=ev.path,
        travel=ev.travel,
        role=ev.role,
        broadcast=ev.broadcast,
        by="engine" if ev.automatic else r.actor,  # not whoever reported or declined just before
    )
    board.by_ticket[ev.ticket_id] = (*board.by_ticket.get(ev.ticket_id, ()), ev.assignment_id)
    board.by_worker[ev.worker_id] = (*board.by_worker.get(ev.worker_id, ()), ev.assignment_id)
    if not ev.automatic:
        board.tickets[ev.ticket_id] = changed(board.tickets[ev.ticket_id], hands_on=False)
    _lost(board, ev.worker_id, "")
    _restate(board, r, ev.ticket_id)


def _moved(board: Board, r: Recorded, ev: e.AssignmentMoved) -> None:
    held = board.assignments[ev.assignment_id]
    board.assignments[ev.assignment_id] = changed(held, stage=ev.stage, since=r.at, expires=None, via=ev.via)
    ticket = board.tickets[ev.ticket_id]
    if ev.stage == "on_scene" and ticket.arrived_at is None:
        board.tickets[ticket.id] = changed(ticket, arrived_at=r.at)
        if not ticket.exercise:
            board.arrived(r.at, (r.at - ticket.opened_at).total_seconds())
    _restate(board, r, ev.ticket_id)


def _ended(board: Board, r: Recorded, ev: e.AssignmentEnded) -> None:
    held = board.assignments[ev.assignment_id]
    board.assignments[ev.assignment_id] = changed(
        held, stage=ev.stage, since=r.at, expires=None, reason=ev.reason, taken_by=ev.by
    )
    board.by_worker[ev.worker_id] = tuple(a for a in board.by_worker.get(ev.worker_id, ()) if a != ev.assignment_id)
    ticket = board.tickets[ev.ticket_id]
    if ev.by:  # another was quicker: no failure of his, and nobody's recall
        _lost(board, ev.worker_id, ev.assignment_id)
        _restate(board, r, ev.ticket_id)
        return
    if ev.stage in ("declined", "expired", "recalled"):
        ticket = changed(ticket, tried=(*ticket.tried, (ev.worker_id, r.at)))
    if ev.stage in ("declined", "expired"):
        ticket = changed(ticket, offers_failed=ticket.offers_failed + 1)
    board.tickets[ticket.id] = ticket
    if ev.stage == "recalled":
        _hands_on(board, r, ticket.id)
    _restate(board, r, ev.ticket_id)


def _recalling(board: Board, r: Recorded, ev: e.AssignmentRecalling) -> None:
    held = board.assignments[ev.assignment_id]
    board.assignments[ev.assignment_id] = changed(
        held, stage="recalling", since=r.at, expires=ev.expires, reason=ev.reason
    )
    _hands_on(board, r, ev.ticket_id)
    _restate(board, r, ev.ticket_id)


def _lead_changed(board: Board, r: Recorded, ev: e.LeadChanged) -> None:
    for assignment in board.assignments_of(ev.ticket_id):
        leads = assignment.id == ev.assignment_id
        if assignment.lead != leads:
            board.assignments[assignment.id] = changed(assignment, lead=leads)


def _hands_on(board: Board, r: Recorded, ticket_id: str) -> None:
    """A person took somebody back: automatic dispatch waits until a person sends somebody again."""
    if r.actor.startswith(("dispatcher:", "admin:")):
        board.tickets[ticket_id] = changed(board.tickets[ticket_id], hands_on=True)


def _lost(board: Board, worker_id: str, assignment_id: str) -> None:
    """The last offer that went to a quicker colleague stands on the worker's row until the next offer."""
    worker = board.workers.get(worker_id)
    if worker is not None and worker.lost != assignment_id:
        board.workers[worker_id] = changed(worker, lost=assignment_id)


def _restate(board: Board, r: Recorded, ticket_id: str) -> None:
    """An open ticket is active while somebody has taken it, else pending, and waits since then."""
    ticket = board.tickets[ticket_id]
    if ticket.state in ("pending", "active"):
        taken = any(a.stage in TAKEN for a in board.assignments_of(ticket_id))
        waiting = None if taken else ticket.waiting_since or r.at
        board.tickets[ticket_id] = changed(ticket, state="active" if taken else "pending", waiting_since=waiting)


FOLDS: Folds = {
    e.AssignmentOffered: _offered,
    e.AssignmentMoved: _moved,
    e.AssignmentEnded: _ended,
    e.AssignmentRecalling: _recalling,
    e.LeadChanged: _lead_changed,
}
