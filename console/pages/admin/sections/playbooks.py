"""The playbooks that tickets begin, and the files that cannot be used. Edited as files, read in again here."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from dash import html

from console import playbooks
from console.api.playbooks import listed_of
from console.i18n import current_locale, has, t
from console.native import native
from console.pages.admin.parts import Action, Chip, Office, Row, Section
from console.pages.admin.words import some
from console.playbooks import Wrong


def _rows(office: Office) -> list[Row]:
    """Those that begin now, then the files that are wrong: there is always a line to press "read in again" on."""
    found = native(playbooks.check, office.services.board)
    kinds = office.services.board.kinds
    known = [_row(one, kinds) for one in listed_of(office.services.board)]
    waiting = [_wanting(name, one.zh, one.en) for name, one in found.good.items() if not _is_known(one, known)]
    return [*known, *waiting, *map(_wrong, found.wrong)]


def _is_known(one: Any, known: list[Row]) -> bool:
    return any(row.values.get("id") == one.id and row.values.get("version") == one.version for row in known)


def _named(names: dict[str, Any]) -> str:
    return str(names["zh" if current_locale() == "zh-CN" else "en"])


def _row(one: dict[str, Any], kinds: Any) -> Row:
    words = [_named(asdict(kinds[kind])) if kind in kinds else kind for kind in one["kinds"]]
    return Row(
        id=one["id"],
        name=_named(one),
        cells={
            "name": _named(one),
            "id": one["id"],
            "version": str(one["version"]),
            "versions": ", ".join(map(str, one["versions"])),
            "kinds": some(words, t("admin.playbooks.by_hand")),
            "steps": str(len(one["steps"])),
            "state": t("admin.playbooks.in_use"),
        },
        values=one,
    )


def _bare(name: str, title: str, state: Chip) -> Row:
    blank = dict.fromkeys(("id", "version", "versions", "kinds", "steps"), "–")
    return Row(id=f"file:{name}", name=title, cells={**blank, "name": title, "state": state}, values={"file": name})


def _wanting(name: str, zh: str, en: str) -> Row:
    """A file that nobody read in yet: a new one, or a new version."""
    return _bare(name, _named({"zh": zh, "en": en}), Chip(t("admin.playbooks.new_file"), "chip-minor"))


def _wrong(one: Wrong) -> Row:
    row = _bare(one.file, one.file, Chip(said(one), "chip-severe"))
    return Row(id=row.id, name=row.name, cells=row.cells, values=asdict(one))


def said(one: Wrong) -> str:
    """What is wrong with the file, where, in the language of the page."""
    key = f"desk.playbook.why.{one.why}"
    why = t(key, value=one.value) if has(key) else one.message
    return f"{one.field}: {why}" if one.field else why


def _card(office: Office, row: Row) -> list[Any]:
    """Every step with its role, its clock and what it waits for."""
    steps = row.values.get("steps", ())
    numbers = {step["id"]: n for n, step in enumerate(steps, 1)}
    return [html.Ol([html.Li(_line(step, numbers)) for step in steps], className="adm-steps")]


def _line(step: dict[str, Any], numbers: dict[str, int]) -> list[Any]:
    """Other steps by the numbers that stand before them."""
    role = t("role.dispatcher") if step["role"] == "dispatcher" else t(f"worker_role.{step['role']}")
    parts = [role]
    if step["minutes"] is not None:
        parts.append(t("admin.playbooks.minutes", n=step["minutes"]))
    if step["after"]:
        before = sorted(numbers[one] for one in step["after"])
        parts.append(t("admin.playbooks.after", steps=", ".join(map(str, before))))
    if step["on"]:
        parts.append(t(f"admin.playbooks.on.{step['on']}"))
    if step["mandatory"]:
        parts.append(t("desk.step.must"))
    return [html.Div(_named(step)), html.Small(" · ".join(parts), className="adm-note")]


def _reload(office: Office, _row_id: str) -> None:
    """Bring the log to the files; those that are wrong change nothing and stay in the list with their reason."""
    for command in native(lambda: list(playbooks.changes(office.services.board))):
        office.ask(command)


PLAYBOOKS = Section(
    name="playbooks",
    icon="check",
    columns=("name", "id", "version", "versions", "kinds", "steps", "state"),
    rows=_rows,
    actions=(Action("reload", _reload),),
    card=_card,
)
