"""The wall's furniture. Live parts are empty and named; assets/js/wall fills them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from console.components.attributes import data
from console.pages.wall.tiles import tiles


def layout() -> Component:
    """Bar, map with its overlays, column; the bar that says when all of it is stale; the page that stands in for it."""
    return html.Div([bar(), stage(), column(), stale(), denied()], className="wall", id="wall")


def bar() -> Component:
    return html.Header(
        [
            html.H1(className="wall-title", id="wall-title"),
            html.P(className="wall-sub", id="wall-sub"),
            html.Div(
                [html.Span(className="wall-badge-dot"), html.Span(id="wall-badge-text")],
                className="wall-badge",
                id="wall-badge",
                **data("connection-badge", state="behind"),
            ),
            html.Div(className="wall-notice", id="wall-notice", hidden=True),
            html.Div(
                [html.Span(className="wall-date", id="wall-date"), html.Span(className="wall-clock", id="wall-clock")],
                className="wall-when",
            ),
        ],
        className="wall-bar",
    )


def stage() -> Component:
    """The map, full-bleed, and what lies on it."""
    return html.Main(
        [
            html.Div(html.Div(id="wall-map", **data("map")), className="wall-map"),
            html.Section(className="wall-banner", id="wall-banner", hidden=True, role="alert"),
            html.Div(className="wall-legend", id="wall-legend"),
            html.Div(className="wall-trend", id="wall-trend", **data("kpi-alerts_10min")),
        ],
        className="wall-stage",
    )


def column() -> Component:
    return html.Aside(
        [
            html.Div(tiles(), className="wall-kpis"),
            html.Div(
                [html.Span(id="wall-alerts-title"), html.Span(id="wall-alerts-time")],
                className="wall-alerts-head",
            ),
            html.Div(className="wall-alerts", id="wall-alerts"),
            html.Div(className="wall-devices", id="wall-devices"),
        ],
        className="wall-column",
    )


def stale() -> Component:
    return html.Div(className="wall-stale", id="wall-stale", hidden=True, role="alert")


def denied() -> Component:
    """Instead of everything, on a display that was revoked."""
    return html.Section(className="wall-denied", id="wall-denied", hidden=True, role="alert")
