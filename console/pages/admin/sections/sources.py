"""Gateways, fire hosts, cameras and feeds that report; each may be held to certain kinds and devices."""

from __future__ import annotations

from typing import Any

from console.access.machines import Machine
from console.i18n import current_locale, t
from console.pages.admin.parts import Action, Chip, Field, Office, Once, Row, Section
from console.pages.admin.words import demo_mark, moment, some
from dispatch.errors import InvalidField

#: how it speaks; the listeners of the others come with the intake role
FORMATS = ("http", "gb26875", "dny", "ocpp", "mqtt")


def _rows(office: Office) -> list[Row]:
    return [_row(office, source) for source in office.services.access.machines.all("source")]


def _row(office: Office, source: Machine) -> Row:
    tokens = office.services.access.tokens.of(source.owner)
    used = max((token.used_at for token in tokens if token.used_at), default=None)
    words = source.config.get("format", "http")
    kinds = office.services.board.kinds
    zh = current_locale() == "zh-CN"
    names = [kinds[one].zh if zh else kinds[one].en for one in source.limit("kinds") or () if one in kinds]
    return Row(
        id=source.name,
        name=source.name,
        cells={
            "name": source.name,
            "format": t(f"admin.format.{words}") if words in FORMATS else words,
            "kinds": some(names, t("word.all")),
            "devices": some(source.limit("devices"), t("word.all")),
            "tokens": str(len(tokens)),
            "used": moment(office, used),
            "state": demo_mark(source.demo, Chip(t("admin.state.active"), "chip-free")),
        },
        values={
            "name": source.name,
            "format": words,
            "kinds": list(source.limit("kinds") or ()),
            "devices": list(source.limit("devices") or ()),
        },
    )


def _save(office: Office, name: str | None, values: dict[str, Any]) -> Once | None:
    kinds = office.services.board.kinds
    for kind in values.get("kinds", ()):
        if kind not in kinds:
            raise InvalidField("kinds", f"unknown kind {kind}")
    machines = office.services.access.machines
    if name is None:
        config = {key: values[key] for key in ("format", "kinds", "devices")}
        secret, _ = machines.add("source", values["name"], config, office.by)
        return Once("token", secret)
    machines.amend(f"source:{name}", {**machines.get(f"source:{name}").config, **values}, office.by)
    return None


def _new_token(office: Office, name: str) -> Once:
    return Once("token", office.services.access.machines.new_token(f"source:{name}", office.by))


def _revoke(office: Office, name: str) -> None:
    office.services.access.machines.revoke(f"source:{name}", office.by)


def _kinds(office: Office) -> list[tuple[str, str]]:
    return [(kind.id, kind.id) for kind in office.services.board.kinds.values()]


SOURCES = Section(
    name="sources",
    icon="broadcast",
    columns=("name", "format", "kinds", "devices", "tokens", "used", "state"),
    rows=_rows,
    fields=(
        Field("name", required=True, only_new=True),
        Field("format", "select", required=True, options=lambda _: [(one, f"admin.format.{one}") for one in FORMATS]),
        Field("kinds", "tags", suggestions=lambda office: [kind for kind, _ in _kinds(office)]),
        Field("devices", "tags"),
    ),
    save=_save,
    actions=(Action("new_token", _new_token), Action("revoke", _revoke, grave=True)),
)
