"""What a deed says back: a word at the foot of the page, a refusal with its field, a question, a secret shown once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from dash import html, no_update

from console.i18n import has, t
from console.pages.admin.markup import more
from console.pages.admin.once import once
from console.pages.admin.parts import Once, Wrong
from console.problems import body_of


def toast(key: str) -> html.Div:
    """Said at the foot of the page; a new key makes React draw, and so show, it anew."""
    return html.Div(t(key), className="adm-toast", key=uuid4().hex)


def words_of(refusal: Exception) -> tuple[str, str]:
    """The sentence, and the field it belongs to."""
    body, _ = body_of(refusal)
    field = str(body["detail"].get("field", "")).removeprefix("kind.").removeprefix("data.")
    if field and has(f"admin.field.{field}"):
        return t("admin.check_field", field=t(f"admin.field.{field}")), field
    return str(body["message"]), field


def field_words(name: str, refusal: Exception) -> str:
    """What stands below the field that is not right."""
    if isinstance(refusal, Wrong):
        return str(refusal)
    key = f"admin.hint.{name}"
    return t(key) if has(key) else t("admin.wrong")


def question(name: str, title: str) -> list[Any]:
    return [
        html.P(html.Strong(f"{t(f'admin.action.{name}')} · {title}")),
        html.P(t(f"admin.says.{name}")),
        html.Div(
            [
                html.Button(t("action.cancel"), id={"confirm": "no"}, className="btn", type="button"),
                html.Button(
                    t(f"admin.action.{name}"),
                    id={"confirm": "yes"},
                    className="btn adm-grave",
                    type="button",
                    **more(data_testid="confirm-yes"),
                ),
            ],
            className="adm-answers",
        ),
    ]


def window(shown: Once | None) -> tuple[Any, Any, Any]:
    """The window for what is shown once."""
    if shown is None:
        return False, no_update, no_update
    return True, t(f"admin.once.title.{shown.kind}"), once(shown)
