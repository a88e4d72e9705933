"""Finding tickets: those on the board first, older ones from the history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from console.native import native
from console.problems import Problem
from dispatch.projections.rows import ticket_row
from dispatch.ticket import Ticket

STATES = ("pending", "active", "resolved", "closed", "cancelled", "merged")


def find(
    services: Any,
    *,
    state: str | None,
    kind: str | None,
    grid: str | None,
    q: str | None,
    cursor: str | None,
    since: datetime | None,
    until: datetime | None,
    limit: int,
) -> dict[str, Any]:
    """``{"tickets": rows newest first, "next": cursor | None}``. The cursor is the number of the last ticket."""
    states = frozenset((state or "").split(",")) - {""}
    for one in states - set(STATES):
        raise Problem("invalid_field", f"{one} is not a state: {', '.join(STATES)}", field="state")
    kinds = frozenset((kind or "").split(",")) - {""}
    wanted = _Filter(states, kinds, grid, (q or "").casefold(), cursor, since, until)
    board = services.board
    rows = [ticket_row(board, one, "desk") for one in board.tickets.values() if wanted.matches(one)]
    if services.history is not None and states.isdisjoint({"pending", "active", "resolved"}):
        old = native(services.history.tickets, wanted, limit + 1)
        rows += [row for row in old if row["id"] not in board.tickets]
    rows.sort(key=lambda row: row["number"], reverse=True)
    page = rows[:limit]
    return {"tickets": page, "next": page[-1]["number"] if len(rows) > limit else None}


class _Filter:
    """What was asked; the history reads the same attributes."""

    def __init__(
        self,
        states: frozenset[str],
        kinds: frozenset[str],
        grid: str | None,
        words: str,
        before: str | None,
        since: datetime | None,
        until: datetime | None,
    ) -> None:
        self.states, self.kinds, self.grid, self.words = states, kinds, grid, words
        self.before, self.since, self.until = before, since, until

    def matches(self, ticket: Ticket) -> bool:
        return (
            (not self.states or ticket.state in self.states)
            and (not self.kinds or ticket.kind in self.kinds)
            and (self.grid is None or ticket.where.grid_code == self.grid)
            and (self.before is None or ticket.number < self.before)
            and (self.since is None or ticket.opened_at >= self.since)
            and (self.until is None or ticket.opened_at < self.until)
            and (not self.words or self.words in _text(ticket))
        )


def _text(ticket: Ticket) -> str:
    where = ticket.where
    parts = (ticket.number, ticket.title, ticket.description, where.place, where.unit, where.room)
    return " ".join(part for part in parts if part).casefold()
