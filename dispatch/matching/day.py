"""What each worker has done today: what a fair ranking spares them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dispatch.board import Board
from dispatch.roster import LOCAL
from dispatch.ticket import Ticket

#: Hours of the night, local time: from 22:00 to 06:00.
NIGHT_FROM, NIGHT_TO = 22, 6
_BEEN = frozenset({"on_scene", "cleared"})
_TAKEN = frozenset({"acknowledged", "en_route", *_BEEN})

#: floors climbed on foot for a ticket
Climb = Callable[[Ticket], int]


@dataclass(slots=True)
class Day:
    """Tickets taken and floors climbed since local midnight, jobs at night within 24 hours."""

    tickets: int = 0
    floors: int = 0
    nights: int = 0


def stairs(ticket: Ticket) -> int:
    """Floors to the ticket's flat, where nothing is known of a lift: the ground floor is the first."""
    floor = ticket.where.floor
    return 0 if floor is None else floor - 1 if floor > 0 else -floor


def days(board: Board, now: datetime, climb: Climb = stairs) -> Mapping[str, Day]:
    """Worker id → what they did. Reads every assignment of 24 hours (1 µs each): keep it for some seconds."""
    midnight = now.astimezone(LOCAL).replace(hour=0, minute=0, second=0, microsecond=0)
    found: dict[str, Day] = {}
    for held in board.assignments.values():
        if held.stage not in _TAKEN:
            continue
        day = found.get(held.worker_id)
        if day is None:
            day = found[held.worker_id] = Day()
        today, been = held.since >= midnight, held.stage in _BEEN
        if today:
            day.tickets += 1
        if today and been and held.ticket_id in board.tickets:
            day.floors += climb(board.tickets[held.ticket_id])
        if been and not NIGHT_TO <= held.since.astimezone(LOCAL).hour < NIGHT_FROM:
            day.nights += 1
    return found
