"""Doing what a plan proposes: calling back and offering, as a dispatcher would, each refused alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from console.planner.picture import movable
from console.problems import Problem, body_of
from dispatch.actor import Actor
from dispatch.assignment import REPLANNED
from dispatch.board import Board
from dispatch.commands import OfferAssignment, RecallAssignment
from dispatch.dispatcher import Request
from dispatch.errors import Conflict
from dispatch.matching import obstacle, two_extreme
from dispatch.ticket import OPEN

PATIENCE_S = 20.0

Change = dict[str, Any]


def carry_out(services: Any, actor: Actor, changes: Sequence[Change], board: Board) -> list[Change]:
    """One row a change: ``{ticket_id, ok, code, message}``. All go to the log as one group, recalls before offers, so
    that two workers may exchange their tickets. A change whose ``board`` has moved on is not begun."""
    going, back, refused = begun(board, changes, services.clock())
    requests = [_request(services, actor, command, board) for command in commands_of(going, back)]
    outcomes = services.dispatcher.post(requests).result(PATIENCE_S) if requests else []
    said = dict(refused)
    for change, outcome in zip(going, outcomes[len(back) :], strict=True):
        said[change["ticket_id"]] = outcome if isinstance(outcome, Exception) else None
    return [_row(change, said[change["ticket_id"]]) for change in changes]


def begun(
    board: Board, changes: Sequence[Change], now: datetime
) -> tuple[list[Change], list[tuple[str, str]], dict[str, Exception | None]]:
    """What can be done of it: the changes, whom they call back from what (ticket, worker), and why not the others."""
    leaving = {change["from"] for change in changes if change["from"]}
    leaving |= {change["to"] for change in changes if _given_up(board, change)}
    why = {one["ticket_id"]: _obstacle(board, one, now, one["to"] in leaving) for one in changes}
    going = [change for change in changes if why[change["ticket_id"]] is None]
    back = [(change["ticket_id"], change["from"]) for change in going if change["from"]]
    back += [(held, change["to"]) for change in going for held in _given_up(board, change)]
    return going, back, {ticket_id: problem for ticket_id, problem in why.items() if problem is not None}


def commands_of(going: Sequence[Change], back: Sequence[tuple[str, str]]) -> list[RecallAssignment | OfferAssignment]:
    """The recalls, then the offers, one a change. What nobody had is offered only while nobody else was asked."""
    freed = {worker_id for _, worker_id in back}
    recalls = [RecallAssignment(ticket_id=one, worker_id=worker_id, reason=REPLANNED) for one, worker_id in back]
    offers = [
        OfferAssignment(
            ticket_id=change["ticket_id"],
            worker_id=change["to"],
            stack=change["stack"] or change["to"] in freed,
            alone=change["from"] is None,
        )
        for change in going
    ]
    return [*recalls, *offers]


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
        return all(a.stage == "recalling" or a.role for a in board.assignments_of(ticket.id))
    return led is not None and led.worker_id == change["from"]


def _given_up(board: Board, change: Change) -> list[str]:
    """What is still his and not begun."""
    led = {held: movable(board, held) for held in change.get("gives_up", ()) if held in board.tickets}
    return [held for held, one in led.items() if one is not None and one.worker_id == change["to"]]


def _request(services: Any, actor: Actor, command: RecallAssignment | OfferAssignment, board: Board) -> Request:
    """An offer remembers the way it was based on."""
    ranking = None
    if isinstance(command, OfferAssignment):
        ranking = tuple(services.ranker.of_ticket(board, command.ticket_id, with_paths=0, draw=command.worker_id))
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
