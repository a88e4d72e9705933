"""What happened to tickets, for keeps: pure, from the log alone. adapters/history_sql stores what comes out.

The rules of a ticket's life stand in one place, the Board's folds; history folds a Board of its own and takes down
the ticket after each event that was about it. So the last row of a ticket is the Board's last word on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dispatch.board import Board
from dispatch.codec import format_time, to_data
from dispatch.events import Recorded, TicketOpened
from dispatch.projections.rows import ticket_row
from dispatch.ticket import Ticket
from dispatch.timeline import entry, tickets_of


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """A ticket as it stood after event ``seq``: what is searched, the row that screens show, and how to reopen it."""

    id: str
    seq: int
    number: str
    kind: str
    category: str
    severity: str
    state: str
    title: str
    description: str
    place: str
    unit: str
    floor: int | None
    room: str
    grid_code: str | None
    lon: float | None
    lat: float | None
    exercise: bool
    opened_at: str
    arrived_at: str | None
    resolved_at: str | None
    closed_at: str | None
    disposition: str | None
    reworks: int
    late_arrival: bool
    late_finish: bool
    #: of everyone who was ever offered it, in order
    worker_ids: tuple[str, ...]
    row: dict[str, Any]
    opened: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TimelineRecord:
    ticket_id: str
    seq: int
    at: str
    actor: str
    type: str
    data: dict[str, Any]


def fold(board: Board, events: Iterable[Recorded]) -> tuple[list[TicketRecord], list[TimelineRecord]]:
    """Take the events into ``board``: the tickets they were about, as they stand after the last of them, and a line of
    the timeline for each event and ticket."""
    lines: list[TimelineRecord] = []
    records: list[TicketRecord] = []
    about: dict[str, int] = {}
    minute, step = None, board.over()
    for recorded in events:
        if minute != (minute := int(recorded.at.timestamp() // 60)):  # the board forgets once a minute
            records += _records(step, about)
            about.clear()
        step.apply(recorded)
        line = entry(recorded)
        for ticket_id in tickets_of(step, recorded.event):
            if ticket_id in step.tickets:
                about[ticket_id] = recorded.seq
                data = to_data(line.data)
                lines.append(TimelineRecord(ticket_id, line.seq, format_time(line.at), line.actor, line.type, data))
    records += _records(step, about)
    board.take(step)
    return records, lines


def _records(board: Board, about: dict[str, int]) -> list[TicketRecord]:
    return [_record(board, board.tickets[one], seq) for one, seq in about.items()]


def carried(ticket: Ticket) -> TicketOpened:
    """What reopening needs of a ticket that has left the board: as it was opened, with every correction since."""
    return TicketOpened(
        ticket_id=ticket.id,
        number=ticket.number,
        kind=ticket.kind,
        severity=ticket.severity,
        title=ticket.title,
        description=ticket.description,
        where=ticket.where,
        exercise=ticket.exercise,
        caller=ticket.caller,
        opened_by=ticket.opened_by,
        opened_at=ticket.opened_at,
        arrive_by=ticket.arrive_by,
        finish_by=ticket.finish_by,
        alert_ids=ticket.alert_ids,
    )


def _record(board: Board, ticket: Ticket, seq: int) -> TicketRecord:
    row, where = ticket_row(board, ticket, "desk"), ticket.where
    served = (board.assignments[one].worker_id for one in board.by_ticket.get(ticket.id, ()))
    return TicketRecord(
        id=ticket.id,
        seq=seq,
        number=ticket.number,
        kind=ticket.kind,
        category=row["category"],
        severity=ticket.severity,
        state=ticket.state,
        title=row["title"],
        description=ticket.description,
        place=where.place,
        unit=where.unit,
        floor=where.floor,
        room=where.room,
        grid_code=where.grid_code,
        lon=where.lon,
        lat=where.lat,
        exercise=ticket.exercise,
        opened_at=row["opened_at"],
        arrived_at=row["arrived_at"],
        resolved_at=row["resolved_at"],
        closed_at=row["closed_at"],
        disposition=ticket.disposition,
        reworks=ticket.reworks,
        late_arrival="arrive" in ticket.breached,
        late_finish="finish" in ticket.breached,
        worker_ids=tuple(dict.fromkeys(served)),
        row=row,
        opened=to_data(carried(ticket)),
    )


def searchable(record: TicketRecord) -> str:
    """The words a person may look for, in one text of small letters."""
    parts = (record.number, record.title, record.description, record.place, record.unit, record.room)
    return " ".join(part for part in parts if part).casefold()
