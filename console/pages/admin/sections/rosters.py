"""The roster (排班): who is meant to be on duty when. One line is one worker's day, or every day."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from console.i18n import t
from console.pages.admin.parts import Action, Chip, Field, Office, Row, Section, Wrong
from dispatch.commands import SetRoster
from dispatch.errors import InvalidField, NotFound
from dispatch.roster import EVERY_DAY, LOCAL, Span, day_of, minutes, spans_of
from dispatch.worker import Worker

#: Between worker and day in a line's id; ``daily`` stands for every day.
_MARK, _DAILY = "@", "daily"
_TO = re.compile(r"\s*(?:-|–|—|~|～|至|到)\s*")


def _rows(office: Office) -> list[Row]:
    """Every day first, then the days in their order; those that are over are quiet."""
    board, today = office.services.board, f"{office.services.clock().astimezone(LOCAL):%Y-%m-%d}"
    return [
        _row(worker, day, board.rosters[worker.id].days[day], today)
        for worker in sorted(board.workers.values(), key=lambda worker: worker.id)
        if worker.id in board.rosters
        for day in sorted(board.rosters[worker.id].days)
    ]


def _row(worker: Worker, day: str, spans: tuple[Span, ...], today: str) -> Row:
    return Row(
        id=f"{worker.id}{_MARK}{day or _DAILY}",
        name=f"{worker.name} · {_day(day)}",
        cells={
            "name": worker.name,
            "id": worker.id,
            "date": _day(day),
            "times": ", ".join(map(_span, spans)) if spans else Chip(t("admin.roster.off"), "chip-away"),
        },
        values={
            "worker": worker.id,
            "date": day,
            "times": [f"{begins}-{ends}" for begins, ends in spans],
            "day_off": not spans,
        },
        quiet=bool(day) and day < today,
    )


def _day(day: str) -> str:
    if day == EVERY_DAY:
        return t("admin.roster.every_day")
    return f"{day} {t(f'weekday.{date.fromisoformat(day).isoweekday() % 7}')}"


def _span(span: Span) -> str:
    begins, ends = span
    night = minutes(ends) <= minutes(begins)
    return t("admin.roster.night", begins=begins, ends=ends) if night else f"{begins}–{ends}"


def _save(office: Office, row_id: str | None, values: dict[str, Any]) -> None:
    """One day of one worker, as a whole. Times are kept where only the day off was taken back."""
    worker_id, day = _of(row_id) if row_id else (values["worker"], _date(values["date"]))
    if worker_id not in office.services.board.workers:
        raise Wrong("worker", t("admin.no_such_worker"))
    held = office.services.board.rosters.get(worker_id)
    former = list((held.days.get(day) if held else None) or ())
    times = values.get("times")
    spans = former if times is None else [_read(one) for one in times]
    if values.get("day_off", times is None and not former):
        spans = []
    elif not spans:
        raise InvalidField("times", "from and to, such as 08:00-18:00")
    office.ask(SetRoster(worker_id=worker_id, days={day: spans_of(spans)}))


def _date(text: str) -> str:
    try:
        return day_of(text)
    except InvalidField as error:
        raise InvalidField("date", str(error)) from None


def _read(text: str) -> Span:
    parts = _TO.split(text.strip())
    try:
        return spans_of([parts])[0]
    except InvalidField as error:
        raise InvalidField("times", str(error)) from None


def _of(row_id: str) -> tuple[str, str]:
    worker_id, _, day = row_id.rpartition(_MARK)
    return worker_id, EVERY_DAY if day == _DAILY else day


def _clear(office: Office, row_id: str) -> None:
    """The day has no line of its own any more; every day's holds again, where there is one."""
    worker_id, day = _of(row_id)
    if worker_id not in office.services.board.rosters:
        raise NotFound(f"no roster of {worker_id}", what="roster", id=row_id)
    office.ask(SetRoster(worker_id=worker_id, days={day: None}))


def _workers(office: Office) -> list[str]:
    return sorted(office.services.board.workers)


ROSTERS = Section(
    name="rosters",
    icon="clock",
    columns=("name", "id", "date", "times"),
    rows=_rows,
    fields=(
        Field("worker", required=True, only_new=True, suggestions=_workers),
        Field("date", only_new=True),
        Field("times", "tags"),
        Field("day_off", "switch"),
    ),
    save=_save,
    actions=(Action("clear_day", _clear, grave=True),),
)
