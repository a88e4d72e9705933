"""An alert: a report that something is wrong. Being acknowledged is a reason to be quiet, not a state of the alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.changed import changed
from dispatch.events import Folds, Place, Recorded

if TYPE_CHECKING:
    from dispatch.board import Board

#: A resolved that came before its firing waits this long for it.
HELD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Alert:
    id: str
    fingerprint: str
    source: str
    kind: str
    severity: str
    state: str  # firing | pulse | resolved
    device_id: str | None
    where: Place
    description: str
    labels: dict[str, str]
    media: tuple[str, ...]
    exercise: bool
    occurred_at: datetime
    received_at: datetime
    last_at: datetime
    clock_suspect: bool
    ticket_id: str | None
    repeat_count: int = 0
    acknowledged_by: str | None = None
    resolved_at: datetime | None = None


def _raised(board: Board, r: Recorded, ev: e.AlertRaised) -> None:
    board.alerts[ev.alert_id] = Alert(
        id=ev.alert_id,
        fingerprint=ev.fingerprint,
        source=ev.source,
        kind=ev.kind,
        severity=ev.severity,
        state="pulse" if ev.pulse else "firing",
        device_id=ev.device_id,
        where=ev.where,
        description=ev.description,
        labels=ev.labels,
        media=ev.media,
        exercise=ev.exercise,
        occurred_at=ev.occurred_at,
        received_at=ev.received_at,
        last_at=ev.received_at,
        clock_suspect=ev.clock_suspect,
        ticket_id=ev.ticket_id,
    )
    board.by_fingerprint[ev.fingerprint] = ev.alert_id
    board.held.pop(ev.fingerprint, None)
    if not ev.exercise:
        minute = str(int(ev.received_at.timestamp() // 60))
        board.alerts_by_minute[minute] = board.alerts_by_minute.get(minute, 0) + 1
    if ev.ticket_id:
        _attach(board, ev.alert_id, ev.ticket_id)


def _attach(board: Board, alert_id: str, ticket_id: str) -> None:
    ticket = board.tickets.get(ticket_id)
    if ticket is not None and alert_id not in ticket.alert_ids:
        board.tickets[ticket_id] = changed(ticket, alert_ids=(*ticket.alert_ids, alert_id))


def _repeated(board: Board, r: Recorded, ev: e.AlertRepeated) -> None:
    alert = board.alerts[ev.alert_id]
    board.alerts[ev.alert_id] = changed(alert, repeat_count=alert.repeat_count + 1, last_at=r.at)


def _resolved(board: Board, r: Recorded, ev: e.AlertResolved) -> None:
    board.alerts[ev.alert_id] = changed(board.alerts[ev.alert_id], state="resolved", resolved_at=r.at)


def _held(board: Board, r: Recorded, ev: e.ResolutionHeld) -> None:
    board.held[ev.fingerprint] = (ev.occurred_at, r.at)


def _acknowledged(board: Board, r: Recorded, ev: e.AlertAcknowledged) -> None:
    board.alerts[ev.alert_id] = changed(board.alerts[ev.alert_id], acknowledged_by=ev.by)


def _attached(board: Board, r: Recorded, ev: e.AlertAttached) -> None:
    alert = board.alerts.get(ev.alert_id)
    if alert is None:
        return
    former = board.tickets.get(alert.ticket_id) if alert.ticket_id else None
    if former is not None and former.id != ev.ticket_id:
        left = tuple(a for a in former.alert_ids if a != ev.alert_id)
        board.tickets[former.id] = changed(former, alert_ids=left)
    board.alerts[ev.alert_id] = changed(alert, ticket_id=ev.ticket_id)
    _attach(board, ev.alert_id, ev.ticket_id)


FOLDS: Folds = {
    e.AlertRaised: _raised,
    e.AlertRepeated: _repeated,
    e.AlertResolved: _resolved,
    e.ResolutionHeld: _held,
    e.AlertAcknowledged: _acknowledged,
    e.AlertAttached: _attached,
}
