"""The relay of a web process: follows the log, keeps the screen board, and lets every room know what changed."""

from __future__ import annotations

import json
import logging
import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import gevent
from gevent.event import Event as Signal

from console.live.changes import Gone
from console.live.feed import Feed
from console.live.herald import Emit, Herald, milliseconds
from console.live.opening import open_feed
from console.live.tail import Tail
from console.live.telemetry import Telemetry
from console.native import native
from console.transport import metrics
from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.events import Recorded
from dispatch.log import EventLog
from dispatch.projections.kpi import kpis

__all__ = ["Gone", "Relay"]

log = logging.getLogger(__name__)

#: Folding goes on in slices of this many events: 200 take about 5 ms, less than anybody notices.
SLICE = 200
#: A relay that has not seen the log for so long is not ready.
BEHIND_S = 2.0
#: Before folding anew after a fold that failed.
SICK_S = 1.0
#: Sixty screens that come back at once share one rendering.
SNAPSHOT_FRESH_S = 1.0


class Relay:
    """``start`` before anything is asked. All methods but ``poke`` are for the loop's greenlets."""

    def __init__(
        self,
        log: EventLog,
        telemetry: Telemetry,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        redis_state: Callable[[], str] = lambda: "off",
        build: str = "",
    ) -> None:
        self._log, self.telemetry, self._clock = log, telemetry, clock
        self._feed: Feed | None = None
        self._open = partial(open_feed, log, decorate=telemetry.decorate)
        self._tail = Tail(log, self._open, self._arrived)
        self.herald = Herald(lambda: self.feed, self._report, lambda: {"redis": redis_state(), "build": build})
        self._inbox: deque[Feed | list[Recorded]] = deque()
        self._news = Signal()
        self._waiting: list[tuple[int, Signal]] = []
        self._snapshots: dict[str, tuple[int, float, str]] = {}
        self._greenlets: list[gevent.Greenlet] = []
        self.draining = False

    # --- living -------------------------------------------------------------------------------

    def start(self) -> None:
        """Fold the log (in a native thread), then follow it."""
        self._feed = native(self._open)
        self._tail.start(self._feed)
        self._greenlets = [gevent.spawn(self._fold), *self.herald.start()]

    def stop(self) -> None:
        gevent.killall(self._greenlets)
        if self._greenlets:
            self._tail.stop()
        self._greenlets = []

    def connect(self, emit: Emit, occupied: Callable[[str], bool], rooms: Callable[[], list[str]]) -> None:
        """Where frames go, whether anybody is in a room, and in which rooms."""
        self.herald.connect(emit, occupied, rooms)

    def poke(self, _seq: int | None = None) -> None:
        """The bell: look at the log now. From any thread, never blocks."""
        self._tail.poke()

    @property
    def feed(self) -> Feed:
        assert self._feed is not None, "the relay was not started"
        return self._feed

    @property
    def board(self) -> Board:
        return self.feed.board

    @property
    def epoch(self) -> str:
        return self.feed.epoch

    @property
    def ready(self) -> bool:
        """The log is read to its head, and this process is not about to end."""
        if self._feed is None or self.draining:
            return False
        return not self._inbox and time.monotonic() - self._tail.read_at < BEHIND_S

    # --- asking -------------------------------------------------------------------------------

    def room_seq(self, view: str) -> int:
        """``to`` of the last delta of this view's room."""
        return self.feed.room_seq(view)

    def hello(self, view: str, role: str) -> dict[str, Any]:
        return self.herald.hello(view, role)

    def snapshot(self, view: str) -> dict[str, Any]:
        """contracts.md §4: district, epoch, seq, at, the four tables and the kpis (none for a worker)."""
        return {"at": format_time(self._clock()), **self._still(view)}

    def _still(self, view: str) -> dict[str, Any]:
        return {
            "district": self._log.district,
            "epoch": self.epoch,
            "seq": self.board.seq,
            **self.feed.snapshot(view),
            "kpis": {} if view.startswith("worker:") else self.kpis(),
        }

    def snapshot_json(self, view: str) -> str:
        """The same as text, rendered at most once a second a view: after a restart every screen asks at once."""
        seq, made, text = self._snapshots.get(view, (-1, 0.0, ""))
        now = time.monotonic()
        if seq != self.board.seq or now - made > SNAPSHOT_FRESH_S:
            text = json.dumps(self._still(view), ensure_ascii=False, separators=(",", ":"))
            if not view.startswith("worker:"):  # one phone asks for it, once
                self._snapshots[view] = self.board.seq, now, text
        return f'{{"at":{json.dumps(format_time(self._clock()))},{text[1:]}'

    def deltas(self, view: str, epoch: str, after: int) -> dict[str, Any]:
        """One delta from ``after`` to now. Raises Gone (410)."""
        try:
            delta = self.feed.deltas(view, epoch, after)
        except Gone:
            metrics.RESUMES.labels("gone").inc()
            raise
        metrics.RESUMES.labels("resumed").inc()
        return delta | {"at": milliseconds()}

    def kpis(self) -> dict[str, Any]:
        return kpis(self.board, self._clock()) | self.telemetry.figures()

    def with_telemetry(self, row: dict[str, Any]) -> dict[str, Any]:
        """A worker's row with where the phone is and when it was heard."""
        return self.telemetry.decorate("workers", row)

    def wait_for(self, seq: int, timeout: float = 1.0) -> bool:
        """Until the board has event ``seq``; False when it has not after ``timeout`` seconds."""
        if self.board.seq >= seq:
            return True
        reached = Signal()
        self._waiting.append((seq, reached))
        self._tail.poke()
        try:
            return bool(reached.wait(timeout))
        finally:
            self._waiting = [pair for pair in self._waiting if pair[1] is not reached]

    def _report(self) -> tuple[dict[str, Any], list[Any]]:
        return self.kpis(), self.telemetry.moved(self.board)

    # --- following ----------------------------------------------------------------------------

    def _arrived(self, parcel: Feed | list[Recorded]) -> None:
        """In the loop's hub: only note it."""
        self._inbox.append(parcel)
        self._news.set()

    def _fold(self) -> None:
        while True:
            self._news.wait()
            self._news.clear()
            while self._inbox:
                parcel = self._inbox[0]
                try:
                    self._begin_anew(parcel) if isinstance(parcel, Feed) else self._apply(parcel)
                except Exception:  # the log is the truth: fold it anew rather than stand still
                    log.exception("events could not be folded")
                    gevent.sleep(SICK_S)
                    self._begin_anew(native(self._open))
                self._inbox.popleft()

    def _apply(self, events: list[Recorded]) -> None:
        events = [recorded for recorded in events if recorded.seq > self.board.seq]  # known after folding anew
        for start in range(0, len(events), SLICE):
            part = events[start : start + SLICE]
            self.feed.apply(part)
            self.herald.note(part)
            metrics.RELAY_CURSOR.set(self.board.seq)
            for seq, reached in self._waiting:
                if self.board.seq >= seq:
                    reached.set()
            if start + SLICE < len(events):
                gevent.sleep(0)

    def _begin_anew(self, feed: Feed) -> None:
        """The log was restored: every screen hears another epoch, and loads anew."""
        self._feed = feed
        self._snapshots.clear()
        self.herald.hello_to_all()
