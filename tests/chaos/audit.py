"""Reads the log after the storm and counts: lost, doubled, gaps."""

from __future__ import annotations

from collections import Counter
from typing import Any

from dispatch.adapters.sql_log import SqlLog
from dispatch.board import Board
from dispatch.ticket import LIVE
from tests.chaos.town import Ledger

#: An alert with an id of its own makes at most one of each.
ONCE = ("AlertRaised", "AlertRepeated", "AlertResolved", "ResolutionHeld", "TicketOpened")


def audit(url: str, ledger: Ledger) -> dict[str, int]:
    """Every figure should be 0 but ``events``."""
    log = SqlLog(url)
    events = log.read()
    by_cause: Counter[tuple[str, str, str]] = Counter((r.actor, r.cause, type(r.event).__name__) for r in events)
    made = {(r.actor, r.cause) for r in events}
    found = {
        "events": len(events),
        "gaps": sum(r.seq != nth for nth, r in enumerate(events, 1)) + (log.head().seq != len(events)),
        "alerts_lost": _forgotten(log, [("source:demo-source", one) for one in ledger.alerts], made),
        "taps_lost": _forgotten(log, list(ledger.taps), made),
        "alerts_doubled": sum(n > 1 for (_, _, kind), n in by_cause.items() if kind in ONCE),
        **_folded(events),
    }
    log.close()
    return found


def _forgotten(log: SqlLog, promised: list[tuple[str, str]], made: set[tuple[str, str]]) -> int:
    """Acknowledged, but neither remembered nor (where it made events) in the log."""
    lost = 0
    with log.transaction() as transaction:
        for actor, command_id in promised:
            kept = transaction.remembered(actor, command_id)
            lost += kept is None or (bool(kept.answer.get("events")) and (actor, command_id) not in made)
    return lost


def _folded(events: list[Any]) -> dict[str, int]:
    """The rules, after every single event."""
    board = Board(events[0].district if events else "")
    doubled = Counter({"tickets_doubled": 0, "assignments_doubled": 0, "workers_doubled": 0})
    for recorded in events:
        board.apply(recorded)
        name = type(recorded.event).__name__
        if name == "TicketOpened":
            mine = {board.alerts[a].fingerprint for a in recorded.event.alert_ids if a in board.alerts}
            others = [t for t in board.tickets.values() if t.state in LIVE and t.id != recorded.event.ticket_id]
            live = {board.alerts[a].fingerprint for t in others for a in t.alert_ids if a in board.alerts}
            doubled["tickets_doubled"] += bool(mine & live)
        if name == "AssignmentOffered":
            held = board.assignments_of(recorded.event.ticket_id)
            doubled["assignments_doubled"] += sum(a.worker_id == recorded.event.worker_id for a in held) > 1
            second = len(board.work_of(recorded.event.worker_id)) > 1 and not recorded.event.stacked
            doubled["workers_doubled"] += second  # stacked is what a person or the plan wants
    return dict(doubled)
