"""Folding the log at the start, and again when it was restored."""

from __future__ import annotations

from itertools import islice

from console.live.changes import KEPT
from console.live.feed import Decorate, Feed, as_it_is
from dispatch import checkpoint
from dispatch.log import EventLog

#: Events taken in at once.
BATCH = 200


def open_feed(log: EventLog, *, decorate: Decorate = as_it_is, kept: int = KEPT) -> Feed:
    """The feed at the head of the log. The last ``kept`` events are folded with the ring, so that clients which
    were connected before a restart catch up by /deltas. Runs seconds for 100,000 events: not in the loop."""
    head, board = log.head(), checkpoint.latest(log)
    events = log.stream(board.seq)
    board.apply_all(islice(events, max(0, head.seq - kept - board.seq)))
    feed = Feed(board, head.epoch, decorate=decorate, kept=kept)
    while batch := list(islice(events, BATCH)):
        feed.apply(batch)
    feed.settle()
    return feed
