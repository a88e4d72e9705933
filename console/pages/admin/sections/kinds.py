"""The catalogue: what tickets are about and what follows from it. Every change is an event, from now on."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, get_args

from dash import html

from console.i18n import current_locale, t
from console.pages.admin import mantine as dmc
from console.pages.admin.parts import Chip, Field, Office, Row, Section
from console.pages.admin.words import skill_word, some
from dispatch.commands import DefineKind
from dispatch.errors import InvalidField
from dispatch.kind import MODES, Check, Kind, Opens
from dispatch.severity import SEVERITIES

CATEGORIES = (
    "fire_safety", "gas_safety", "charging", "lift", "people", "building_safety", "public_facility", "security",
    "environment", "livelihood", "notice", "other",
)  # fmt: skip
FIELDS = (
    "id",
    "zh",
    "en",
    "category",
    "severity",
    "opens",
    "mode",
    "broadcast_min",
    "arrive_min",
    "finish_min",
    "check",
    "skills",
    "fire",
)


def _rows(office: Office) -> list[Row]:
    return [_row(kind) for kind in office.services.board.kinds.values()]


def _row(kind: Kind) -> Row:
    name = kind.zh if current_locale() == "zh-CN" else kind.en
    limits = " / ".join("–" if one is None else str(one) for one in (kind.arrive_min, kind.finish_min))
    return Row(
        id=kind.id,
        name=name,
        cells={
            "name": name,
            "id": kind.id,
            "category": t(f"admin.category.{kind.category}") if kind.category in CATEGORIES else kind.category,
            "severity": Chip(t(f"severity.{kind.severity}"), f"chip-{kind.severity}"),
            "opens": t(f"admin.opens.{kind.opens}"),
            "mode": _mode(kind),
            "limits": limits,
            "check": t(f"admin.check.{kind.check}"),
            "skills": some([skill_word(one) for one in kind.skills], "–"),
        },
        values={name: list(value) if isinstance(value := getattr(kind, name), tuple) else value for name in FIELDS},
    )


def _mode(kind: Kind) -> str:
    words = t(f"mode.{kind.mode}")
    return f"{words} {t('time.minutes', n=kind.broadcast_min)}" if kind.mode == "broadcast" else words


def _save(office: Office, kind_id: str | None, values: dict[str, Any]) -> None:
    kinds = office.services.board.kinds
    if kind_id is None and values["id"] in kinds:
        raise InvalidField("id", "there is a kind of this id already")
    former = asdict(kinds[kind_id]) if kind_id else {}
    if values.get("broadcast_min", 0) is None:
        values = {**values, "broadcast_min": former.get("broadcast_min", 10)}
    office.ask(DefineKind(kind={**former, **values}))


def _auto_dispatch(office: Office) -> Any:
    """The district's own switch, above those of the kinds."""
    switch = dmc.Switch(
        id="auto-dispatch",
        checked=office.services.board.auto_dispatch,
        label=t("admin.auto_dispatch"),
        description=t("admin.auto_dispatch_hint"),
        className="adm-switch",
    )
    return html.Div(switch)


def _options(name: str, values: tuple[str, ...]) -> Any:
    return lambda _office: [(value, f"{name}.{value}") for value in values]


KINDS = Section(
    name="kinds",
    icon="list",
    columns=("name", "id", "category", "severity", "opens", "mode", "limits", "check", "skills"),
    rows=_rows,
    fields=(
        Field("id", required=True, only_new=True),
        Field("zh", required=True),
        Field("en", required=True),
        Field("category", "select", required=True, options=_options("admin.category", CATEGORIES)),
        Field("severity", "select", required=True, options=_options("severity", SEVERITIES)),
        Field("opens", "select", required=True, options=_options("admin.opens", get_args(Opens))),
        Field("mode", "select", required=True, options=_options("mode", MODES)),
        Field("broadcast_min", "number"),
        Field("arrive_min", "number"),
        Field("finish_min", "number"),
        Field("check", "select", required=True, options=_options("admin.check", get_args(Check))),
        Field("skills", "tags"),
        Field("fire", "switch"),
    ),
    save=_save,
    extra=_auto_dispatch,
)
