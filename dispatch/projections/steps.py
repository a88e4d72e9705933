"""The playbook of a ticket as screens read it: its name, and each step with its clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dispatch.assignment import LIVE
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
    pairs = [(step, mark) for mark in ticket.steps if (step := playbook.step(mark.id)) is not None]
    if view == "wall":
        return {"playbook": name, "steps": [_clock(step, mark) for step, mark in pairs]}
    return {"playbook": name, "steps": [_whole(board, ticket, step, mark) for step, mark in pairs]}


def _clock(step: Step, mark: Mark) -> Row:
    return {"id": step.id, "role": step.role, "state": mark.state, "due_at": _time(mark.due_at), "late": mark.late}


def _whole(board: Board, ticket: Ticket, step: Step, mark: Mark) -> Row:
    return _clock(step, mark) | {
        "text": {"zh": step.zh, "en": step.en},
        "mandatory": step.mandatory,
        "after": list(step.after),
        "on": step.on,
        "worker_id": (mark.worker_id or None) if mark.is_settled else _worker(board, ticket, step.role),
        "done_by": mark.done_by or None,
        "done_at": _time(mark.done_at),
        "note": mark.note,
    }


def _worker(board: Board, ticket: Ticket, role: str) -> str | None:
    """Who of this role is on the ticket."""
    live = [a for a in board.assignments_of(ticket.id) if a.stage in LIVE and a.worker_id in board.workers]
    mine = [a for a in live if board.workers[a.worker_id].role == role]
    return min(mine, key=lambda a: (_FAR.index(a.stage), a.since)).worker_id if mine else None


def _time(at: datetime | None) -> str | None:
    return None if at is None else format_time(at)
