"""A source reports. The fingerprint says whether it is new; nothing a device says is lost or doubled."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from dispatch import commands as c
from dispatch import events as e
from dispatch.alert import Alert
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, kind_of
from dispatch.errors import Conflict, NotFound
from dispatch.kind import Kind
from dispatch.ticket import LIVE

#: A device's clock may be this wrong before its alert is marked.
CLOCK_TOLERANCE = timedelta(minutes=10)
#: Labels that say *which* thing, and so belong to the identity; the others only describe.
IDENTITY_LABELS = ("zone", "point", "port", "socket", "connector", "channel", "rule", "region", "floor", "unit")

# One encoder for all: json.dumps with options makes a new one each time (3 of its 5 µs).
_to_json = json.JSONEncoder(ensure_ascii=False).encode


def fingerprint(source: str, cmd: c.RaiseAlert) -> str:
    """Identity of what is wrong: source, device, kind, identity labels. Without a device every report is its own."""
    if cmd.device_id is None:
        basis: list[object] = [source, None, cmd.report_id]
    else:
        labels = sorted((k, v) for k, v in cmd.labels.items() if k in IDENTITY_LABELS)
        basis = [source, cmd.device_id, cmd.kind, labels]
    return hashlib.sha256(_to_json(basis).encode()).hexdigest()[:32]


def alert_id(source: str, report_id: str) -> str:
    return f"{source}:{report_id}"


def raise_alert(board: Board, cmd: c.RaiseAlert, ctx: Context) -> list[e.Event]:
    kind = kind_of(board, cmd.kind)
    mark = fingerprint(ctx.actor.id, cmd)
    occurred = cmd.occurred_at or ctx.now
    live: Alert | None = board.alerts.get(board.by_fingerprint.get(mark, ""))
    if cmd.state == "resolved":
        if live is None or live.state == "resolved":
            return [e.ResolutionHeld(mark, cmd.report_id, occurred)]
        return [e.AlertResolved(live.id, occurred)]
    if live is not None and _repeats(board, live, kind, ctx):
        return [e.AlertRepeated(live.id, cmd.report_id, occurred)]
    raised = _raised(board, cmd, ctx, kind, mark, live)
    before: list[e.Event] = []
    if live is not None and live.state == "firing":
        before = [e.AlertResolved(live.id, occurred, reason="superseded")]
    held = board.held.get(mark)
    if held is not None and cmd.state == "firing" and occurred <= held[0]:
        return [*before, raised, e.AlertResolved(raised.alert_id, held[0])]
    return [*before, raised]


def _repeats(board: Board, live: Alert, kind: Kind, ctx: Context) -> bool:
    if live.state == "firing":
        return live.ticket_id is None or not _has_ended(board, live.ticket_id)
    if live.state == "resolved":
        return False
    if live.ticket_id is not None:
        ticket = board.tickets.get(live.ticket_id)
        return ticket is not None and ticket.state in LIVE
    return ctx.now - live.last_at <= timedelta(minutes=kind.pulse_window_min)


def _has_ended(board: Board, ticket_id: str) -> bool:
    """Its case is closed and the device still reports: that is a new case. Safety before quiet."""
    ticket = board.tickets.get(ticket_id)
    return ticket is None or ticket.state not in LIVE


def _raised(board: Board, cmd: c.RaiseAlert, ctx: Context, kind: Kind, mark: str, live: Alert | None) -> e.AlertRaised:
    """The alert as an event; one that fires again while its ticket lives goes to that ticket."""
    occurred = cmd.occurred_at or ctx.now
    ticket = board.tickets.get(live.ticket_id) if live is not None and live.ticket_id else None
    return e.AlertRaised(
        alert_id=alert_id(ctx.actor.id, cmd.report_id),
        fingerprint=mark,
        source=ctx.actor.id,
        kind=kind.id,
        severity=cmd.severity or kind.severity,
        pulse=cmd.state == "pulse",
        device_id=cmd.device_id,
        where=where_of(cmd),
        description=cmd.description,
        labels=dict(cmd.labels),
        media=tuple(cmd.media),
        exercise=cmd.exercise,
        occurred_at=occurred,
        received_at=ctx.now,
        clock_suspect=abs(occurred - ctx.now) > CLOCK_TOLERANCE,
        ticket_id=ticket.id if ticket is not None and ticket.state in LIVE else None,
    )


def where_of(cmd: c.RaiseAlert | c.OpenTicket) -> e.Place:
    return e.Place(
        lon=cmd.lon,
        lat=cmd.lat,
        place=cmd.place,
        unit=cmd.unit,
        floor=cmd.floor,
        room=cmd.room,
        building_id=cmd.building_id,
        grid_code=cmd.grid_code,
        outside_district=cmd.outside_district,
    )


def _alert(board: Board, wanted: str) -> Alert:
    alert: Alert | None = board.alerts.get(wanted)
    if alert is None:
        raise NotFound(f"no alert {wanted}", what="alert", id=wanted)
    return alert


def acknowledge_alert(board: Board, cmd: c.AcknowledgeAlert, ctx: Context) -> list[e.Event]:
    alert = _alert(board, cmd.alert_id)
    return [] if alert.acknowledged_by else [e.AlertAcknowledged(alert.id, ctx.actor.id)]


def resolve_alert(board: Board, cmd: c.ResolveAlert, ctx: Context) -> list[e.Event]:
    alert = _alert(board, cmd.alert_id)
    if alert.state == "resolved":
        raise Conflict("alert_not_firing", f"alert {alert.id} is over already")
    return [e.AlertResolved(alert.id, ctx.now, by_hand=True, reason=cmd.reason)]


DECIDERS: Deciders = {
    c.RaiseAlert: raise_alert,
    c.AcknowledgeAlert: acknowledge_alert,
    c.ResolveAlert: resolve_alert,
}
