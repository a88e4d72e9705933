"""The live sockets of a page: whether somebody who was put out is really gone."""

from __future__ import annotations

import re
import time
from typing import Any

import requests

from tests.browser.running import Server, until


def watched(screen: Any) -> list[Any]:
    """The sockets that a screen opens from now on."""
    sockets: list[Any] = []
    screen.on("websocket", lambda socket: sockets.append(socket))
    return sockets


def are_cut(screen: Any, sockets: list[Any]) -> bool:
    """Whether the screen has seen all of them end. Asks the context, not the page: Playwright hears of a socket only
    while it talks to the browser, and a page that draws a map answers late."""
    return screen.context.cookies() is not None and bool(sockets) and all(one.is_closed() for one in sockets)


def connected(server: Server, room: str) -> int:
    """How many sockets of this kind (desk, wall, worker) the server holds."""
    text = requests.get(f"{server.url}/metrics", timeout=10).text
    found = re.search(rf'^shaodao_clients{{room="{room}"}} ([0-9.]+)', text, re.MULTILINE)
    return int(float(found[1])) if found else 0


def cut_after(server: Server, room: str, left: int, since: float) -> float:
    """Seconds from ``since`` until the server holds only ``left`` sockets of the kind."""
    until(lambda: connected(server, room) <= left, 10)
    return time.monotonic() - since
