"""Figures of intake, commands and the stores, for /metrics (those of sockets stand in console.transport.metrics)."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

ALERTS = Counter("shaodao_alerts_received", "Reports of sources by what became of them", ["result"])
ALERT_ACK = Histogram(
    "shaodao_alert_ack_seconds",
    "From a report's body to its durable answer",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
COMMANDS = Counter("shaodao_commands", "Commands of people by what became of them", ["result"])
LOG_HEAD = Gauge("shaodao_log_head", "Last event of the log")
REDIS_UP = Gauge("shaodao_redis_up", "1 while Redis answers")
POSITIONS_REJECTED = Counter("shaodao_positions_rejected", "Positions of phones that cannot be true", ["code"])
