"""Who is told of what climbs: the accounts that stand for the ticket's area at its level, else every dispatcher."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from console.access.standing import Stand
from dispatch.board import Board
from dispatch.escalation import LEVELS
from dispatch.ticket import LIVE, Ticket
from layers.areas import Areas

#: one of the codes of a grid → whether an area is that grid or holds it
Covers = Callable[[str | None, str], bool]


@dataclass(frozen=True, slots=True)
class Told:
    """``nobody``: no account stands for the area at this level, so all dispatchers are told. ``mine``: the asker is."""

    ticket_id: str
    told: tuple[str, ...]
    nobody: bool
    mine: bool


def tell(board: Board, stands: Sequence[Stand], covers: Covers, me: str) -> list[Told]:
    """What was told to anybody and is not over, the highest first."""
    open_ = [t for t in board.tickets.values() if t.level and t.state in LIVE and t.state != "resolved"]
    open_.sort(key=lambda ticket: (-LEVELS.index(ticket.level), ticket.raised_at or ticket.opened_at))
    return [_told(ticket, stands, covers, me) for ticket in open_]


def _told(ticket: Ticket, stands: Sequence[Stand], covers: Covers, me: str) -> Told:
    reached = LEVELS[: LEVELS.index(ticket.level) + 1]
    here = [one for one in stands if one.level in reached and covers(ticket.where.grid_code, one.code)]
    now = tuple(dict.fromkeys(one.name for one in here if one.level == ticket.level))
    return Told(ticket.id, now, not now, not now or any(one.name == me for one in here))


def by_areas(areas: Areas) -> Covers:
    """By the registers; a code that they do not know covers what begins with it."""

    def covers(grid_code: str | None, code: str) -> bool:
        if not grid_code:
            return False
        if grid_code.startswith(code):
            return True
        area = areas.find(grid_code)
        while area is not None:
            if code in (area.id, area.code):
                return True
            area = areas.by_id.get(area.parent)
        return False

    return covers
