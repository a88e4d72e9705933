"""The live sockets of a page: whether somebody who was put out is really gone."""

from __future__ import annotations

import time
from typing import Any

from tests.browser.running import until


def watched(screen: Any) -> list[Any]:
    """The sockets that a screen opens from now on."""
    sockets: list[Any] = []
    screen.on("websocket", lambda socket: sockets.append(socket))
    return sockets


def cut_after(screen: Any, sockets: list[Any], since: float) -> float:
    """Seconds from ``since`` until the last socket of a screen was cut. The context is asked, not the page: a page that
    draws a map answers late, and Playwright hears of a socket only while it talks to the browser."""
    until(lambda: screen.context.cookies() is not None and sockets and all(one.is_closed() for one in sockets), 10)
    return time.monotonic() - since
