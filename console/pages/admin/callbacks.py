"""What the page does when a person clicks. Nothing live: it is drawn when asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from dash import ALL, Dash, Input, Output, State, ctx, no_update
from dash.exceptions import PreventUpdate

from console.access import current_identity
from console.i18n import t
from console.pages.admin import deeds
from console.pages.admin.answers import field_words, question, toast, window, words_of
from console.pages.admin.form import form
from console.pages.admin.layout import FIRST, heading, menu
from console.pages.admin.parts import Office
from console.pages.admin.sections import SECTIONS
from console.pages.admin.table import table
from console.problems import Problem
from dispatch.commands import SetPolicy
from dispatch.errors import Refused

if TYPE_CHECKING:
    from console.bootstrap import Services


def chosen(path: str | None) -> str:
    """/admin/workers → workers; anything else is the first."""
    name = (path or "").rstrip("/").rpartition("/")[2]
    return name if name in SECTIONS else FIRST


def register(app: Dash, services: Services) -> None:
    """All callbacks of the page, on this app alone."""

    def office() -> Office:
        who = current_identity()
        if who.role != "admin":
            raise Problem("forbidden")
        return Office(services, who)

    @app.callback(
        Output("menu", "children"),
        Output("heading", "children"),
        Output("new", "hidden"),
        Output("new-words", "children"),
        Output("search", "value"),
        Input("url", "pathname"),
    )
    def turn_to(path: str | None) -> tuple[Any, ...]:
        name = chosen(path)
        section = SECTIONS[name]
        words = t(f"admin.new.{name}") if section.save and section.makes else ""
        return menu(name), heading(name), not words, words, ""

    @app.callback(
        Output("rows", "children"),
        Output("extra", "children"),
        Input("url", "pathname"),
        Input("refresh", "data"),
        Input("search", "value"),
    )
    def draw(path: str | None, _refresh: int, words: str | None) -> tuple[Any, Any]:
        section, now = SECTIONS[chosen(path)], office()
        typed = ctx.triggered_id == "search"
        extra = no_update if typed else section.extra(now) if section.extra else None
        return table(section, section.rows(now), str(words or "")[:100]), extra

    @app.callback(
        Output("drawer", "opened"),
        Output("drawer", "title"),
        Output("form", "children"),
        Output("editing", "data"),
        Input({"open": ALL}, "n_clicks"),
        Input("new", "n_clicks"),
        State("url", "pathname"),
        prevent_initial_call=True,
    )
    def open_form(_rows: list[int | None], _new: int | None, path: str | None) -> tuple[Any, ...]:
        pressed = _pressed()
        if pressed is None:
            raise PreventUpdate
        name, now = chosen(path), office()
        section = SECTIONS[name]
        row = section.row(now, pressed["open"]) if isinstance(pressed, dict) else None
        title = row.name if row else t(f"admin.new.{name}")
        return True, title, form(section, now, row), {"section": name, "row": row.id if row else None, "title": title}

    @app.callback(
        Output("form-problem", "children"),
        Output({"field": ALL}, "error"),
        Output("drawer", "opened", allow_duplicate=True),
        Output("refresh", "data"),
        Output("once", "opened"),
        Output("once", "title"),
        Output("once-content", "children"),
        Output("told", "children"),
        Input({"save": ALL}, "n_clicks"),
        Input({"field": ALL}, "n_submit"),
        State({"field": ALL}, "value"),
        State({"field": ALL}, "id"),
        State({"switch": ALL}, "checked"),
        State({"switch": ALL}, "id"),
        State("editing", "data"),
        State("refresh", "data"),
        prevent_initial_call=True,
    )
    def save(
        _clicks: list[int | None],
        _enters: list[int | None],
        values: list[Any],
        ids: list[Any],
        flags: list[Any],
        flag_ids: list[Any],
        editing: dict[str, Any] | None,
        refresh: int,
    ) -> tuple[Any, ...]:
        if _pressed() is None or not editing:
            raise PreventUpdate
        names = [one["field"] for one in ids]
        given = dict(zip(names, values, strict=True)) | {
            one["switch"]: flag for one, flag in zip(flag_ids, flags, strict=True)
        }
        try:
            shown = deeds.save(deeds.section_of(editing["section"]), office(), editing["row"], given)
        except (Refused, Problem) as refusal:
            words, field = words_of(refusal)
            errors = [field_words(name, refusal) if name == field else None for name in names]
            return words, errors, no_update, no_update, no_update, no_update, no_update, no_update
        return "", [None] * len(names), False, refresh + 1, *window(shown), toast("admin.saved")

    @app.callback(
        Output("confirm", "opened"),
        Output("confirm-content", "children"),
        Output("pending", "data"),
        Input({"act": ALL}, "n_clicks"),
        State("editing", "data"),
        prevent_initial_call=True,
    )
    def ask(_clicks: list[int | None], editing: dict[str, Any] | None) -> tuple[Any, ...]:
        """A grave action asks again; another goes on at once."""
        pressed = _pressed()
        if not isinstance(pressed, dict) or not editing:
            raise PreventUpdate
        name = pressed["act"]
        action = deeds.section_of(editing["section"]).action(name)
        if action is None:
            raise PreventUpdate
        pending = {**editing, "act": name, "asked": ctx.triggered[0]["value"], "grave": action.grave}
        return action.grave, question(name, editing["title"]) if action.grave else no_update, pending

    @app.callback(
        Output("form-problem", "children", allow_duplicate=True),
        Output("drawer", "opened", allow_duplicate=True),
        Output("confirm", "opened", allow_duplicate=True),
        Output("refresh", "data", allow_duplicate=True),
        Output("once", "opened", allow_duplicate=True),
        Output("once", "title", allow_duplicate=True),
        Output("once-content", "children", allow_duplicate=True),
        Output("told", "children", allow_duplicate=True),
        Input({"confirm": ALL}, "n_clicks"),
        Input("pending", "data"),
        State("refresh", "data"),
        prevent_initial_call=True,
    )
    def act(_clicks: list[int | None], pending: dict[str, Any] | None, refresh: int) -> tuple[Any, ...]:
        pressed = _pressed()
        answer = pressed["confirm"] if isinstance(pressed, dict) and "confirm" in pressed else None
        if not pending or (answer is None and pending["grave"]):
            raise PreventUpdate
        if answer == "no":
            return no_update, no_update, False, *[no_update] * 5
        try:
            shown = deeds.act(deeds.section_of(pending["section"]), office(), pending["row"], pending["act"])
        except (Refused, Problem) as refusal:
            return words_of(refusal)[0], no_update, False, *[no_update] * 5
        return "", False, False, refresh + 1, *window(shown), toast("admin.done")

    @app.callback(
        Output("told", "children", allow_duplicate=True),
        Input("auto-dispatch", "checked"),
        prevent_initial_call=True,
    )
    def set_auto_dispatch(on: bool | None) -> Any:
        now = office()
        if on is None or on == services.board.auto_dispatch:
            raise PreventUpdate
        now.ask(SetPolicy(auto_dispatch=bool(on)))
        return toast("admin.auto_dispatch_on" if on else "admin.auto_dispatch_off")


def _pressed() -> Any:
    """The id of what was pressed, or None. Dash also calls when a button appears, and tells of several at once when a
    register is drawn anew in the moment of a press: only one of them counts a click."""
    name = next((one["prop_id"].rpartition(".")[0] for one in ctx.triggered if one["value"]), "")
    if not name:
        return None
    return json.loads(name) if name.startswith("{") else name
