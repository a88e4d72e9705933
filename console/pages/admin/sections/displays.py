"""Walls that nobody signs in at: each has a link of its own, and can be taken down."""

from __future__ import annotations

from typing import Any

from console.access.machines import Machine
from console.i18n import t
from console.pages.admin.parts import Action, Chip, Field, Office, Once, Row, Section
from console.pages.admin.words import demo_mark, moment


def _rows(office: Office) -> list[Row]:
    return [_row(office, display) for display in office.services.access.machines.all("display")]


def _row(office: Office, display: Machine) -> Row:
    tokens = office.services.access.tokens.of(display.owner)
    used = max((token.used_at for token in tokens if token.used_at), default=None)
    return Row(
        id=display.name,
        name=display.name,
        cells={
            "name": display.name,
            "used": moment(office, used),
            "created": moment(office, display.created_at),
            "state": demo_mark(display.demo, Chip(t("admin.state.active"), "chip-free")),
        },
        values={"name": display.name},
    )


def _save(office: Office, name: str | None, values: dict[str, Any]) -> Once:
    secret, _ = office.services.access.machines.add("display", values["name"], {}, office.by)
    return _link(office, secret)


def _link(office: Office, secret: str) -> Once:
    return Once("display", secret, f"{office.services.settings.public_url}/wall?display={secret}")


def _new_link(office: Office, name: str) -> Once:
    return _link(office, office.services.access.machines.new_token(f"display:{name}", office.by))


def _revoke(office: Office, name: str) -> None:
    office.services.access.machines.revoke(f"display:{name}", office.by)


DISPLAYS = Section(
    name="displays",
    icon="screen",
    columns=("name", "used", "created", "state"),
    rows=_rows,
    fields=(Field("name", required=True, only_new=True),),
    save=_save,
    amends=False,
    actions=(Action("new_link", _new_link), Action("revoke", _revoke, grave=True)),
)
