"""Tells the rooms: a frame when it is due, a heartbeat, and once a second the figures and who moved."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

import gevent
from gevent.event import Event as Signal

from console.live.feed import COMMON, Delta, Feed
from console.live.pace import Pace
from console.transport import metrics
from dispatch.events import Recorded

log = logging.getLogger(__name__)

#: ``emit(event, payload, room)``
Emit = Callable[[str, dict[str, Any], str], None]

HEARTBEAT_S = 5.0
SECOND_S = 1.0


def milliseconds() -> int:
    """What ``at`` means in every message."""
    return round(time.time() * 1000)


class Herald:
    """``feed()`` is the feed of the moment, ``report()`` the figures and the moved workers, ``banner()`` what every
    hello and heartbeat carries besides the cursor."""

    def __init__(
        self,
        feed: Callable[[], Feed],
        report: Callable[[], tuple[dict[str, Any], list[Any]]],
        banner: Callable[[], dict[str, Any]],
    ) -> None:
        self._feed, self._report, self._banner = feed, report, banner
        self._emit: Emit = lambda event, payload, room: None
        self._occupied: Callable[[str], bool] = lambda view: False
        self.rooms: Callable[[], list[str]] = list
        self._pace = Pace()
        self._due = Signal()
        self._oldest: float | None = None  # time of the first event that no frame has told

    def connect(self, emit: Emit, occupied: Callable[[str], bool], rooms: Callable[[], list[str]]) -> None:
        self._emit, self._occupied, self.rooms = emit, occupied, rooms

    def start(self) -> list[gevent.Greenlet]:
        return [gevent.spawn(work) for work in (self._tell, self._beat, self._reports)]

    def note(self, events: list[Recorded]) -> None:
        """The feed has taken these in: a frame will be due."""
        for recorded in events:
            self._pace.note(recorded.event)
        if events and self._oldest is None:
            self._oldest = events[0].at.timestamp()
        self._due.set()

    def hello(self, room: str, role: str) -> dict[str, Any]:
        """contracts.md §5."""
        feed = self._feed()
        cursor = {"epoch": feed.epoch, "head": feed.board.seq, "room": feed.room_seq(room)}
        return {"district": feed.board.district, "role": role, **cursor, "at": milliseconds(), **self._banner()}

    def hello_to_all(self) -> None:
        """Another epoch: every screen loads anew."""
        for room in self.rooms():
            self._emit("hello", self.hello(room, ""), room)

    # --- loops --------------------------------------------------------------------------------

    def _tell(self) -> None:
        while True:
            self._due.wait()
            self._due.clear()
            while (due_at := self._pace.due_at) is not None:
                wait = due_at - time.monotonic()
                if wait > 0:
                    self._due.wait(wait)  # something more urgent may come meanwhile
                    self._due.clear()
                else:
                    self._frame()

    def _frame(self) -> None:
        self._pace.sent(time.monotonic())
        feed = self._feed()
        try:
            frames = feed.frames(self._occupied)
        except Exception:  # a row that cannot be rendered must not end the stream; clients see a gap and ask
            log.exception("a frame could not be made")
            feed.settle()
            return
        for view, delta in frames:
            self._send(view, delta)
        if self._oldest is not None:
            metrics.RELAY_LAG.observe(max(0.0, time.time() - self._oldest))
            self._oldest = None

    def _send(self, view: str, delta: Delta) -> None:
        metrics.FRAMES.labels(view.partition(":")[0]).inc()
        self._emit("delta", {"from": delta["from"], "to": delta["to"], "at": milliseconds(), **delta}, view)

    def _beat(self) -> None:
        while True:
            gevent.sleep(HEARTBEAT_S)
            feed = self._feed()
            for room in self.rooms():
                cursor = {"head": feed.board.seq, "room": feed.room_seq(room), "at": milliseconds()}
                self._emit("heartbeat", cursor | self._banner(), room)

    def _reports(self) -> None:
        told: dict[str, Any] = {}
        while True:
            gevent.sleep(SECOND_S)
            watched = [room for room in COMMON if self._occupied(room)]
            if not watched:
                told = {}
                continue
            try:
                figures, moved = self._report()
            except Exception:  # a second without figures; the next one tries again
                log.exception("figures could not be made")
                continue
            for room in watched:
                if figures != told:
                    self._emit("kpis", {"at": milliseconds(), **figures}, room)
                if moved:
                    self._emit("positions", {"at": milliseconds(), "items": moved}, room)
            told = figures
