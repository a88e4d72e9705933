"""A worker: somebody who can be sent. Being on a job is derived from assignments; duty is the worker's own word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.changed import changed
from dispatch.events import Folds, Recorded

if TYPE_CHECKING:
    from dispatch.board import Board

ROLES = ("grid_worker", "property", "maintainer", "building_head", "volunteer")


@dataclass(frozen=True, slots=True)
class Worker:
    id: str
    name: str
    role: str
    org: str
    grid_code: str | None
    skills: tuple[str, ...]
    phone: str
    simulated: bool
    duty: str = "off_duty"
    duty_since: datetime | None = None
    sos: bool = False
    #: the assignment that a colleague took first, until the next offer
    lost: str = ""


def _registered(board: Board, r: Recorded, ev: e.WorkerRegistered) -> None:
    former = board.workers.get(ev.worker_id)
    fresh = Worker(ev.worker_id, ev.name, ev.role, ev.org, ev.grid_code, ev.skills, ev.phone, ev.simulated)
    if former is not None:
        fresh = changed(fresh, duty=former.duty, duty_since=former.duty_since, sos=former.sos, lost=former.lost)
    board.workers[ev.worker_id] = fresh


def _removed(board: Board, r: Recorded, ev: e.WorkerRemoved) -> None:
    board.workers.pop(ev.worker_id, None)
    board.rosters.pop(ev.worker_id, None)
    board.stands.pop(ev.worker_id, None)


def _duty(board: Board, r: Recorded, ev: e.DutyChanged) -> None:
    worker = board.workers[ev.worker_id]
    board.workers[worker.id] = changed(worker, duty=ev.duty, duty_since=r.at)


def _sos(board: Board, r: Recorded, ev: e.SOSRaised) -> None:
    board.workers[ev.worker_id] = changed(board.workers[ev.worker_id], sos=True)
    board.sos[ev.ticket_id] = ev.worker_id


FOLDS: Folds = {
    e.WorkerRegistered: _registered,
    e.WorkerRemoved: _removed,
    e.DutyChanged: _duty,
    e.SOSRaised: _sos,
}
