"""The relay of a web process: follows the log, keeps the screen board, and tells every room what changed."""

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
from console.live.opening import open_feed
from console.live.pace import Pace
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

log_ = logging.getLogger(__name__)

#: ``emit(event, payload, room)``
Emit = Callable[[str, dict[str, Any], str], None]

HEARTBEAT_S = 5.0
SECOND_S = 1.0
#: Folding goes on in slices of this many events: 200 take about 5 ms, less than anybody notices.
SLICE = 200
#: A relay that has not seen the log for so long is not ready.
BEHIND_S = 2.0
#: Sixty screens that come back at once share one rendering.
SNAPSHOT_FRESH_S = 1.0


def milliseconds() -> int:
    return round(time.time() * 1000)


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
        self._redis_state, self.build = redis_state, build
        self._emit: Emit = lambda event, payload, room: None
        self._occupied: Callable[[str], bool] = lambda view: False
        self._rooms: Callable[[], list[str]] = list
        self._feed: Feed | None = None
        self._pace = Pace()
        self._inbox: deque[Feed | list[Recorded]] = deque()
        self._news = Signal()
        self._due = Signal()
        self._waiting: list[tuple[int, Signal]] = []
        self._snapshots: dict[str, tuple[int, float, str]] = {}
        self._greenlets: list[gevent.Greenlet] = []
        self._open = partial(open_feed, log, decorate=telemetry.decorate)
        self._tail = Tail(log, self._open, self._arrived)
        self.draining = False

    # --- living -------------------------------------------------------------------------------

    def start(self) -> None:
        """Fold the log (in a native thread), then follow it."""
        self._feed = native(self._open)
        self._tail.start(self._feed)
        self._greenlets = [gevent.spawn(work) for work in (self._fold, self._tell, self._beat, self._report)]

    def stop(self) -> None:
        gevent.killall(self._greenlets)
        if self._greenlets:
            self._tail.stop()
        self._greenlets = []

    def connect(self, emit: Emit, occupied: Callable[[str], bool], rooms: Callable[[], list[str]]) -> None:
        """Where frames go; which rooms somebody is in."""
        self._emit, self._occupied, self._rooms = emit, occupied, rooms

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
        return self.feed.room_seq(view)

    def hello(self, view: str, role: str) -> dict[str, Any]:
        return {
            "district": self._log.district,
            "epoch": self.epoch,
            "role": role,
            "head": self.board.seq,
            "room": self.room_seq(view),
            "at": milliseconds(),
            "redis": self._redis_state(),
            "build": self.build,
        }

    def snapshot(self, view: str) -> dict[str, Any]:
        """contracts.md §4: district, epoch, seq, at, the four tables and the kpis (none for a worker)."""
        found: dict[str, Any] = {
            "district": self._log.district,
            "epoch": self.epoch,
            "seq": self.board.seq,
            "at": format_time(self._clock()),
            **self.feed.snapshot(view),
            "kpis": {} if view.startswith("worker:") else self.kpis(),
        }
        return found

    def snapshot_json(self, view: str) -> str:
        """The same as text, rendered at most once a second a view: after a restart every screen asks at once."""
        seq, made, text = self._snapshots.get(view, (-1, 0.0, ""))
        now = time.monotonic()
        if seq != self.board.seq or now - made > SNAPSHOT_FRESH_S or self.epoch not in text[:120]:
            rest = self.snapshot(view)
            del rest["at"]
            text = dumps({"epoch": rest.pop("epoch"), **rest})
            self._snapshots[view] = self.board.seq, now, text
        return f'{{"at":{dumps(format_time(self._clock()))},{text[1:]}'

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
                self._begin_anew(parcel) if isinstance(parcel, Feed) else self._apply(parcel)
                self._inbox.popleft()

    def _apply(self, events: list[Recorded]) -> None:
        for start in range(0, len(events), SLICE):
            part = events[start : start + SLICE]
            self.feed.apply(part)
            for recorded in part:
                self._pace.note(recorded.event)
            metrics.RELAY_CURSOR.set(self.board.seq)
            for seq, reached in self._waiting:
                if self.board.seq >= seq:
                    reached.set()
            self._due.set()
            if start + SLICE < len(events):
                gevent.sleep(0)

    def _begin_anew(self, feed: Feed) -> None:
        """The log was restored: every screen hears another epoch, and loads anew."""
        self._feed = feed
        self._snapshots.clear()
        for room in self._rooms():
            self._emit("hello", self.hello(room, ""), room)

    # --- telling ------------------------------------------------------------------------------

    def _tell(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            while (due_at := self._pace.due_at) is not None:
                wait = due_at - time.monotonic()
                if wait > 0:
                    self._due.clear()
                    self._due.wait(wait)  # something more urgent may come meanwhile
                    continue
                self._frame()

    def _frame(self) -> None:
        self._pace.sent(time.monotonic())
        try:
            frames = self.feed.frames(self._occupied)
        except Exception:  # a row that cannot be rendered must not end the stream; clients see a gap and ask
            log_.exception("a frame could not be made")
            self.feed.settle()
            return
        at = milliseconds()
        for view, delta in frames:
            metrics.FRAMES.labels(view.partition(":")[0]).inc()
            self._emit("delta", {"from": delta["from"], "to": delta["to"], "at": at, **delta}, view)

    def _beat(self) -> None:
        while True:
            gevent.sleep(HEARTBEAT_S)
            for room in self._rooms():
                beat = {"head": self.board.seq, "room": self.room_seq(room), "at": milliseconds()}
                self._emit("heartbeat", beat | {"redis": self._redis_state(), "build": self.build}, room)

    def _report(self) -> None:
        told: dict[str, Any] = {}
        while True:
            gevent.sleep(SECOND_S)
            try:
                figures, items = self.kpis(), self.telemetry.moved(self.board)
            except Exception:
                log_.exception("figures could not be made")
                continue
            for room in ("desk", "wall"):
                if figures != told:
                    self._emit("kpis", {"at": milliseconds(), **figures}, room)
                if items:
                    self._emit("positions", {"at": milliseconds(), "items": items}, room)
            told = figures


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
