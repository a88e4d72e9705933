"""What a Chromium trace says of the main thread."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

MARK = "live-frame"


def busy_ms(events: list[dict[str, Any]]) -> list[float]:
    """CPU ms of the page's main thread between each two live frames."""
    marks = [one for one in events if one.get("name") == MARK and "blink.user_timing" in one.get("cat", "")]
    thread = (marks[0]["pid"], marks[0]["tid"])
    at = sorted(one["ts"] for one in marks)
    tasks = sorted(
        (one["ts"], one.get("tdur", 0))
        for one in events
        if one.get("ph") == "X" and (one["pid"], one["tid"]) == thread and is_task(one["name"])
    )
    spent, nth = [], 0
    while nth < len(tasks) and tasks[nth][0] < at[0]:
        nth += 1
    for _, end in pairwise(at):
        busy = 0
        while nth < len(tasks) and tasks[nth][0] < end:
            busy += tasks[nth][1]
            nth += 1
        spent.append(busy / 1000)
    return spent


def is_task(name: str) -> bool:
    """One of the outermost: tasks within it are part of it."""
    return name == "ThreadControllerImpl::RunTask"
