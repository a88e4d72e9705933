"""Folding the log at the start, and again when it was restored."""

from __future__ import annotations

from console.live.changes import KEPT
from console.live.feed import Decorate, Feed, as_it_is
from dispatch import checkpoint
from dispatch.log import EventLog


def open_feed(log: EventLog, *, decorate: Decorate = as_it_is, kept: int = KEPT) -> Feed:
    """The feed at the head of the log. The last ``kept`` events are folded with the ring, so that clients which
    were connected before a restart catch up by /deltas. Runs seconds for 100,000 events: not in the loop."""
    head = log.head()
    board = checkpoint.latest(log)
    feed: Feed | None = None
    for recorded in log.stream(board.seq):
        if feed is None and recorded.seq > head.seq - kept:
            feed = Feed(board, head.epoch, decorate=decorate, kept=kept)
        if feed is None:
            board.apply(recorded)
        else:
            feed.apply([recorded])
    feed = feed or Feed(board, head.epoch, decorate=decorate, kept=kept)
    feed.settle()
    return feed
