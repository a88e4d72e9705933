"""What follows from a severity: how its tickets find a worker, and when each level above hears of one that waits.

The five severities themselves are fixed: their codes are CAP's, their names the catalogue's, their colours those that
every screen was checked with. What may differ from district to district is on the log: ModesSet and LadderSet, whole.
"""

from __future__ import annotations

from typing import Any

from console.i18n import t
from console.pages.admin.parts import Chip, Field, Office, Row, Section
from dispatch.commands import SetLadder, SetModes
from dispatch.errors import InvalidField
from dispatch.escalation import LEVELS
from dispatch.kind import MODES
from dispatch.severity import SEVERITIES

#: level → field of the form, column of the table, column of data/catalogue/severities.csv
MINUTES = {level: f"{level}_min" for level in LEVELS}


def _rows(office: Office) -> list[Row]:
    board = office.services.board
    return [_row(one, board.modes.get(one), board.ladder.get(one, ())) for one in SEVERITIES]


def _row(severity: str, mode: str | None, steps: tuple[int, ...]) -> Row:
    minutes = dict(zip(MINUTES.values(), steps, strict=False))
    return Row(
        id=severity,
        name=t(f"severity.{severity}"),
        cells={
            "severity": Chip(t(f"severity.{severity}"), f"chip-{severity}"),
            "id": severity,
            "severity_mode": t(f"mode.{mode}") if mode else t("admin.by_kind"),
            **{name: str(minutes.get(name, "–")) for name in MINUTES.values()},
        },
        values={"severity_mode": mode, **{name: minutes.get(name) for name in MINUTES.values()}},
    )


def _save(office: Office, severity: str | None, values: dict[str, Any]) -> None:
    """What was not given stays."""
    assert severity is not None  # no line is made here
    row = next(row for row in _rows(office) if row.id == severity)
    wanted = {**row.values, **values}
    steps = _ladder(wanted)
    board = office.services.board
    modes = {one: mode for one, mode in {**board.modes, severity: wanted["severity_mode"]}.items() if mode}
    ladder = {one: known for one, known in {**board.ladder, severity: steps}.items() if known}
    office.ask(SetModes(by_severity=modes))
    office.ask(SetLadder(minutes=ladder))


def _ladder(wanted: dict[str, Any]) -> tuple[int, ...]:
    """Rising minutes up to the first empty level. Raises InvalidField for a level that is too soon, or after an empty
    one."""
    steps: list[int] = []
    for number, name in enumerate(MINUTES.values()):
        minutes = wanted[name]
        if minutes is None:
            continue
        if len(steps) < number:
            raise InvalidField(name, "the level below has no minutes")
        if steps and minutes <= steps[-1]:
            raise InvalidField(name, f"more than the {steps[-1]} minutes of the level below")
        steps.append(minutes)
    return tuple(steps)


def _modes(_office: Office) -> list[tuple[str, str]]:
    return [(mode, f"mode.{mode}") for mode in MODES]


SEVERITY = Section(
    name="severities",
    icon="stairs",
    columns=("severity", "id", "severity_mode", *MINUTES.values()),
    rows=_rows,
    fields=(Field("severity_mode", "select", options=_modes), *(Field(name, "number") for name in MINUTES.values())),
    save=_save,
    makes=False,
)
