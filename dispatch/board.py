"""The Board: what is live, and what closed in the last 24 hours, at one place of the log.

Only ``apply`` changes it, and only by an event. ``over()`` gives a Board on which a decision can be tried; ``take``
accepts it after the commit.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from dispatch import alert, assignment, escalation, modes, register, roster, round, steps, ticket, timeline, worker
from dispatch.alert import HELD_FOR, Alert
from dispatch.assignment import Assignment
from dispatch.events import Folds, Recorded
from dispatch.kind import Kind
from dispatch.playbook import Playbook
from dispatch.roster import LOCAL, Roster
from dispatch.round import Round, Stand
from dispatch.table import Table
from dispatch.ticket import Ticket
from dispatch.timeline import Entry
from dispatch.worker import Worker

#: Closed tickets stay this long: late taps, reopening.
KEPT_FOR = timedelta(hours=24)
#: Events folded on one overlay: making one and taking it in again costs as much as folding an event.
TOGETHER = 200

#: event type → how it changes the board; every type but the pure notes of a timeline stands here
FOLDS: Folds = {
    **register.FOLDS,
    **worker.FOLDS,
    **roster.FOLDS,
    **alert.FOLDS,
    **ticket.FOLDS,
    **assignment.FOLDS,
    **steps.FOLDS,
    **round.FOLDS,
    **modes.FOLDS,
    **escalation.FOLDS,
}
#: rows on screens
SHOWN = ("tickets", "alerts", "workers", "assignments")
_INDEXES = (
    "kinds", "policy", "by_fingerprint", "held", "by_ticket", "by_worker", "numbers", "timelines", "left",
    "alerts_by_minute", "arrivals", "closed", "sos", "rosters",
    "playbooks", "playbook_heads", "rounds", "stands", "modes", "ladder",
)  # fmt: skip
TABLES = frozenset((*SHOWN, *_INDEXES))
#: tables whose changes are rows to be told
_MARKED = frozenset((*SHOWN, "kinds"))


class Board:
    tickets: Table[Ticket]
    alerts: Table[Alert]
    workers: Table[Worker]
    assignments: Table[Assignment]
    kinds: Table[Kind]
    policy: Table[bool]
    by_fingerprint: Table[str]
    held: Table[tuple[datetime, datetime]]
    by_ticket: Table[tuple[str, ...]]
    by_worker: Table[tuple[str, ...]]
    numbers: Table[int]
    timelines: Table[tuple[Entry, ...]]
    left: Table[datetime]
    alerts_by_minute: Table[int]
    arrivals: Table[tuple[float, ...]]
    closed: Table[int]
    sos: Table[str]
    rosters: Table[Roster]
    #: every version by its key, and which version of each begins now
    playbooks: Table[Playbook]
    playbook_heads: Table[int]
    #: those under way; who was asked to stand where, by worker
    rounds: Table[Round]
    stands: Table[Stand]
    #: severity → mode whatever the kind says; severity → minutes until each level above hears of a ticket that waits
    modes: Table[str]
    ladder: Table[tuple[int, ...]]

    def __init__(self, district: str = "", *, _below: Board | None = None) -> None:
        self.district: str = _below.district if _below else district
        self.seq: int = _below.seq if _below else 0
        self._pruned: int = _below._pruned if _below else 0
        self._below = _below
        self._drained: set[tuple[str, str]] = set()
        if _below is None:
            for name in TABLES:
                setattr(self, name, Table())

    def __getattr__(self, name: str) -> Any:
        """A table of an overlay is made when first touched: most events touch three of twenty (0.1 ms saved)."""
        if name not in TABLES or self._below is None:
            raise AttributeError(name)
        table = getattr(self._below, name).over()
        setattr(self, name, table)
        return table

    # --- folding ------------------------------------------------------------------------------

    def apply(self, r: Recorded) -> None:
        """Take one event in. Events must come in order, without gaps."""
        self.apply_all((r,))

    def apply_all(self, events: Iterable[Recorded]) -> None:
        """Take events in, in groups.

        A Board of its own folds a group on an overlay, so that an event that does not fold leaves it whole, as it was
        before its group; an overlay is dropped whole by its owner anyway.
        """
        rest = iter(events)
        while group := tuple(islice(rest, TOGETHER)):
            step = self.over() if self._below is None else self
            for r in group:
                step._fold(r)
            if step is not self:
                self.take(step)

    def _fold(self, r: Recorded) -> None:
        if r.seq != self.seq + 1:
            raise ValueError(f"event {r.seq} after {self.seq}: the log has no gaps")
        fold = FOLDS.get(type(r.event))
        if fold is not None:
            fold(self, r, r.event)
        timeline.note(self, r)
        self.seq = r.seq
        self._prune(r.at)

    def over(self) -> Board:
        """A Board on top of this one: reads through, keeps its own changes."""
        return Board(_below=self)

    def take(self, upper: Board) -> None:
        """Accept what ``upper`` changed."""
        for name in TABLES & upper.__dict__.keys():
            table = getattr(upper, name)
            getattr(self, name).take(table)
            if name in _MARKED:
                self._drained.update((name, key) for key in table.touched())
        self.seq = upper.seq
        self._pruned = upper._pruned
        self._drained |= upper._drained

    def drain_changed(self) -> set[tuple[str, str]]:
        """(table, id) of every row that may read differently since the last call, with what hangs on it."""
        changed, self._drained = self._drained, set()
        for table, key in tuple(changed):
            changed.update(self._hanging_on(table, key))
        for table, key in tuple(changed):
            if table == "tickets":
                changed.update(("alerts", a) for a in getattr(self.tickets.get(key), "alert_ids", ()))
                changed.update(("assignments", a) for a in self.by_ticket.get(key, ()))
        changed.update(("workers", loser) for loser in self._losers(changed))
        return {(table, key) for table, key in changed if table in SHOWN and key}

    def _losers(self, changed: set[tuple[str, str]]) -> Iterator[str]:
        """Whose row names a ticket that a colleague took first, or that colleague, and one of the two reads anew."""
        for one in self.workers.values():
            held = self.assignments.get(one.lost) if one.lost else None
            if held is not None and not changed.isdisjoint((("tickets", held.ticket_id), ("workers", held.taken_by))):
                yield one.id

    def forget_changed(self) -> None:
        """For who reads no rows: what changed need not be kept."""
        self._drained.clear()

    def _hanging_on(self, table: str, key: str) -> Iterator[tuple[str, str]]:
        """Rows that show something of this one."""
        if table == "assignments" and key in self.assignments:
            held = self.assignments[key]
            yield from (("tickets", held.ticket_id), ("workers", held.worker_id))
        elif table == "alerts" and key in self.alerts:
            yield "tickets", self.alerts[key].ticket_id or ""
        elif table == "workers":
            for held in self.work_of(key):
                yield from (("tickets", held.ticket_id), ("assignments", held.id))
        elif table == "kinds":
            yield from (("tickets", ticket.id) for ticket in self.tickets.values() if ticket.kind == key)

    # --- reading ------------------------------------------------------------------------------

    def assignments_of(self, ticket_id: str) -> list[Assignment]:
        """Live assignments of a ticket, oldest first."""
        held = (self.assignments[a] for a in self.by_ticket.get(ticket_id, ()))
        return [a for a in held if a.is_live]

    def work_of(self, worker_id: str) -> list[Assignment]:
        """Live assignments of a worker, oldest first: the second never hides the first."""
        return [self.assignments[a] for a in self.by_worker.get(worker_id, ())]

    def latest(self, ticket_id: str, worker_id: str) -> Assignment | None:
        """The last assignment of this worker to this ticket, ended ones included."""
        for assignment_id in reversed(self.by_ticket.get(ticket_id, ())):
            held = self.assignments[assignment_id]
            if held.worker_id == worker_id:
                return held
        return None

    @property
    def auto_dispatch(self) -> bool:
        return bool(self.policy.get("auto_dispatch", False))

    # --- figures of the day (local time) --------------------------------------------------------

    @staticmethod
    def day(at: datetime) -> str:
        """Days begin at local midnight."""
        return f"{at.astimezone(LOCAL):%Y%m%d}"

    def arrived(self, at: datetime, seconds: float) -> None:
        day = self.day(at)
        self.arrivals[day] = (*self.arrivals.get(day, ()), seconds)

    def closed_on(self, at: datetime) -> None:
        day = self.day(at)
        self.closed[day] = self.closed.get(day, 0) + 1

    def median_arrival_s(self, at: datetime) -> float | None:
        seconds = self.arrivals.get(self.day(at), ())
        return statistics.median(seconds) if seconds else None

    # --- forgetting -----------------------------------------------------------------------------

    def _prune(self, now: datetime) -> None:
        """Once a minute of log time drop what left more than 24 h ago: folding stays linear."""
        minute = int(now.timestamp() // 60)
        if minute == self._pruned:
            return
        self._pruned = minute
        for ticket_id in [t for t, at in self.left.items() if now - at > KEPT_FOR]:
            self._forget(ticket_id)
        for fingerprint in [f for f, (_, at) in self.held.items() if now - at > HELD_FOR]:
            del self.held[fingerprint]
        for alert_id in [a.id for a in self.alerts.values() if a.ticket_id not in self.tickets and self._over(a, now)]:
            self._drop_alert(alert_id)
        oldest = int(now.timestamp() // 60) - 24 * 60
        for key in [m for m in self.alerts_by_minute if int(m) < oldest]:
            del self.alerts_by_minute[key]
        for table in (self.arrivals, self.closed, self.numbers):
            for key in [d for d in table if d < self.day(now - timedelta(days=2))]:
                del table[key]

    @staticmethod
    def _over(row: Alert, now: datetime) -> bool:
        return row.state != "firing" and now - (row.resolved_at or row.last_at) > KEPT_FOR

    def _forget(self, ticket_id: str) -> None:
        gone = self.tickets.pop(ticket_id)
        del self.left[ticket_id]
        self.timelines.pop(ticket_id, None)
        for assignment_id in self.by_ticket.pop(ticket_id, ()):
            self._drop_assignment(self.assignments.pop(assignment_id, None))
        for alert_id in gone.alert_ids:
            held = self.alerts.get(alert_id)
            if held is not None and held.state != "firing":
                self._drop_alert(alert_id)

    def _drop_assignment(self, held: Assignment | None) -> None:
        """Its worker is free of it, also when nobody confirmed the recall of a ticket that ended a day ago. His row is
        told again in any case: the end of this assignment may be in the same group, and then nothing leads to him."""
        if held is None:
            return
        self.by_worker[held.worker_id] = tuple(a for a in self.by_worker.get(held.worker_id, ()) if a != held.id)
        self._drained.add(("workers", held.worker_id))

    def _drop_alert(self, alert_id: str) -> None:
        held = self.alerts.pop(alert_id)
        if self.by_fingerprint.get(held.fingerprint) == alert_id:
            del self.by_fingerprint[held.fingerprint]
        self._drained.add(("alerts", alert_id))
