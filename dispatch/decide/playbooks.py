"""Playbooks: the register of them, and beginning one on a ticket."""

from __future__ import annotations

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, open_ticket
from dispatch.errors import Conflict, NotFound
from dispatch.playbook import Playbook
from dispatch.playbook_reading import BadPlaybook, playbook_from
from dispatch.steps import current, for_kind, owners
from dispatch.ticket import OPEN, Ticket

# --- the register -------------------------------------------------------------------------------


def define(board: Board, cmd: c.DefinePlaybook, ctx: Context) -> list[e.Event]:
    """A version is never changed: who edits a playbook raises its version. A kind belongs to one playbook."""
    made = playbook_from(cmd.playbook, kinds=board.kinds.keys())
    if board.playbooks.get(made.key) not in (None, made):
        message = f"version {made.version} was defined otherwise; raise the version"
        raise BadPlaybook("version", "changed", message, made.version)
    head = board.playbook_heads.get(made.id)
    if head is not None and made.version < head:
        raise BadPlaybook("version", "older", f"older than {head}, which is in use", made.version)
    if head == made.version:
        return []
    for kind, owner in owners(board, made).items():
        raise BadPlaybook("kinds", "taken", f"{kind!r} belongs to playbook {owner!r}", kind, playbook=owner)
    return [e.PlaybookDefined(made)]


def remove(board: Board, cmd: c.RemovePlaybook, ctx: Context) -> list[e.Event]:
    _current(board, cmd.playbook_id)
    return [e.PlaybookRemoved(cmd.playbook_id)]


def _current(board: Board, playbook_id: str) -> Playbook:
    found = current(board, playbook_id)
    if found is None:
        raise NotFound(f"no playbook {playbook_id}", what="playbook", id=playbook_id)
    return found


# --- beginning ----------------------------------------------------------------------------------


def start(board: Board, cmd: c.StartPlaybook, ctx: Context) -> list[e.Event]:
    """By hand: the one that is named, or that of the kind. One ticket runs one playbook."""
    ticket = open_ticket(board, cmd.ticket_id)
    if ticket.playbook:
        raise Conflict("playbook_running", "the ticket runs a playbook", playbook=ticket.playbook)
    if cmd.playbook_id is not None:
        return [_started(ticket, _current(board, cmd.playbook_id), automatic=False)]
    found = for_kind(board, ticket.kind)
    if found is None:
        raise Conflict("no_playbook", f"no playbook for {ticket.kind}", kind=ticket.kind)
    return [_started(ticket, found, automatic=False)]


def begin(board: Board, cmd: c.BeginPlaybook, ctx: Context) -> list[e.Event]:
    ticket = board.tickets.get(cmd.ticket_id)
    found = for_kind(board, ticket.kind) if ticket is not None else None
    if ticket is None or found is None or ticket.playbook or ticket.state not in OPEN:
        return []
    return [_started(ticket, found, automatic=True)]


def _started(ticket: Ticket, found: Playbook, *, automatic: bool) -> e.PlaybookStarted:
    return e.PlaybookStarted(ticket.id, found.id, found.version, found.zh, found.en, automatic)


DECIDERS: Deciders = {
    c.DefinePlaybook: define,
    c.RemovePlaybook: remove,
    c.StartPlaybook: start,
    c.BeginPlaybook: begin,
}
