"""Reads the log in a native thread: neither a slow disk nor a lost database ever stops the loop."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from gevent import get_hub, monkey
from gevent.threadpool import ThreadPool

from console.live.feed import Feed
from dispatch.adapters.waker import Waker
from dispatch.errors import EpochChanged, LogUnavailable
from dispatch.events import Recorded
from dispatch.log import EventLog

log_ = logging.getLogger(__name__)

#: SQLite's data version costs 5 µs to look at.
LOOK_S = 0.020
#: Read anyway after this long: the last resort when nobody tells.
ANYWAY_S = 0.250
#: Between two tries while the database is away.
AWAY_S = 0.5
BATCH = 2_000

_select = monkey.get_original("select", "select")


class Tail:
    """Delivers, in order and without gaps, what is appended after ``feed``; after a restore a new feed instead.

    ``open_feed`` and all reading run in the native thread, ``deliver`` in the loop.
    """

    def __init__(
        self, log: EventLog, open_feed: Callable[[], Feed], deliver: Callable[[Feed | list[Recorded]], None]
    ) -> None:
        self._log, self._open_feed, self._deliver = log, open_feed, deliver
        self._waker = Waker(_select)
        self._inbox: deque[Feed | list[Recorded]] = deque()
        self._stopping = False
        self._pool = ThreadPool(1)
        self._epoch, self._seq = "", 0
        self.read_at = float("-inf")  # monotonic: when the log was last known to be read to its head

    def start(self, feed: Feed) -> None:
        self._epoch, self._seq = feed.epoch, feed.board.seq
        self._arrival = get_hub().loop.async_()
        self._arrival.start(self._unload)
        self._pool.spawn(self._run)

    def stop(self) -> None:
        self._stopping = True
        self._waker.wake()
        self._pool.join()
        self._arrival.close()
        self._waker.close()

    def poke(self) -> None:
        """Something was appended: look now. From any thread."""
        self._waker.wake()

    def _unload(self) -> None:
        while self._inbox:
            self._deliver(self._inbox.popleft())

    # --- in the native thread -----------------------------------------------------------------

    def _run(self) -> None:
        seen: object = None
        looked = 0.0
        while not self._stopping:
            try:
                token = self._log.changed()
                if token != seen or time.monotonic() - looked >= ANYWAY_S:
                    self._read()
                    seen, looked = token, time.monotonic()
                self.read_at = time.monotonic()
                self._waker.wait(LOOK_S)
            except (LogUnavailable, EpochChanged) as problem:
                log_.warning("the log cannot be read: %s", problem)
                self._waker.wait(AWAY_S)
            except Exception:
                log_.exception("reading the log failed")
                self._waker.wait(AWAY_S)

    def _read(self) -> None:
        head = self._log.head()
        if head.epoch != self._epoch or head.seq < self._seq:
            self._begin_anew()
            return
        while self._seq < head.seq:
            events = self._log.read(self._seq, BATCH)
            if not events:
                return
            self._seq = events[-1].seq
            self._send(events)

    def _begin_anew(self) -> None:
        feed = self._open_feed()
        self._epoch, self._seq = feed.epoch, feed.board.seq
        self._send(feed)

    def _send(self, parcel: Any) -> None:
        self._inbox.append(parcel)
        self._arrival.send()
