"""The form of one line, and what else can be done with it."""

from __future__ import annotations

from typing import Any

from dash import html

from console.i18n import has, t
from console.pages.admin import mantine as dmc
from console.pages.admin.markup import more
from console.pages.admin.parts import Action, Field, Office, Row, Section


def form(section: Section, office: Office, row: Row | None) -> list[Any]:
    """Fields, save, and the line's actions; grave ones apart, at the end."""
    fields = [one for one in section.fields if row is None or not one.only_new]
    parts: list[Any] = [html.Div(id="form-problem", role="alert")]
    if section.save and fields and (row is None or section.amends):
        parts += [_field(one, office, row) for one in fields]
        parts.append(
            html.Button(
                t("action.save" if row else "action.create"),
                id={"save": section.name},
                className="btn btn-primary",
                type="button",
                **more(data_testid="save-button"),
            )
        )
    if row is not None and section.card:
        parts += section.card(office, row)
    if row is not None:
        parts += _actions(section, row, apart=len(parts) > 1)
    return parts


def _actions(section: Section, row: Row, *, apart: bool) -> list[Any]:
    shown = [action for action in section.actions if action.shown(row)]
    if not shown:
        return []
    buttons = [_button(action) for action in sorted(shown, key=lambda action: action.grave)]
    return [*([html.Hr()] if apart else []), html.Div(buttons, className="adm-actions")]


def _button(action: Action) -> html.Div:
    words = t(f"admin.action.{action.name}")
    look = "btn adm-grave" if action.grave else "btn"
    button = html.Button(
        words, id={"act": action.name}, className=look, type="button", **more(data_testid=f"act-{action.name}")
    )
    return html.Div([button, html.P(t(f"admin.says.{action.name}"), className="adm-note")])


def _field(field: Field, office: Office, row: Row | None) -> Any:
    value = row.values.get(field.name) if row else None
    common: dict[str, Any] = {
        "id": {"field": field.name},
        "label": t(f"admin.field.{field.name}"),
        "description": _hint(field, row),
        "withAsterisk": field.required,
        "size": "md",
    }
    return _MAKERS[field.kind](field, office, value, common)


def _hint(field: Field, row: Row | None) -> str | None:
    if field.name == "name" and not field.only_new:
        return None  # two people may have one name
    key = f"admin.hint.{field.name}"
    if row is not None and has(f"{key}_again"):
        key = f"{key}_again"
    return t(key) if has(key) else None


def _text(field: Field, office: Office, value: Any, common: dict[str, Any]) -> Any:
    plain = {"value": value or "", "autoComplete": "off"}
    if field.suggestions is None:
        return dmc.TextInput(**common, **plain)
    return dmc.Autocomplete(
        **common, value=value or "", data=field.suggestions(office), limit=12, maxDropdownHeight=240
    )


def _password(field: Field, office: Office, value: Any, common: dict[str, Any]) -> Any:
    return dmc.PasswordInput(**common, value="", autoComplete="new-password")


def _select(field: Field, office: Office, value: Any, common: dict[str, Any]) -> Any:
    options = [{"value": one, "label": t(key)} for one, key in (field.options(office) if field.options else [])]
    first = value or (options[0]["value"] if options and field.required else None)
    return dmc.Select(**common, data=options, value=first, allowDeselect=not field.required, checkIconPosition="right")


def _tags(field: Field, office: Office, value: Any, common: dict[str, Any]) -> Any:
    data = field.suggestions(office) if field.suggestions else []
    return dmc.TagsInput(**common, value=value or [], data=data, limit=20, maxDropdownHeight=240)


def _number(field: Field, office: Office, value: Any, common: dict[str, Any]) -> Any:
    return dmc.NumberInput(**common, value=value or "", min=1, max=525_600, allowDecimal=False)


def _switch(field: Field, office: Office, value: Any, common: dict[str, Any]) -> Any:
    common = {**common, "id": {"switch": field.name}}
    common.pop("withAsterisk")
    return dmc.Switch(**common, checked=bool(value), className="adm-switch")


_MAKERS = {
    "text": _text,
    "password": _password,
    "select": _select,
    "tags": _tags,
    "number": _number,
    "switch": _switch,
}
