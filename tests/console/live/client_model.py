"""A screen, as contracts.md §5 asks one to behave."""

from __future__ import annotations

from typing import Any

from console.live.feed import Feed
from dispatch.board import SHOWN

Rows = dict[str, dict[str, dict[str, Any]]]


class Screen:
    """Loads a snapshot, takes deltas by the cursor's rules, asks when something is missing."""

    def __init__(self, feed: Feed, view: str) -> None:
        self.feed, self.view = feed, view
        self.cursor = feed.board.seq
        self.rows: Rows = shown(feed, view)
        self.asked = 0

    def hear(self, delta: dict[str, Any]) -> None:
        if delta["to"] <= self.cursor:
            return
        if delta["from"] > self.cursor:
            self.catch_up()
            return
        self._take(delta)

    def hear_heartbeat(self) -> None:
        if self.cursor < self.feed.room_seq(self.view):
            self.catch_up()

    def catch_up(self) -> None:
        self.asked += 1
        self._take(self.feed.deltas(self.view, self.feed.epoch, self.cursor))

    def _take(self, delta: dict[str, Any]) -> None:
        for table in SHOWN:
            for row in delta[table]["upsert"]:
                self.rows[table][row["id"]] = row
            for row_id in delta[table]["remove"]:
                self.rows[table].pop(row_id, None)
        self.cursor = delta["to"]


def shown(feed: Feed, view: str) -> Rows:
    return {table: {row["id"]: row for row in rows} for table, rows in feed.snapshot(view).items()}
