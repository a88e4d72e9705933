"""A playbook (预案): the steps of one ticket, for several roles at once, each with a clock of its own.

Pure rules, no time of their own: which steps are open, what settling one opens, what stands in the way of closing.
A ticket keeps the version it began with; every version that was ever used stays on the log and on the board.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from dispatch.changed import changed

StepState = Literal["waiting", "open", "done", "skipped"]
#: What may settle a step by itself: somebody of its role is on the spot · the report was verified as true · every
#: signal of the ticket is over (the host was reset).
TRIGGERS = ("arrive", "verify", "alerts_over")
#: Steps done at the desk; all other roles are those of workers.
DESK = "dispatcher"
SETTLED = frozenset({"done", "skipped"})


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a playbook. ``minutes`` run from the moment the step opens: the start, or the end of ``after``."""

    id: str
    zh: str
    en: str
    role: str
    minutes: int | None = None
    after: tuple[str, ...] = ()
    on: str = ""
    #: the ticket is not closed while it is neither done nor skipped with a reason
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Playbook:
    """One version of a playbook; ``kinds`` are those whose tickets begin it by themselves."""

    id: str
    version: int
    zh: str
    en: str
    kinds: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def key(self) -> str:
        """Its id and version: the name of its row on the board."""
        return key_of(self.id, self.version)

    def step(self, step_id: str) -> Step | None:
        return next((one for one in self.steps if one.id == step_id), None)


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a ticket is with one step."""

    id: str
    state: str = "waiting"
    due_at: datetime | None = None
    late: bool = False
    #: the actor whose word settled it, and the worker it was the work of
    done_by: str = ""
    worker_id: str = ""
    done_at: datetime | None = None
    #: the note of a step done, the reason of one skipped
    note: str = ""

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED


Marks = tuple[Mark, ...]


def key_of(playbook_id: str, version: int) -> str:
    return f"{playbook_id}:{version}"


def begin(playbook: Playbook, now: datetime) -> Marks:
    """The marks of a ticket on which the playbook starts now."""
    return _opened(playbook, tuple(Mark(step.id) for step in playbook.steps), now)


def settle(playbook: Playbook, marks: Marks, settled: Mark, now: datetime) -> Marks:
    """The marks after one step was settled: those that waited for it alone open, and their clocks start now."""
    return _opened(playbook, tuple(settled if mark.id == settled.id else mark for mark in marks), now)


def _opened(playbook: Playbook, marks: Marks, now: datetime) -> Marks:
    over = {mark.id for mark in marks if mark.is_settled}
    return tuple(_open(playbook.step(mark.id), mark, over, now) for mark in marks)


def _open(step: Step | None, mark: Mark, over: set[str], now: datetime) -> Mark:
    if step is None or mark.state != "waiting" or not over.issuperset(step.after):
        return mark
    due = None if step.minutes is None else now + timedelta(minutes=step.minutes)
    return changed(mark, state="open", due_at=due)


def mark_of(marks: Marks, step_id: str) -> Mark | None:
    return next((mark for mark in marks if mark.id == step_id), None)


def open_steps(playbook: Playbook, marks: Marks) -> Iterator[tuple[Step, Mark]]:
    """The steps whose clocks run, in the order of the playbook."""
    for mark in marks:
        step = playbook.step(mark.id)
        if step is not None and mark.state == "open":
            yield step, mark


def in_the_way(playbook: Playbook, marks: Marks) -> list[Step]:
    """The mandatory steps that are neither done nor skipped: the ticket cannot be closed."""
    unsettled = {mark.id for mark in marks if not mark.is_settled}
    return [step for step in playbook.steps if step.mandatory and step.id in unsettled]
