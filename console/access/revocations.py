"""What ended: sessions, tokens and their owners. Here at once, in the other processes within half a second."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Connection, delete, func, insert, select

from console.access.clock import Clock
from console.access.database import Database
from console.access.tables import revocations

log = logging.getLogger(__name__)

#: sockets must be cut within 2 s, wherever the revoking was done
WATCH_S = 0.5
#: old lines help nobody: every process has polled long since
_KEPT_S = 3600

Listener = Callable[[str], None]


class Revocations:
    """A feed of keys such as ``user:<id>``, ``worker:<id>``, ``source:<name>``, ``session:<id>``, ``token:<id>``."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._listeners: list[Listener] = []
        self._seen: int | None = None
        self._stopped = threading.Event()

    def listen(self, listener: Listener) -> None:
        """``listener(key)`` is called for each key that ends, here or elsewhere; twice is possible."""
        self._listeners.append(listener)

    def add(self, connection: Connection, key: str) -> None:
        """In the caller's transaction; the caller then calls ``tell``."""
        now = self._clock().timestamp()
        connection.execute(delete(revocations).where(revocations.c.at < now - _KEPT_S))
        connection.execute(insert(revocations).values(key=key, at=now))

    def tell(self, key: str) -> None:
        """This process's listeners. One that fails does not keep the others from hearing."""
        for listener in self._listeners:
            try:
                listener(key)
            except Exception:
                log.exception("a listener failed on %s", key)

    def poll(self) -> int:
        """Tell what other processes revoked since the last poll (the first only takes note). Returns how many."""
        if self._seen is None:
            self._seen = self._database.read(
                lambda connection: connection.execute(select(func.max(revocations.c.id))).scalar() or 0
            )
            return 0
        query = select(revocations.c.id, revocations.c.key).where(revocations.c.id > self._seen)
        found = self._database.read(lambda connection: list(connection.execute(query.order_by(revocations.c.id))))
        for row in found:
            self._seen = row.id
            self.tell(row.key)
        return len(found)

    def watch(self) -> None:
        """Poll until ``stop``: run it in a greenlet or a thread of its own."""
        while not self._stopped.is_set():
            try:
                self.poll()
            except Exception:
                log.exception("revocations could not be read")
            self._stopped.wait(WATCH_S)

    def stop(self) -> None:
        self._stopped.set()
