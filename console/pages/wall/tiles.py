"""The six figures on top of the column."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from console.components.attributes import data

#: In reading order; each is a figure of the live channel or made of some (assets/js/wall/figures.mjs).
TILES = ("open", "overdue", "median_arrival_s_today", "workers_free", "workers_busy", "devices_online")


def tiles() -> list[Component]:
    return [tile(name) for name in TILES]


def tile(name: str) -> Component:
    """One figure with its words and a small trend plot, all filled by the live channel."""
    return html.Div(
        [
            html.Div(html.Span(className="kpi-value"), className="kpi-figure"),
            html.Div([html.Span(className="kpi-name"), html.Span(className="kpi-extra")], className="kpi-words"),
            html.Div(className="kpi-trend"),
        ],
        className="wall-kpi",
        **data(f"kpi-{name}", kpi=name),
    )
