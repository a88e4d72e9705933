"""Figures of the transport and of the live channel, for /metrics."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

SLOW_DISCONNECTS = Counter("shaodao_slow_disconnects", "Clients cut because they were too far behind")
ANONYMOUS_DISCONNECTS = Counter("shaodao_anonymous_disconnects", "Sockets cut because they never said who they are")
QUEUE_MAX = Gauge("shaodao_client_queue_max", "Most messages that waited for one client since the start")
CLIENTS = Gauge("shaodao_clients", "Sockets by kind of room", ["room"])
FRAMES = Counter("shaodao_frames", "Deltas emitted", ["room"])
RELAY_CURSOR = Gauge("shaodao_relay_cursor", "Last event the relay has applied")
RELAY_LAG = Histogram(
    "shaodao_relay_lag_seconds", "From an event's time to its delta", buckets=(0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
)
RESUMES = Counter("shaodao_resumes", "Answers to /deltas", ["result"])
