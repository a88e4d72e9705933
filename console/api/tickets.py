"""GET /tickets, /tickets/{id}, /tickets/{id}/caller."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from console.access.identity import Identity
from console.api.routes import INTEGER, STRING, Query, Route, listed, nullable, ok, ref, shape
from console.api.services import services
from console.api.who import DESK, DISPATCHERS, WORKER, me
from console.native import native
from console.problems import Problem
from console.ticket_search import find
from dispatch.codec import format_time, to_data
from dispatch.errors import NotFound
from dispatch.projections.rows import ticket_row
from dispatch.sources.clock import BadTime, parse_time
from dispatch.ticket import Ticket
from dispatch.timeline import Entry


def get_all() -> Response:
    """Newest first; ``next`` is the cursor of the next page."""
    wanted = {name: request.args.get(name) or None for name in ("state", "kind", "grid", "q", "cursor")}
    times = {name: _time(name) for name in ("from", "to")}
    return jsonify(find(services(), **wanted, since=times["from"], until=times["to"], limit=_limit()))


def _time(name: str) -> Any:
    text = request.args.get(name)
    if not text:
        return None
    try:
        return parse_time(text.replace(" ", "+"))  # an unescaped + of a zone arrives as a space
    except BadTime as error:
        raise Problem("invalid_field", str(error), field=name) from None


def _limit() -> int:
    text = request.args.get("limit", "100")
    if not text.isdigit() or not 0 < int(text) <= 1000:
        raise Problem("invalid_field", "a number from 1 to 1000", field="limit")
    return int(text)


def get(ticket_id: str) -> Response:
    """The ticket with its timeline; an old one from the history."""
    ticket = services().board.tickets.get(ticket_id)
    who = me()
    if ticket is None or (who.role == "worker" and not _was_on(who, ticket_id)):
        if who.role == "worker":
            raise NotFound(f"no ticket {ticket_id}", what="ticket", id=ticket_id)
        return jsonify(_from_history(ticket_id))
    row = ticket_row(services().board, ticket, "desk")
    if who.role == "worker":
        row["assignments"] = [one for one in row["assignments"] if one["worker_id"] == who.worker_id]
    return jsonify({**row, "timeline": _timeline(ticket, who)})


def _timeline(ticket: Ticket, who: Identity) -> list[dict[str, Any]]:
    entries = services().board.timelines.get(ticket.id, ())
    if who.role == "worker":
        entries = tuple(one for one in entries if one.data.get("worker_id", who.worker_id) == who.worker_id)
    return [_line(one) for one in entries]


def _line(one: Entry) -> dict[str, Any]:
    return {"seq": one.seq, "at": format_time(one.at), "actor": one.actor, "type": one.type, "data": to_data(one.data)}


def _from_history(ticket_id: str) -> dict[str, Any]:
    found = native(services().history.ticket, ticket_id) if services().history else None
    if found is None:
        raise NotFound(f"no ticket {ticket_id}", what="ticket", id=ticket_id)
    return dict(found)


def _was_on(who: Identity, ticket_id: str) -> bool:
    board = services().board
    return any(board.assignments[a].worker_id == who.worker_id for a in board.by_ticket.get(ticket_id, ()))


def caller(ticket_id: str) -> Response:
    """The reporter's name and number in full. By need: each look is written down."""
    ticket = services().board.tickets.get(ticket_id)
    if ticket is None:
        raise NotFound(f"no ticket {ticket_id}", what="ticket", id=ticket_id)
    who = me()
    if who.role == "worker" and not any(
        held.worker_id == who.worker_id for held in services().board.assignments_of(ticket_id)
    ):
        raise Problem("forbidden", "only while the ticket is yours")
    services().looked_at(who, "caller", ticket_id)
    return jsonify({"ticket_id": ticket_id, "caller": ticket.caller})


_TICKET = {"allOf": [ref("Ticket"), shape(timeline=listed(ref("TimelineEntry")))]}
_WHEN = {"type": "string", "format": "date-time"}
ROUTES = (
    Route(
        "GET",
        "/tickets",
        get_all,
        DESK,
        "Tickets by state, kind, grid, words and time, newest first.",
        query=(
            Query("state", STRING, "several with commas"),
            Query("kind", STRING, "several with commas"),
            Query("grid", STRING, "grid code"),
            Query("q", STRING, "number, title, place or description"),
            Query("from", _WHEN),
            Query("to", _WHEN),
            Query("cursor", STRING, "``next`` of the page before"),
            Query("limit", INTEGER),
        ),
        answers=ok(shape(tickets=listed(ref("Ticket")), next=nullable(STRING))),
        problems=(422,),
    ),
    Route(
        "GET",
        "/tickets/<ticket_id>",
        get,
        DESK | WORKER,
        "One ticket with its timeline.",
        answers=ok(_TICKET),
        problems=(404,),
    ),
    Route(
        "GET",
        "/tickets/<ticket_id>/caller",
        caller,
        DISPATCHERS | WORKER,
        "The reporter's name and number in full; each look is audited.",
        answers=ok(shape(ticket_id=STRING, caller=STRING)),
        problems=(404,),
    ),
)
