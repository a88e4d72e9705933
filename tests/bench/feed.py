"""Alerts at a steady rate from threads of this process, and the answers' times."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

from tests.bench.wire import Wire
from tests.support.caller import Caller

TOKEN = "demo-source"


def alert(device: str, kind: str = "clutter", **more: Any) -> dict[str, Any]:
    place = {"lon": 111.0031, "lat": 35.0302, "place": "四季绿城 5号楼", "unit": "3单元", "floor": 3}
    return {"id": uuid.uuid4().hex, "kind": kind, "state": "firing", "device_id": device, **place, **more}


def hammer(port: int, clients: int, seconds: float, batch: int, devices: int) -> tuple[float, list[float]]:
    """As fast as answers come: acknowledged alerts a second, and the sorted seconds each call took."""
    took: list[float] = []
    acknowledged: list[int] = []
    end = time.monotonic() + seconds

    def run(client: int) -> None:
        wire, nth = Wire(port, "/api/v1/alerts", TOKEN), 0
        while (began := time.monotonic()) < end:
            items = [alert(f"device-{(client * 7919 + nth * batch + n) % devices}") for n in range(batch)]
            status, _ = wire.post(items if batch > 1 else items[0])
            took.append(time.monotonic() - began)
            acknowledged.append(batch if status == 202 else 0)
            nth += 1
        wire.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(acknowledged) / seconds, sorted(took)


def paced(port: int, per_second: float, seconds: float, batch: int, make: Callable[[int], dict[str, Any]]) -> int:
    """``per_second`` alerts in posts of ``batch``; how many were acknowledged."""
    caller, acknowledged, nth = Caller(port, TOKEN), 0, 0
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        items = [make(nth + n) for n in range(batch)]
        nth += batch
        status, _ = caller.post("/api/v1/alerts", items if batch > 1 else items[0])
        acknowledged += batch if status == 202 else 0
        time.sleep(max(0.0, began + nth / per_second - time.monotonic()))
    return acknowledged
