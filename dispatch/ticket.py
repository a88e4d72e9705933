"""A ticket: work to be done, from the first report until somebody has checked that it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dispatch import events as e
from dispatch.changed import changed
from dispatch.events import Folds, Place, Recorded
from dispatch.playbook import Mark

if TYPE_CHECKING:
    from dispatch.board import Board

OPEN = frozenset({"pending", "active"})
#: Shown on screens; closed, cancelled and merged tickets have left them.
LIVE = frozenset({"pending", "active", "resolved"})


@dataclass(frozen=True, slots=True)
class Ticket:
    id: str
    number: str
    kind: str
    severity: str
    state: str
    title: str
    description: str
    where: Place
    exercise: bool
    caller: str
    opened_by: str
    opened_at: datetime
    arrive_by: datetime | None
    finish_by: datetime | None
    alert_ids: tuple[str, ...]
    #: workers who declined, let it expire or were recalled, and when
    tried: tuple[tuple[str, datetime], ...] = ()
    offers_failed: int = 0
    #: a dispatcher recalled somebody: automatic dispatch keeps its hands off
    hands_on: bool = False
    breached: tuple[str, ...] = ()
    escalations: tuple[str, ...] = ()
    arrived_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    disposition: str | None = None
    note: str = ""
    photos: tuple[str, ...] = ()
    verified: bool | None = None
    checked: bool | None = None
    reworks: int = 0
    merged_into: str | None = None
    merged_alerts: tuple[str, ...] = ()
    referred_to: str = ""
    #: the key of the playbook's version that it began with, and how far each step is
    playbook: str = ""
    steps: tuple[Mark, ...] = ()
    #: since when nobody is on it; None while somebody is
    waiting_since: datetime | None = None
    #: how far up it was told (escalation.LEVELS), when, why, and who looks after it
    level: str = ""
    raised_at: datetime | None = None
    raised_for: str = ""
    taken_up_by: str = ""
    taken_up_at: datetime | None = None

    @property
    def is_overdue(self) -> bool:
        """Late now: the finish limit, or the arrival limit while nobody has arrived."""
        if self.state not in OPEN:
            return False
        return "finish" in self.breached or ("arrive" in self.breached and self.arrived_at is None)

    @property
    def due_at(self) -> datetime | None:
        """The next limit that counts."""
        if self.arrived_at is None and self.arrive_by is not None and self.state in OPEN:
            return self.arrive_by
        return self.finish_by


def opened(ev: e.TicketOpened) -> Ticket:
    return Ticket(
        id=ev.ticket_id,
        number=ev.number,
        kind=ev.kind,
        severity=ev.severity,
        state="pending",
        title=ev.title,
        description=ev.description,
        where=ev.where,
        exercise=ev.exercise,
        caller=ev.caller,
        opened_by=ev.opened_by,
        opened_at=ev.opened_at,
        arrive_by=ev.arrive_by,
        finish_by=ev.finish_by,
        alert_ids=ev.alert_ids,
        waiting_since=ev.opened_at,
    )


def _opened(board: Board, r: Recorded, ev: e.TicketOpened) -> None:
    board.tickets[ev.ticket_id] = opened(ev)
    day, _, count = ev.number.rpartition("-")
    board.numbers[day] = max(board.numbers.get(day, 0), int(count))
    for alert_id in ev.alert_ids:
        alert = board.alerts.get(alert_id)
        if alert is not None:
            board.alerts[alert_id] = changed(alert, ticket_id=ev.ticket_id)


def _amended(board: Board, r: Recorded, ev: e.TicketAmended) -> None:
    changes: dict[str, Any] = {
        name: getattr(ev, name)
        for name in ("where", "title", "description", "caller", "kind")
        if getattr(ev, name) is not None
    }
    board.tickets[ev.ticket_id] = changed(board.tickets[ev.ticket_id], **changes)


def _set(board: Board, ticket_id: str, **changes: Any) -> None:
    board.tickets[ticket_id] = changed(board.tickets[ticket_id], **changes)


def _prioritised(board: Board, r: Recorded, ev: e.TicketPrioritised) -> None:
    _set(board, ev.ticket_id, severity=ev.severity, arrive_by=ev.arrive_by, finish_by=ev.finish_by, breached=())


def _noted(board: Board, r: Recorded, ev: e.NoteAdded) -> None:
    photos = board.tickets[ev.ticket_id].photos
    _set(board, ev.ticket_id, photos=(*photos, *ev.photos))


def _verified(board: Board, r: Recorded, ev: e.TicketVerified) -> None:
    _set(board, ev.ticket_id, verified=ev.ok)


def _resolved(board: Board, r: Recorded, ev: e.TicketResolved) -> None:
    photos = (*board.tickets[ev.ticket_id].photos, *ev.photos)
    _set(
        board, ev.ticket_id, state="resolved", resolved_at=r.at, disposition=ev.disposition, note=ev.note, photos=photos
    )


def _checked(board: Board, r: Recorded, ev: e.TicketChecked) -> None:
    _set(board, ev.ticket_id, checked=ev.ok)
    if not ev.ok:
        ticket = board.tickets[ev.ticket_id]
        _reopen(board, r, ev.ticket_id, ev.arrive_by, ev.finish_by)
        _set(board, ev.ticket_id, reworks=ticket.reworks + 1)


def _reopen(board: Board, r: Recorded, ticket_id: str, arrive_by: datetime | None, finish_by: datetime | None) -> None:
    _set(
        board,
        ticket_id,
        state="pending",
        disposition=None,
        resolved_at=None,
        closed_at=None,
        arrived_at=None,
        arrive_by=arrive_by,
        finish_by=finish_by,
        tried=(),
        breached=(),
        escalations=(),
        offers_failed=0,
        hands_on=False,
        merged_into=None,
        waiting_since=r.at,
        level="",
        raised_at=None,
        raised_for="",
        taken_up_by="",
        taken_up_at=None,
    )
    board.left.pop(ticket_id, None)


def _closed(board: Board, r: Recorded, ev: e.TicketClosed) -> None:
    _leave(board, r, ev.ticket_id, state="closed")
    ticket = board.tickets[ev.ticket_id]
    if not ticket.exercise:
        board.closed_on(r.at)


def _leave(board: Board, r: Recorded, ticket_id: str, **changes: Any) -> None:
    _set(board, ticket_id, closed_at=r.at, **changes)
    board.left[ticket_id] = r.at
    sos_of = board.sos.pop(ticket_id, None)
    if sos_of is not None and sos_of in board.workers:
        board.workers[sos_of] = changed(board.workers[sos_of], sos=False)


def _reopened(board: Board, r: Recorded, ev: e.TicketReopened) -> None:
    if ev.ticket_id not in board.tickets and ev.carried is not None:
        board.tickets[ev.ticket_id] = opened(ev.carried)
    _reopen(board, r, ev.ticket_id, ev.arrive_by, ev.finish_by)


def _cancelled(board: Board, r: Recorded, ev: e.TicketCancelled) -> None:
    _leave(board, r, ev.ticket_id, state="cancelled", disposition="cancelled", note=ev.reason)


def _merged(board: Board, r: Recorded, ev: e.TicketMerged) -> None:
    mine = board.tickets[ev.ticket_id].alert_ids
    _leave(board, r, ev.ticket_id, state="merged", disposition="duplicate", merged_into=ev.into, merged_alerts=mine)


def _unmerged(board: Board, r: Recorded, ev: e.TicketUnmerged) -> None:
    ticket = board.tickets[ev.ticket_id]
    _reopen(board, r, ev.ticket_id, ticket.arrive_by, ticket.finish_by)


def _referred(board: Board, r: Recorded, ev: e.TicketReferred) -> None:
    _set(board, ev.ticket_id, state="resolved", resolved_at=r.at, disposition="referred", referred_to=ev.org)


def _breached(board: Board, r: Recorded, ev: e.LimitBreached) -> None:
    _set(board, ev.ticket_id, breached=(*board.tickets[ev.ticket_id].breached, ev.limit))


FOLDS: Folds = {
    e.TicketOpened: _opened,
    e.TicketAmended: _amended,
    e.TicketPrioritised: _prioritised,
    e.NoteAdded: _noted,
    e.TicketVerified: _verified,
    e.TicketResolved: _resolved,
    e.TicketChecked: _checked,
    e.TicketClosed: _closed,
    e.TicketReopened: _reopened,
    e.TicketCancelled: _cancelled,
    e.TicketMerged: _merged,
    e.TicketUnmerged: _unmerged,
    e.TicketReferred: _referred,
    e.LimitBreached: _breached,
}
