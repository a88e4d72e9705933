"""Asking a routing server: one JSON answer within a time, strictly checked."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from dispatch.travel import SNAP_M

#: A ranking waits no longer for somebody else's server; our own roads take a few milliseconds.
TIMEOUT_S = 1.5
#: After so many failures in a row the server is left alone for a while.
FAILURES, PAUSE_S = 2, 30.0
#: A table of 2,000 × 100 with distances is 4 MB.
MOST_BYTES = 64_000_000


class RouterAway(Exception):
    """The server does not answer, or not what was asked for. The text is for the log."""


class Unsure(RouterAway):
    """The server answers, but cannot say this. It is not left alone for that."""


class Breaker:
    """Leaves a server alone after ``FAILURES`` in a row. Counts only: no locks, safe from any thread."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._failed, self._until = clock, 0, float("-inf")

    @property
    def is_open(self) -> bool:
        """Whether the server is left alone now."""
        return self._clock() < self._until

    def succeeded(self) -> None:
        """The server answered as it should."""
        self._failed = 0

    def failed(self) -> None:
        """It did not."""
        self._failed += 1
        if self._failed >= FAILURES:
            self._failed, self._until = 0, self._clock() + PAUSE_S


class Server:
    """One routing server. Blocks: for native threads."""

    def __init__(self, base: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self.base, self._timeout_s = base.rstrip("/"), timeout_s

    def get(self, path: str) -> Any:
        """Raises RouterAway."""
        return self._ask(Request(self.base + path))

    def post(self, path: str, body: Any) -> Any:
        """Raises RouterAway."""
        data = json.dumps(body, separators=(",", ":")).encode()
        return self._ask(Request(self.base + path, data, {"Content-Type": "application/json"}))

    def _ask(self, request: Request) -> Any:
        try:
            with urlopen(request, timeout=self._timeout_s) as response:
                text = response.read(MOST_BYTES + 1)
        except HTTPError as error:
            # OSRM and Valhalla say "no way" with 400 and a body; that is an answer, not a failure.
            text = error.read(MOST_BYTES + 1) if error.code == 400 else b""
            if not text:
                raise RouterAway(f"HTTP {error.code}") from error
        except (URLError, OSError, ValueError) as error:
            raise RouterAway(str(error)) from error
        if len(text) > MOST_BYTES:
            raise RouterAway("the answer is too long")
        try:
            return json.loads(text)
        except ValueError as error:
            raise RouterAway("the answer is no JSON") from error


def numbers(rows: Any, height: int, width: int) -> list[list[float]]:
    """A table of so many rows and columns; null is inf. Raises RouterAway for anything else."""
    if not isinstance(rows, list) or len(rows) != height:
        raise RouterAway(f"expected {height} rows")
    return [_row(row, width) for row in rows]


def _row(row: Any, width: int) -> list[float]:
    if not isinstance(row, list) or len(row) != width:
        raise RouterAway(f"expected {width} columns")
    return [number(value) for value in row]


def off_road(metres: float) -> float:
    """Metres from a place to the road it was laid on; inf where that is so far that it is on none (servers look for a
    road as far as they must: 150 km were seen)."""
    return metres if metres <= SNAP_M else math.inf


def number(value: Any) -> float:
    """Seconds or metres; null is inf. Raises RouterAway."""
    if value is None:
        return math.inf
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value < 1e9:
        raise RouterAway(f"expected seconds or metres, got {str(value)[:40]}")
    return float(value)
