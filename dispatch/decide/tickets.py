"""Opening, correcting and ending tickets."""

from __future__ import annotations

from dataclasses import replace

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.decide.alerts import where_of
from dispatch.decide.context import Context, Deciders, after, kind_of, open_ticket, ticket_of
from dispatch.decide.recalling import spare_from_two, withdraw_all
from dispatch.errors import Conflict, InvalidField, NotFound
from dispatch.kind import Kind
from dispatch.playbook import in_the_way
from dispatch.severity import LIMITS_MIN
from dispatch.steps import playbook_of
from dispatch.ticket import LIVE, OPEN, Ticket


def _limits(kind: Kind, severity: str) -> tuple[int | None, int | None]:
    """Minutes to arrive and to finish: the kind's own, or those of a severity that a person chose instead."""
    return (kind.arrive_min, kind.finish_min) if severity == kind.severity else LIMITS_MIN[severity]


def new_number(board: Board, ctx: Context) -> str:
    day = board.day(ctx.now)
    return f"{day}-{board.numbers.get(day, 0) + 1:04d}"


def opening(board: Board, ctx: Context, kind: Kind, severity: str, where: e.Place, **more: object) -> e.TicketOpened:
    """A TicketOpened with number, id and limits filled in."""
    arrive, finish = _limits(kind, severity)
    fields: dict[str, object] = {"title": "", "description": "", "exercise": False, "caller": "", "alert_ids": ()}
    fields.update(more)
    return e.TicketOpened(
        ticket_id=ctx.new_id(),
        number=new_number(board, ctx),
        kind=kind.id,
        severity=severity,
        where=where,
        opened_by=str(ctx.actor),
        opened_at=ctx.now,
        arrive_by=after(ctx.now, arrive),
        finish_by=after(ctx.now, finish),
        **fields,  # type: ignore[arg-type]
    )


def open_by_hand(board: Board, cmd: c.OpenTicket, ctx: Context) -> list[e.Event]:
    kind = kind_of(board, cmd.kind)
    where = where_of(cmd)
    ids: tuple[str, ...] = ()
    if cmd.alert_id is not None:
        alert = board.alerts.get(cmd.alert_id)
        if alert is None:
            raise NotFound(f"no alert {cmd.alert_id}", what="alert", id=cmd.alert_id)
        if alert.ticket_id and alert.ticket_id in board.tickets and board.tickets[alert.ticket_id].state in LIVE:
            raise Conflict("already_done", "the alert has its ticket", ticket_id=alert.ticket_id)
        ids, where = (alert.id,), where if where.lon is not None or where.place else alert.where
    if where.lon is None and not where.place:
        raise InvalidField("place", "give lon and lat, a building_id, or a place in words")
    return [
        opening(
            board, ctx, kind, cmd.severity or kind.severity, where,
            title=cmd.title, description=cmd.description, caller=cmd.caller, exercise=cmd.exercise, alert_ids=ids,
        )
    ]  # fmt: skip


def open_for_alert(board: Board, cmd: c.OpenForAlert, ctx: Context) -> list[e.Event]:
    alert = board.alerts.get(cmd.alert_id)
    if alert is None or alert.ticket_id is not None:
        return []
    kind = kind_of(board, alert.kind)
    return [
        opening(
            board, ctx, kind, alert.severity, alert.where,
            description=alert.description, exercise=alert.exercise, alert_ids=(alert.id,),
        )
    ]  # fmt: skip


def amend(board: Board, cmd: c.AmendTicket, ctx: Context) -> list[e.Event]:
    ticket = ticket_of(board, cmd.ticket_id)
    if ticket.state not in LIVE:
        raise Conflict("ticket_not_open", f"ticket {ticket.number} is {ticket.state}", state=ticket.state)
    if cmd.kind is not None:
        kind_of(board, cmd.kind)
    place = {
        name: getattr(cmd, name)
        for name in ("lon", "lat", "place", "unit", "floor", "room", "building_id")
        if getattr(cmd, name) is not None
    }
    if "lon" in place or "building_id" in place:
        place |= {"grid_code": cmd.grid_code, "outside_district": cmd.outside_district}
    where = replace(ticket.where, **place) if place else None
    event = e.TicketAmended(ticket.id, where, cmd.title, cmd.description, cmd.caller, cmd.kind)
    return [] if event == e.TicketAmended(ticket.id) else [event]


def add_note(board: Board, cmd: c.AddNote, ctx: Context) -> list[e.Event]:
    ticket = ticket_of(board, cmd.ticket_id)
    if not cmd.text.strip() and not cmd.photos:
        raise InvalidField("text", "a note needs words or a photo")
    return [e.NoteAdded(ticket.id, cmd.text, cmd.photos)]


def verify(board: Board, cmd: c.VerifyTicket, ctx: Context) -> list[e.Event]:
    return [e.TicketVerified(open_ticket(board, cmd.ticket_id).id, cmd.ok, cmd.note)]


def prioritise(board: Board, cmd: c.PrioritiseTicket, ctx: Context) -> list[e.Event]:
    ticket = open_ticket(board, cmd.ticket_id)
    if ticket.severity == cmd.severity:
        return []
    arrive, finish = _limits(kind_of(board, ticket.kind), cmd.severity)
    raised = e.TicketPrioritised(ticket.id, cmd.severity, after(ctx.now, arrive), after(ctx.now, finish))
    return [raised, *(spare_from_two(board, ticket, ctx) if cmd.severity == "extreme" else ())]


def _resolved(board: Board, ticket_id: str) -> Ticket:
    ticket = ticket_of(board, ticket_id)
    if ticket.state != "resolved":
        raise Conflict("ticket_not_resolved", f"ticket {ticket.number} is {ticket.state}", state=ticket.state)
    return ticket


def check(board: Board, cmd: c.CheckTicket, ctx: Context) -> list[e.Event]:
    ticket = _resolved(board, cmd.ticket_id)
    if cmd.ok:
        return [e.TicketChecked(ticket.id, True, cmd.note, cmd.photos)]
    arrive, finish = _limits(kind_of(board, ticket.kind), ticket.severity)
    return [e.TicketChecked(ticket.id, False, cmd.note, cmd.photos, after(ctx.now, arrive), after(ctx.now, finish))]


def close(board: Board, cmd: c.CloseTicket, ctx: Context) -> list[e.Event]:
    ticket = _resolved(board, cmd.ticket_id)
    playbook = playbook_of(board, ticket)
    left = in_the_way(playbook, ticket.steps) if playbook is not None else []
    if left:
        steps = [step.id for step in left]
        raise Conflict("steps_open", f"open steps: {', '.join(steps)}", steps=steps, n=len(steps))
    return [e.TicketClosed(ticket.id)]


def reopen(board: Board, cmd: c.ReopenTicket, ctx: Context) -> list[e.Event]:
    if cmd.carried is not None and cmd.ticket_id not in board.tickets:
        arrive, finish = _limits(kind_of(board, cmd.carried.kind), cmd.carried.severity)
        limits = after(ctx.now, arrive), after(ctx.now, finish)
        return [e.TicketReopened(cmd.ticket_id, cmd.reason, *limits, cmd.carried)]
    ticket = ticket_of(board, cmd.ticket_id)
    if ticket.state in OPEN:
        raise Conflict("ticket_not_closed", f"ticket {ticket.number} is {ticket.state}", state=ticket.state)
    if ticket.state == "merged":
        raise Conflict("ticket_not_closed", "a merged ticket is unmerged, not reopened", state=ticket.state)
    arrive, finish = _limits(kind_of(board, ticket.kind), ticket.severity)
    return [e.TicketReopened(ticket.id, cmd.reason, after(ctx.now, arrive), after(ctx.now, finish))]


def cancel(board: Board, cmd: c.CancelTicket, ctx: Context) -> list[e.Event]:
    ticket = ticket_of(board, cmd.ticket_id)
    if ticket.state not in LIVE:
        raise Conflict("ticket_not_open", f"ticket {ticket.number} is {ticket.state}", state=ticket.state)
    return [e.TicketCancelled(ticket.id, cmd.reason), *withdraw_all(board, ticket.id, "cancelled", ctx)]


def merge(board: Board, cmd: c.MergeTickets, ctx: Context) -> list[e.Event]:
    into = open_ticket(board, cmd.into)
    if not cmd.ticket_ids or into.id in cmd.ticket_ids or len(set(cmd.ticket_ids)) != len(cmd.ticket_ids):
        raise InvalidField("ticket_ids", "name one or more other tickets, each once")
    events: list[e.Event] = []
    for ticket_id in cmd.ticket_ids:
        ticket = open_ticket(board, ticket_id)
        events.append(e.TicketMerged(ticket.id, into.id))
        events += [e.AlertAttached(a, into.id) for a in ticket.alert_ids]
        events += withdraw_all(board, ticket.id, "merged", ctx)
    return events


def unmerge(board: Board, cmd: c.UnmergeTicket, ctx: Context) -> list[e.Event]:
    ticket = ticket_of(board, cmd.ticket_id)
    if ticket.state != "merged":
        raise Conflict("ticket_not_merged", f"ticket {ticket.number} is {ticket.state}", state=ticket.state)
    back = [e.AlertAttached(a, ticket.id) for a in ticket.merged_alerts if a in board.alerts]
    return [e.TicketUnmerged(ticket.id), *back]


def refer(board: Board, cmd: c.ReferTicket, ctx: Context) -> list[e.Event]:
    ticket = open_ticket(board, cmd.ticket_id)
    if not cmd.org.strip():
        raise InvalidField("org", "name the organisation that takes it over")
    return [e.TicketReferred(ticket.id, cmd.org, cmd.reason), *withdraw_all(board, ticket.id, "referred", ctx)]


DECIDERS: Deciders = {
    c.OpenTicket: open_by_hand,
    c.OpenForAlert: open_for_alert,
    c.AmendTicket: amend,
    c.AddNote: add_note,
    c.VerifyTicket: verify,
    c.PrioritiseTicket: prioritise,
    c.CheckTicket: check,
    c.CloseTicket: close,
    c.ReopenTicket: reopen,
    c.CancelTicket: cancel,
    c.MergeTickets: merge,
    c.UnmergeTicket: unmerge,
    c.ReferTicket: refer,
}
