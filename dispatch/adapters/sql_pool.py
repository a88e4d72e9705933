"""Idle connections, kept for the next one who asks. Nobody ever waits, and there is no lock.

SQLAlchemy's pool takes locks, and gevent's locks lose wake-ups when native threads contend for them: 13 of 40 runs
of 150 reads and writes hung. A deque needs none (its ``append`` and ``pop`` are atomic).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

#: A connection that lay idle longer is asked whether it still lives.
TRUSTED_S = 1.0


class Pool:
    """``connect`` makes a connection, ``alive`` says whether an idle one still works; ``keep`` are kept."""

    def __init__(self, connect: Callable[[], Any], alive: Callable[[Any], bool], keep: int) -> None:
        self._connect, self._alive, self._keep = connect, alive, keep
        self._idle: deque[tuple[Any, float]] = deque()

    @contextmanager
    def connection(self, errors: type[Exception] | tuple[type[Exception], ...]) -> Iterator[Any]:
        """One connection for one thread. After one of ``errors`` it is thrown away, and the idle ones with it."""
        connection = self._take()
        try:
            yield connection
        except errors:
            _close(connection)
            self.close()  # the server went away: the others are dead too
            raise
        except BaseException:
            self._give(connection)
            raise
        self._give(connection)

    def close(self) -> None:
        while self._idle:
            with suppress(IndexError):
                _close(self._idle.pop()[0])

    def _take(self) -> Any:
        while self._idle:
            try:
                connection, since = self._idle.pop()
            except IndexError:  # another thread was quicker
                break
            if time.monotonic() - since < TRUSTED_S or self._alive(connection):
                return connection
            _close(connection)
        return self._connect()

    def _give(self, connection: Any) -> None:
        if len(self._idle) < self._keep:
            self._idle.append((connection, time.monotonic()))
        else:
            _close(connection)


def _close(connection: Any) -> None:
    with suppress(Exception):
        connection.close()
