"""What is on the board: drawn by the page from the live channel."""

from __future__ import annotations

from dispatch.severity import SEVERITIES
from layers.base import Legend, Live

_BY_SEVERITY = tuple(Legend(f"severity.{severity}", symbol=f"sev-{severity}") for severity in SEVERITIES)
_DUTIES = ("free", "busy", "break", "stale", "sos")

ASSIGNMENTS = Live("assignments", "line", legend=(Legend("legend.assignments", colour="worker"),))
WORKERS = Live(
    "workers",
    legend=tuple(Legend(f"legend.workers.{duty}", symbol=f"worker-{duty}") for duty in _DUTIES),
    icon="worker-free",
)
ALERTS = Live("alerts", legend=_BY_SEVERITY, icon="sev-unknown")
TICKETS = Live("tickets", legend=_BY_SEVERITY, icon="sev-moderate")
