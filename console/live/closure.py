"""Rows that read differently because another row changed. The board marks most of them; the rest is here."""

from __future__ import annotations

from collections.abc import Iterator

from console.live.changes import Key
from dispatch.board import Board
from dispatch.events import KindDefined, Recorded, WorkerRegistered, WorkerRemoved


def changed_rows(board: Board, recorded: Recorded) -> set[Key]:
    """Every row that may read differently after ``recorded``, which the board has just applied."""
    keys = board.drain_changed()
    keys.update([*_counted(board, keys), *_named(board, recorded)])
    return keys


def _counted(board: Board, keys: set[Key]) -> Iterator[Key]:
    """A ticket shows how often its alerts were repeated."""
    for table, row_id in keys:
        if table == "alerts":
            alert = board.alerts.get(row_id)
            if alert is not None and alert.ticket_id:
                yield "tickets", alert.ticket_id


def _named(board: Board, recorded: Recorded) -> Iterator[Key]:
    """Tickets and assignments show the name of the worker, tickets the words of their kind."""
    event = recorded.event
    if isinstance(event, WorkerRegistered | WorkerRemoved):
        for held in board.assignments.values():
            if held.worker_id == event.worker_id and held.is_live:
                yield "assignments", held.id
                yield "tickets", held.ticket_id
    elif isinstance(event, KindDefined):
        for ticket in board.tickets.values():
            if ticket.kind == event.kind.id:
                yield "tickets", ticket.id
