"""Doing what a plan proposes: calling back and offering, as a dispatcher would, each refused alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from console.planner.picture import movable
from console.problems import Problem, body_of
from dispatch.actor import Actor
from dispatch.board import Board
from dispatch.commands import Command, OfferAssignment, RecallAssignment
from dispatch.dispatcher import Request
from dispatch.errors import Conflict
from dispatch.matching import obstacle, two_extreme
from dispatch.ticket import OPEN

PATIENCE_S = 20.0
#: reason of the recall, as a code: the screens have its sentence
REASON = "replanned"

Change = dict[str, Any]


def carry_out(services: Any, actor: Actor, changes: Sequence[Change]) -> list[Change]:
    """One row a change: ``{ticket_id, ok, code, message}``. All go to the log as one group, recalls before offers, so
    that two workers may exchange their tickets. A change whose board has moved on is not begun."""
    board = services.dispatcher.board
    rows: dict[str, Change] = {}
    going: list[Change] = []
    leaving = {change["from"] for change in changes if change["from"]}
    leaving |= {change["to"] for change in changes if _given_up(board, change)}
    for change in changes:
        problem = _obstacle(board, change, services.clock(), change["to"] in leaving)
        if problem is None:
            going.append(change)
        else:
            rows[change["ticket_id"]] = _row(change, problem)
    back = [(change["ticket_id"], change["from"]) for change in going if change["from"]]
    back += [(held, change["to"]) for change in going for held in _given_up(board, change)]
    freed = {worker_id for _, worker_id in back}
    requests = [_recall(actor, *one) for one in back]
    first = len(requests)
    requests += [_offer(services, actor, change, change["stack"] or change["to"] in freed) for change in going]
    outcomes = services.dispatcher.post(requests).result(PATIENCE_S) if requests else []
    for change, outcome in zip(going, outcomes[first:], strict=True):
        rows[change["ticket_id"]] = _row(change, outcome if isinstance(outcome, Exception) else None)
    return [rows[change["ticket_id"]] for change in changes]


def told_changes(change: Change) -> int:
    """How many things people were told it changes."""
    return (change["from"] is not None) + len(change["gives_up"])


def _obstacle(board: Board, change: Change, now: datetime, leaves: bool) -> Exception | None:
    """Why it is not begun: nobody is called back from a ticket whose next worker cannot go. ``leaves``: that worker
    gives up what he has by the same proposal."""
    to = board.workers.get(change["to"])
    if to is None or not _still(board, change):
        return Problem("plan_moved_on")
    ticket = board.tickets[change["ticket_id"]]
    blocked = obstacle(board, to, board.kinds.get(ticket.kind), now)
    if blocked is None or blocked[0] == "worker_busy":
        blocked = None if leaves else two_extreme(board, to.id, ticket.severity, ticket)
    if blocked is None:
        return None
    return Conflict(blocked[0], f"{to.name}: {blocked[0]}", worker_id=to.id, **blocked[1])


def _still(board: Board, change: Change) -> bool:
    """Nobody but who the plan thought of has it, and nobody is there yet."""
    ticket = board.tickets.get(change["ticket_id"])
    if ticket is None or ticket.state not in OPEN:
        return False
    led = movable(board, ticket.id)
    if change["from"] is None:
        return all(a.stage == "recalling" for a in board.assignments_of(ticket.id))
    return led is not None and led.worker_id == change["from"]


def _given_up(board: Board, change: Change) -> list[str]:
    """What is still his and not begun."""
    led = {held: movable(board, held) for held in change.get("gives_up", ()) if held in board.tickets}
    return [held for held, one in led.items() if one is not None and one.worker_id == change["to"]]


def _recall(actor: Actor, ticket_id: str, worker_id: str) -> Request:
    return _request(actor, RecallAssignment(ticket_id=ticket_id, worker_id=worker_id, reason=REASON))


def _offer(services: Any, actor: Actor, change: Change, stack: bool) -> Request:
    ticket_id, worker_id = change["ticket_id"], change["to"]
    ranking = services.ranker.of_ticket(services.dispatcher.board, ticket_id, with_paths=0, draw=worker_id)
    alone = change["from"] is None
    command = OfferAssignment(ticket_id=ticket_id, worker_id=worker_id, stack=stack, alone=alone)
    return _request(actor, command, tuple(ranking))


def _request(actor: Actor, command: Command, ranking: Any = None) -> Request:
    return Request(actor, uuid4().hex, command, ranking=ranking)


def _row(change: Change, problem: Exception | None) -> Change:
    row = {
        "ticket_id": change["ticket_id"],
        "number": change["number"],
        "ok": problem is None,
        "code": "",
        "message": "",
    }
    if problem is None:
        return row
    said, _ = body_of(problem)
    return {**row, "code": said["code"], "message": said["message"]}
