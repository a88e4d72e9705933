"""The skeleton of the desk: empty regions with names, which assets/js/desk fills from the live rows."""

from __future__ import annotations

from typing import Any

import dash_ag_grid as dag
from dash import html

from console.i18n import current_locale, t
from console.pages.desk.icons import BELL, SEARCH, SUN, icon


def layout() -> html.Div:
    """Called for every page: texts in the language of whoever asks."""
    return html.Div(
        className="desk",
        children=[
            html.A(t("desk.skip"), href="#desk-detail", className="skip-link"),
            _bar(),
            html.Div(id="desk-stale", className="stale", role="alert", hidden=True),
            html.Main(className="desk-main", children=[_queue(), _middle(), _right()]),
            _keyline(),
            html.Dialog(id="desk-help", className="help-dialog"),
            html.Div(id="desk-said", className="visually-hidden", **_live("polite")),
            html.Div(id="desk-alarm", className="visually-hidden", **_live("assertive")),
        ],
    )


def _live(how: str) -> dict[str, Any]:
    return {"aria-live": how, "aria-atomic": "true"}


def _bar() -> html.Header:
    other = "en" if current_locale() == "zh-CN" else "zh-CN"
    return html.Header(
        id="desk-bar",
        className="bar",
        children=[
            html.H1(t("screen.desk")),
            html.Div(
                id="desk-badge",
                className="badge",
                role="status",
                children=[html.I(), html.Span("")],
                **{"data-testid": "connection-badge", "data-state": "behind"},
            ),
            _search(),
            html.Div(id="desk-flood", className="flood"),
            html.Div(id="desk-others", className="others", **{"aria-label": t("desk.others")}),
            html.Div(id="desk-me", className="mine"),
            html.Button(icon(BELL), id="desk-sound", className="icon-button", title=f"{t('desk.key.sound')} (S)"),
            html.Button(icon(SUN), id="desk-theme", className="icon-button", title=t("desk.theme")),
            html.Button(t("action.sign_out"), id="desk-leave", className="lang"),
            html.A(t("action.language"), href=f"?lang={other}", className="lang", lang=other),
            html.A(t("screen.replay"), href="/replay/", className="lang"),
        ],
    )


def _search() -> html.Div:
    return html.Div(
        className="search",
        role="search",
        children=[
            icon(SEARCH),
            # search.mjs puts a plain <input> here: dcc.Input would send every letter to the server
            html.Div(id="desk-search-box", className="search-field"),
            html.Kbd("/"),
            html.Ul(id="desk-search-list", className="options", hidden=True, **{"aria-label": t("action.search")}),
        ],
    )


def _queue() -> html.Section:
    return html.Section(
        className="queue",
        children=[
            html.Div(
                id="desk-escalated",
                className="escalated",
                hidden=True,
                role="region",
                **{"data-testid": "escalated", "aria-label": t("desk.escalated_mine")},
            ),
            html.Div(id="desk-tabs", className="tabs", role="tablist", **{"aria-label": t("desk.queue")}),
            html.Div(id="desk-waiting", className="waiting", hidden=True),
            html.Div(
                id="desk-queue-box",
                className="queue-box",
                tabIndex="0",
                children=_grid(),
                **{"aria-label": t("desk.queue")},
            ),
            html.P(id="desk-empty", className="empty", hidden=True),
        ],
        **{"aria-label": t("desk.queue")},
    )


def _grid() -> dag.AgGrid:
    """Columns, cells and rows are given by queue.mjs: functions, which no server can send under our policy."""
    return dag.AgGrid(
        id="desk-queue",
        columnDefs=[],
        rowData=[],
        getRowId="params.data.id",
        dashGridOptions={
            "animateRows": False,
            "headerHeight": 32,
            "rowHeight": 58,
            "rowBuffer": 40,
            "suppressCellFocus": True,
            "suppressHeaderFocus": True,
            "suppressNoRowsOverlay": True,
            "suppressColumnVirtualisation": True,
            "ensureDomOrder": True,
        },
        style={"height": "100%", "width": "100%"},
    )


def _middle() -> html.Section:
    return html.Section(
        className="middle",
        children=[
            html.Div(id="desk-map", className="map", **{"data-testid": "map"}),
            html.Div(id="desk-layers", className="layers"),
            html.Div(id="desk-tools", className="tools", role="toolbar", **{"aria-label": t("desk.map")}),
            html.Aside(id="desk-thing", className="thing", hidden=True, **{"data-testid": "map-thing"}),
            html.Aside(id="desk-twin", className="twin", hidden=True, **{"data-testid": "map-list"}),
            html.Div(id="desk-strip", className="strip"),
            html.Aside(id="desk-plan", className="plan", hidden=True, **{"data-testid": "plan-panel"}),
            html.Aside(id="desk-rounds", className="rounds", **{"data-testid": "rounds-panel"}),
            html.Div(id="desk-toasts", className="toasts"),
        ],
        **{"aria-label": t("desk.map")},
    )


def _right() -> html.Div:
    return html.Div(
        className="right",
        children=[
            html.Section(
                id="desk-detail",
                className="detail",
                tabIndex="-1",
                children=[
                    html.Div(id="desk-detail-body", className="detail-body"),
                    html.Div(id="desk-sheet", className="sheet-box", hidden=True),
                    html.Div(id="desk-foot", className="foot"),
                ],
                **{"data-testid": "ticket-detail", "aria-label": t("desk.detail")},
            ),
            html.Section(id="desk-new", className="detail new", hidden=True, **{"aria-label": t("desk.new.title")}),
        ],
    )


def _keyline() -> html.Footer:
    shown = (
        (("N",), "desk.key.new"),
        (("J", "K"), "desk.key.walk"),
        (("Enter",), "action.send"),
        (("G",), "desk.key.locate"),
        (("R",), "desk.key.recall"),
        (("C",), "desk.key.check"),
        (("A",), "desk.act.acknowledge"),
    )
    return html.Footer(
        className="keyline",
        children=[
            html.Button([html.Kbd("?"), f" {t('desk.key.help')}"], id="desk-help-open", className="plain"),
            *(html.Span([*(html.Kbd(key) for key in keys), f" {t(text)}"]) for keys, text in shown),
            html.Span(id="desk-age", className="age"),
        ],
    )
