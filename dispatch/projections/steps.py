"""The playbook of a ticket as screens read it: its name, and each step with its clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.playbook import Mark, Step
from dispatch.steps import playbook_of
from dispatch.ticket import Ticket

Row = dict[str, Any]

#: Of several workers of the role the one who is furthest is shown.
_FAR = ("on_scene", "en_route", "acknowledged", "offered", "recalling")


def steps_of(board: Board, ticket: Ticket, view: str) -> Row:
    """``playbook`` and ``steps`` of the ticket's row. On the wall the clocks alone: no words, no names."""
    playbook = playbook_of(board, ticket)
    if playbook is None:
        return {"playbook": None, "steps": []}
    name = {"id": playbook.id, "version": playbook.version, "name": {"zh": playbook.zh, "en": playbook.en}}
    pairs = zip(playbook.steps, ticket.steps, strict=True)  # marks stand in the order of the steps
    if view == "wall":
        return {"playbook": name, "steps": [_clock(step, mark) for step, mark in pairs]}
    there = _there(board, ticket)
    return {"playbook": name, "steps": [_whole(step, mark, there.get(step.role)) for step, mark in pairs]}


def _clock(step: Step, mark: Mark) -> Row:
    return {"id": step.id, "role": step.role, "state": mark.state, "due_at": _time(mark.due_at), "late": mark.late}


def _whole(step: Step, mark: Mark, there: str | None) -> Row:
    return _clock(step, mark) | {
        "text": {"zh": step.zh, "en": step.en},
        "mandatory": step.mandatory,
        "after": list(step.after),
        "on": step.on,
        "worker_id": (mark.worker_id or None) if mark.is_settled else there,
        "done_by": mark.done_by or None,
        "done_at": _time(mark.done_at),
        "note": mark.note,
    }


def _there(board: Board, ticket: Ticket) -> dict[str, str]:
    """Role → who of it is on the ticket."""
    live = [a for a in board.assignments_of(ticket.id) if a.worker_id in board.workers]
    live.sort(key=lambda a: (_FAR.index(a.stage), a.since), reverse=True)
    return {board.workers[a.worker_id].role: a.worker_id for a in live}


def _time(at: datetime | None) -> str | None:
    return None if at is None else format_time(at)
