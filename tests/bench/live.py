"""From an accepted alert to a screen: 100 clients at 50 alerts/s, then 500 clients beside Node's Socket.IO."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

from tests.bench.feed import alert, paced
from tests.bench.figure import Figure
from tests.bench.lag import Lag
from tests.bench.node import Node, install
from tests.support.console_process import Console, free_port

SECONDS = 10.0
DISPLAY = "demo-display"
#: Alerts a second while counting; each is a new row on the wall, and its ticket another.
FLOOD = 300


def run(folder: Path) -> list[Figure]:
    install()
    console = Console(folder / "live", auto=False)
    console.start()
    try:
        figures = delivery(console)
        ours, lag = fan_out(console)
    finally:
        console.stop()
    peer = node_peer()
    return [
        *figures,
        Figure(
            "row updates to 500 clients",
            ours["rows_s"],
            "/s",
            peer["rows_s"],
            "Node Socket.IO",
            f"≥ {peer['rows_s']:.0f}",
        ),
        Figure("frames to 500 clients", ours["frames_s"], "/s", peer["frames_s"], "Node Socket.IO"),
        Figure("loop lag meanwhile, p99 (≤ that of /healthz)", lag, "ms", goal="≤ 70"),
    ]


def delivery(console: Console) -> list[Figure]:
    """``received_at`` of the alert to its row in the client, on one machine's clock."""
    swarm = Node("swarm.mjs", console.port, 100, DISPLAY)
    swarm.read()
    swarm.tell("mark")

    def make(nth: int) -> dict[str, Any]:  # every tenth extreme: it must not wait for the next frame
        return alert(f"delivery-{nth}", "smoke" if nth % 10 == 0 else "clutter")

    paced(console.port, 50, SECONDS, 1, make)
    time.sleep(1)
    seen = swarm.ask("report")
    swarm.end()
    return [
        Figure("alert → delta, 100 clients, 50 alerts/s, p99", seen["p99_ms"], "ms", seen["p50_ms"], "median", "≤ 200"),
        Figure("… of extreme alerts, p99", seen["extreme_p99_ms"], "ms", seen["extreme_p50_ms"], "median", "≤ 100"),
    ]


def fan_out(console: Console) -> tuple[dict[str, float], float]:
    swarm = Node("swarm.mjs", console.port, 500, DISPLAY)
    swarm.read()
    feeders = [
        threading.Thread(
            target=paced, args=(console.port, FLOOD / 2, SECONDS, 15, lambda n, k=k: alert(f"flood-{k}-{n}"))
        )
        for k in range(2)
    ]
    lag = Lag(console.port)
    swarm.tell("mark")
    for feeder in feeders:
        feeder.start()
    for feeder in feeders:
        feeder.join()
    seen, late = swarm.ask("report"), lag.p99_ms()
    swarm.end()
    return seen, late


def node_peer() -> dict[str, float]:
    """The most that Node delivers: the rate is doubled until a doubling brings less than a tenth more."""
    port, best = free_port(), {"rows_s": 0.0, "frames_s": 0.0}
    peer = Node("peer.mjs", port)
    peer.read()
    swarm = Node("swarm.mjs", port, 500)
    swarm.read()
    for rate in (25, 50, 100, 200, 400):
        peer.tell(str(rate))
        time.sleep(1)
        swarm.tell("mark")
        time.sleep(3)
        seen = swarm.ask("report")
        if seen["rows_s"] < best["rows_s"] * 1.1:
            break
        best = seen
    swarm.end()
    peer.end()
    return best
