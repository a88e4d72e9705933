"""How playbooks fold: their versions on the board, and the steps of each ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dispatch import events as e
from dispatch import playbook as rules
from dispatch.changed import changed
from dispatch.events import Folds, Recorded
from dispatch.playbook import Mark, Playbook

if TYPE_CHECKING:
    from dispatch.board import Board
    from dispatch.ticket import Ticket


def playbook_of(board: Board, ticket: Ticket) -> Playbook | None:
    """The version that the ticket runs; None where it runs none."""
    found: Playbook | None = board.playbooks.get(ticket.playbook) if ticket.playbook else None
    return found


def current(board: Board, playbook_id: str) -> Playbook | None:
    """The version that would begin now; None where there is no such playbook (any more)."""
    version = board.playbook_heads.get(playbook_id)
    return None if version is None else board.playbooks[rules.key_of(playbook_id, version)]


def for_kind(board: Board, kind_id: str) -> Playbook | None:
    """The playbook with which tickets of this kind begin; of several the first by id."""
    found = (current(board, playbook_id) for playbook_id in sorted(board.playbook_heads))
    return next((one for one in found if one is not None and kind_id in one.kinds), None)


def owners(board: Board, made: Playbook) -> dict[str, str]:
    """kind → the other playbook that begins with it: a kind belongs to one."""
    others = (current(board, one) for one in sorted(board.playbook_heads) if one != made.id)
    taken = {kind: other.id for other in others if other is not None for kind in other.kinds}
    return {kind: taken[kind] for kind in made.kinds if kind in taken}


# --- folds --------------------------------------------------------------------------------------


def _defined(board: Board, r: Recorded, ev: e.PlaybookDefined) -> None:
    board.playbooks[ev.playbook.key] = ev.playbook
    board.playbook_heads[ev.playbook.id] = ev.playbook.version


def _removed(board: Board, r: Recorded, ev: e.PlaybookRemoved) -> None:
    board.playbook_heads.pop(ev.playbook_id, None)


def _started(board: Board, r: Recorded, ev: e.PlaybookStarted) -> None:
    key = rules.key_of(ev.playbook_id, ev.playbook_version)
    ticket = board.tickets[ev.ticket_id]
    board.tickets[ticket.id] = changed(ticket, playbook=key, steps=rules.begin(board.playbooks[key], r.at))


def _done(board: Board, r: Recorded, ev: e.StepDone) -> None:
    _settle(board, r, ev, state="done", note=ev.note)


def _skipped(board: Board, r: Recorded, ev: e.StepSkipped) -> None:
    _settle(board, r, ev, state="skipped", note=ev.reason)


def _settle(board: Board, r: Recorded, ev: e.StepDone | e.StepSkipped, **how: Any) -> None:
    ticket = board.tickets[ev.ticket_id]
    playbook, mark = playbook_of(board, ticket), rules.mark_of(ticket.steps, ev.step_id)
    if playbook is None or mark is None:
        return
    by = f"worker:{ev.worker_id}" if ev.worker_id else r.actor
    settled: Mark = changed(mark, done_by=by, worker_id=ev.worker_id, done_at=r.at, **how)
    board.tickets[ticket.id] = changed(ticket, steps=rules.settle(playbook, ticket.steps, settled, r.at))


def _late(board: Board, r: Recorded, ev: e.StepLate) -> None:
    ticket = board.tickets[ev.ticket_id]
    steps = tuple(changed(mark, late=True) if mark.id == ev.step_id else mark for mark in ticket.steps)
    board.tickets[ticket.id] = changed(ticket, steps=steps)


FOLDS: Folds = {
    e.PlaybookDefined: _defined,
    e.PlaybookRemoved: _removed,
    e.PlaybookStarted: _started,
    e.StepDone: _done,
    e.StepSkipped: _skipped,
    e.StepLate: _late,
}
