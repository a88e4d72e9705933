"""POST /commands: what dispatchers, workers and administrators ask; the core decides."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from flask import Response, jsonify, request

from console import metrics
from console.access.identity import Identity
from console.api import bodies, escalations, phone_clock
from console.api.photos import check_known
from console.api.routes import INTEGER, JSON, STRING, Route, listed, ok, ref, shape
from console.api.services import services
from console.api.who import DISPATCHERS, WORKER, actor_of, me
from console.native import native
from console.places import place_ticket, where_of
from console.problems import Problem
from dispatch import commands as c
from dispatch.dispatcher import Answer, Request
from dispatch.errors import Conflict, InvalidField, Refused
from dispatch.matching import Ranking
from dispatch.modes import asks_by_itself
from dispatch.sources import strict_json

_WORKER_WORDS = frozenset(c.WORKER_COMMANDS) - frozenset(c.DISPATCHER_COMMANDS)
_ADMIN = frozenset(c.ADMIN_COMMANDS)
PATIENCE_S = 20.0


def post() -> Response:
    """200 with seq and events; a refusal carries its code (409) or names the field (422)."""
    asked = bodies.envelope(strict_json.loads(request.get_data(cache=False)))
    who = me()
    command = bodies.parse(asked.type, asked.data)
    _allowed(who, command)
    actor = actor_of(who)
    digest = hashlib.sha256(strict_json.canonical({"type": asked.type, "data": asked.data})).hexdigest()
    check_known(getattr(command, "photos", ()))
    command = _placed(phone_clock.on_our_clock(command, services().clock()))
    answer = _submitted(Request(actor, asked.id, command, digest, _ranking(command)))
    return jsonify(_shown(answer, who))


def _allowed(who: Identity, command: c.Command) -> None:
    kind = type(command)
    if who.role == "worker":
        good = kind in c.WORKER_COMMANDS and getattr(command, "on_behalf_of", None) in (None, who.worker_id)
    elif kind in _ADMIN:
        good = who.role == "admin"
    else:
        good = who.role in DISPATCHERS
    if not good:
        raise Problem("forbidden", f"{kind.__name__} is not for {who.role}", type=kind.__name__)
    if isinstance(command, c.AddNote) and who.role == "worker" and not _was_on(who, command.ticket_id):
        raise Conflict("not_your_assignment", "this ticket was never given to you")
    if isinstance(command, c.AcknowledgeEscalation):
        escalations.check_area(command.ticket_id, who.name)
    if kind in _WORKER_WORDS and who.role != "worker" and not getattr(command, "on_behalf_of", None):
        raise InvalidField("data.on_behalf_of", "name the worker who answered by radio or telephone")


def _was_on(who: Identity, ticket_id: str) -> bool:
    board = services().board
    return any(board.assignments[a].worker_id == who.worker_id for a in board.by_ticket.get(ticket_id, ()))


def _placed(command: c.Command) -> c.Command:
    """Grid, building and coordinates from the map."""
    if isinstance(command, c.OpenTicket | c.AmendTicket | c.RaiseSOS):
        _both_or_none(command)
        return place_ticket(services().gazetteer, command)
    if isinstance(command, c.ReopenTicket) and command.ticket_id not in services().board.tickets:
        return replace(command, carried=native(services().history.opened, command.ticket_id))
    return command


def _both_or_none(command: c.OpenTicket | c.AmendTicket | c.RaiseSOS) -> None:
    if (command.lon is None) != (command.lat is None):
        raise InvalidField("data.lon" if command.lon is None else "data.lat", "lon and lat belong together")


def _ranking(command: c.Command) -> Ranking | None:
    """What a decision may need of the roads, computed before the lock."""
    mine = services()
    if isinstance(command, c.OfferAssignment):
        return mine.ranker.of_ticket(mine.board, command.ticket_id, draw=command.worker_id)
    if isinstance(command, c.DeclineAssignment | c.RecallAssignment | c.BroadcastTicket):
        return mine.ranker.of_ticket(mine.board, command.ticket_id)
    if isinstance(command, c.CheckTicket) and not command.ok:
        return mine.ranker.of_ticket(mine.board, command.ticket_id)
    kind = mine.board.kinds.get(command.kind) if isinstance(command, c.OpenTicket) else None
    if isinstance(command, c.OpenTicket) and kind is not None:
        asks = asks_by_itself(mine.board, kind.id, command.severity or kind.severity)
        return mine.ranker(mine.board, where_of(command), kind.id) if asks else None
    return None


def _submitted(asked: Request) -> Answer:
    try:
        answer = services().dispatcher.submit(asked, timeout=PATIENCE_S)
        metrics.COMMANDS.labels("duplicate" if answer.duplicate else "done").inc()
        return answer
    except Refused as refusal:
        metrics.COMMANDS.labels(refusal.code).inc()
        raise _on_the_path(refusal) from None
    except TimeoutError:
        raise Problem("not_ready", "the log did not answer in time") from None


def _on_the_path(refusal: Refused) -> Refused:
    """The core names a field of the command; the sender wrote it below ``data``."""
    if not isinstance(refusal, InvalidField) or refusal.field.startswith("data."):
        return refusal
    return InvalidField(f"data.{refusal.field}", str(refusal))


def _shown(answer: Answer, who: Identity) -> dict[str, Any]:
    """A worker hears of nobody else's work; who opened a ticket finds its name on top."""
    data = dict(answer.data)
    if who.role == "worker":
        data["events"] = [event for event in data["events"] if _is_own(event, who.worker_id)]
    opened = next((event["data"] for event in data["events"] if event["type"] == "TicketOpened"), None)
    named = {"ticket_id": opened["ticket_id"], "number": opened["number"]} if opened else {}
    return {**data, **named, "duplicate": answer.duplicate}


def _is_own(event: dict[str, Any], worker_id: str) -> bool:
    return event["data"].get("worker_id", worker_id) == worker_id


ROUTES = (
    Route(
        "POST",
        "/commands",
        post,
        DISPATCHERS | WORKER,
        "Ask for a change. The same id again gives the same answer; a refusal is decided anew.",
        body={JSON: {"oneOf": [ref(name) for name in sorted(bodies.COMMANDS)]}},
        answers=ok(
            shape(("seq", "events"), seq=INTEGER, events=listed(ref("Event")), ticket_id=STRING, number=STRING),
            "Done, and durable",
        ),
        problems=(404, 409, 413, 422),
    ),
)
