"""The figures of now. Exercises count nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dispatch.board import Board
from dispatch.severity import SEVERITIES
from dispatch.ticket import LIVE

#: ISA-18.2: more than 10 alerts in 10 minutes is a flood for one operator.
FLOOD = 10
TREND_BUCKETS = 12


def alerts_since(board: Board, now: datetime, minutes: int, until: int = 0) -> int:
    """Alerts received in the last ``minutes`` minutes, leaving out the last ``until``."""
    last = int(now.timestamp() // 60) - until
    return sum(board.alerts_by_minute.get(str(m), 0) for m in range(last - minutes + 1, last + 1))


def kpis(board: Board, now: datetime) -> dict[str, Any]:
    """contracts.md §4 without telemetry (sockets, devices), which the edge adds."""
    tickets = [t for t in board.tickets.values() if t.state in LIVE and not t.exercise]
    offered = {a.ticket_id for a in board.assignments.values() if a.stage == "offered"}
    on_duty = [w for w in board.workers.values() if w.duty != "off_duty"]
    busy = [w for w in on_duty if board.work_of(w.id)]
    recent = alerts_since(board, now, 10)
    return {
        "open": len(tickets),
        "overdue": sum(t.is_overdue for t in tickets),
        "by_severity": {s: sum(t.severity == s for t in tickets) for s in SEVERITIES},
        "by_state": {
            "pending": sum(t.state == "pending" and t.id not in offered for t in tickets),
            "offered": sum(t.state == "pending" and t.id in offered for t in tickets),
            "active": sum(t.state == "active" for t in tickets),
            "resolved": sum(t.state == "resolved" for t in tickets),
        },
        "closed_today": board.closed.get(board.day(now), 0),
        "workers_total": len(board.workers),
        "workers_on_duty": len(on_duty),
        "workers_free": sum(w.duty == "available" for w in on_duty) - sum(w.duty == "available" for w in busy),
        "workers_busy": len(busy),
        "workers_break": sum(w.duty == "on_break" for w in on_duty),
        "median_arrival_s_today": board.median_arrival_s(now),
        "alerts_10min": recent,
        "flood": recent > FLOOD,
        "alerts_trend": [alerts_since(board, now, 10, 10 * n) for n in reversed(range(TREND_BUCKETS))],
    }
