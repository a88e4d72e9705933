"""Rows of the screens, per view: what each may see. Whole and idempotent; leaving sight is a None.

A view is ``desk``, ``wall`` or ``worker:<id>``. Telemetry (places, presence) is not on the board: the edge adds it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dispatch.alert import Alert
from dispatch.assignment import Assignment
from dispatch.board import SHOWN, Board
from dispatch.codec import format_time
from dispatch.modes import mode_of
from dispatch.projections import masking
from dispatch.projections.rounds import of_worker
from dispatch.projections.steps import steps_of
from dispatch.ticket import LIVE, Ticket
from dispatch.worker import Worker

Row = dict[str, Any]


def render(board: Board, table: str, row_id: str, view: str) -> Row | None:
    """The row as ``view`` may see it now; None when it is not (or no longer) in sight."""
    held = getattr(board, table).get(row_id)
    return None if held is None else _RENDER[table](board, held, view)


def snapshot(board: Board, view: str) -> dict[str, list[Row]]:
    """Every row in sight of ``view``, by table."""
    return {
        table: [row for key in getattr(board, table) if (row := render(board, table, key, view))] for table in SHOWN
    }


def time(at: datetime | None) -> str | None:
    return None if at is None else format_time(at)


def worker_of_view(view: str) -> str | None:
    return view[len("worker:") :] if view.startswith("worker:") else None


# --- tickets ----------------------------------------------------------------------------------


def _sees_ticket(board: Board, ticket: Ticket, view: str) -> bool:
    if ticket.state not in LIVE:
        return False
    me = worker_of_view(view)
    return me is None or any(a.worker_id == me for a in board.assignments_of(ticket.id))


def ticket_row(board: Board, ticket: Ticket, view: str = "desk") -> Row:
    """The row of a ticket, whatever its state (the desk reads closed ones too)."""
    kind = board.kinds.get(ticket.kind)
    row: Row = {
        "id": ticket.id,
        "number": ticket.number,
        "kind": ticket.kind,
        "category": kind.category if kind else "",
        "severity": ticket.severity,
        "state": ticket.state,
        "title": ticket.title or (kind.zh if kind else ticket.kind),
        "description": ticket.description,
        **place(ticket.where),
        "outside_district": ticket.where.outside_district,
        "exercise": ticket.exercise,
        "reporter": masking.caller(ticket.caller),
        "opened_by": ticket.opened_by,
        "opened_at": time(ticket.opened_at),
        "arrive_by": time(ticket.arrive_by),
        "finish_by": time(ticket.finish_by),
        "arrived_at": time(ticket.arrived_at),
        "resolved_at": time(ticket.resolved_at),
        "due_at": time(ticket.due_at),
        "overdue": ticket.is_overdue,
        "verified": ticket.verified,
        "checked": ticket.checked,
        "reworks": ticket.reworks,
        "escalations": list(ticket.escalations),
        "escalation": _escalation(ticket) if view == "desk" else None,
        "mode": mode_of(board, ticket),
        "disposition": ticket.disposition,
        "note": ticket.note,
        "photos": list(ticket.photos),
        "referred_to": ticket.referred_to,
        "merged_into": ticket.merged_into,
        "closed_at": time(ticket.closed_at),
        "alert_ids": list(ticket.alert_ids),
        "repeat_count": sum(board.alerts[a].repeat_count for a in ticket.alert_ids if a in board.alerts),
        "assignments": [_embedded(board, a) for a in board.assignments_of(ticket.id)],
        **steps_of(board, ticket, view),
    }
    if view == "wall":  # nobody's name or words on a wall that visitors see
        row |= {"reporter": "", "photos": [], "note": "", "description": row["description"] if ticket.alert_ids else ""}
    return row


def _escalation(ticket: Ticket) -> Row | None:
    """How far up it was told, why, and who looks after it."""
    if not ticket.level:
        return None
    taken = {"taken_by": ticket.taken_up_by, "taken_at": time(ticket.taken_up_at)}
    return {"level": ticket.level, "reason": ticket.raised_for, "at": time(ticket.raised_at), **taken}


def _ticket(board: Board, ticket: Ticket, view: str) -> Row | None:
    return ticket_row(board, ticket, view) if _sees_ticket(board, ticket, view) else None


def place(where: Any) -> Row:
    """The place fields that tickets and alerts share."""
    names = ("lon", "lat", "place", "unit", "floor", "room", "building_id", "grid_code")
    return {name: getattr(where, name) for name in names}


def _embedded(board: Board, held: Assignment) -> Row:
    worker = board.workers.get(held.worker_id)
    return {
        "worker_id": held.worker_id,
        "name": worker.name if worker else held.worker_id,
        "role": worker.role if worker else "",
        "lead": held.lead,
        "for_role": held.role,
        "stage": held.stage,
        "eta_s": held.eta_s,
        "since": time(held.since),
        "expires": time(held.expires),
        "broadcast": held.broadcast,
    }


# --- the others -------------------------------------------------------------------------------


def _alert(board: Board, alert: Alert, view: str) -> Row | None:
    """In sight while its ticket lives; without a ticket until it is over. A worker has no list of alerts."""
    if worker_of_view(view) is not None:
        return None
    ticket = board.tickets.get(alert.ticket_id) if alert.ticket_id else None
    if alert.ticket_id and (ticket is None or ticket.state not in LIVE):
        return None
    if not alert.ticket_id and alert.state == "resolved":
        return None
    return {
        "id": alert.id,
        "kind": alert.kind,
        "severity": alert.severity,
        "state": alert.state,
        "device_id": alert.device_id,
        **place(alert.where),
        "description": alert.description,
        "labels": dict(alert.labels),
        "media": list(alert.media),
        "exercise": alert.exercise,
        "outside_district": alert.where.outside_district,
        "occurred_at": time(alert.occurred_at),
        "received_at": time(alert.received_at),
        "clock_suspect": alert.clock_suspect,
        "repeat_count": alert.repeat_count,
        "acknowledged_by": alert.acknowledged_by,
        "source": alert.source,
        "ticket_id": alert.ticket_id,
    }


def _worker(board: Board, worker: Worker, view: str) -> Row | None:
    me = worker_of_view(view)
    if me is not None and me != worker.id:
        return None
    work = board.work_of(worker.id)
    return {
        "id": worker.id,
        "name": worker.name,
        "role": worker.role,
        "org": worker.org,
        "duty": worker.duty,
        "duty_since": time(worker.duty_since),
        "sos": worker.sos,
        "grid_code": worker.grid_code,
        "skills": list(worker.skills),
        "phone": masking.phone(worker.phone) if view == "desk" else (worker.phone if me else ""),
        "lon": None,
        "lat": None,
        "fix_at": None,
        "accuracy_m": None,
        "fix_source": None,
        "seen_at": None,
        "on_ticket": work[0].ticket_id if work else None,
        "stage": work[0].stage if work else None,
        "load": len(work),
        **(of_worker(board, worker.id) if view != "wall" else {}),
        "lost": _lost(board, worker) if me else None,
    }


def _lost(board: Board, worker: Worker) -> Row | None:
    """The last offer that a colleague took first: which, who, when. For the worker's own phone."""
    held = board.assignments.get(worker.lost) if worker.lost else None
    ticket = board.tickets.get(held.ticket_id) if held is not None else None
    if held is None or ticket is None:
        return None
    other = board.workers.get(held.taken_by)
    name = other.name if other is not None else held.taken_by
    words = {"number": ticket.number, "kind": ticket.kind, "place": ticket.where.place}
    return {"id": held.id, "ticket_id": ticket.id, **words, "name": name, "at": time(held.since)}


def _assignment(board: Board, held: Assignment, view: str) -> Row | None:
    me = worker_of_view(view)
    if not held.is_live or (me is not None and me != held.worker_id):
        return None
    ticket = board.tickets.get(held.ticket_id)
    worker = board.workers.get(held.worker_id)
    return {
        "id": held.id,
        "ticket_id": held.ticket_id,
        "number": ticket.number if ticket else "",
        "worker_id": held.worker_id,
        "name": worker.name if worker else held.worker_id,
        "lead": held.lead,
        "stacked": held.stacked,
        "automatic": held.automatic,
        "broadcast": held.broadcast,
        "by": held.by if view == "desk" else "",
        "stage": held.stage,
        "eta_s": held.eta_s,
        "distance_m": held.distance_m,
        "since": time(held.since),
        "expires": time(held.expires),
        "fix_age_s": held.fix_age_s,
        "path": [list(point) for point in held.path],
        "travel": held.travel,
        "reason": held.reason,
    }


_RENDER: dict[str, Callable[[Board, Any, str], Row | None]] = {
    "tickets": _ticket,
    "alerts": _alert,
    "workers": _worker,
    "assignments": _assignment,
}
