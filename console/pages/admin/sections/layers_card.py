"""A layer's own sheet: where it came from, and how to take it away as a file. Plain forms: no script is needed."""

from __future__ import annotations

from typing import Any

from dash import html

from console.i18n import t
from console.pages.admin.markup import more
from console.pages.admin.parts import Office, Row

FORMATS = ("xlsx", "csv", "geojson", "shp", "gpkg", "kml", "fgb", "parquet")
DATUMS = ("wgs84", "gcj02", "bd09", "cgcs2000")


def card(office: Office, row: Row) -> list[Any]:
    """What stands in the drawer of a layer."""
    about = t("admin.layers.facts_source", source=row.cells["source"], at=row.cells["imported"])
    return [html.P(about, className="adm-note"), _export(row), _template(row)]


def _export(row: Row) -> html.Form:
    formats = [html.Option(t(f"admin.layers.format.{one}"), value=one) for one in FORMATS]
    datums = [html.Option(t(f"admin.layers.datum.{one}"), value=one) for one in DATUMS]
    return html.Form(
        [
            _labelled(t("admin.layers.export_format"), html.Select(formats, name="format", className="imp-select")),
            _labelled(t("admin.layers.datum"), html.Select(datums, name="datum", className="imp-select")),
            html.P(t("admin.layers.export_says"), className="adm-note"),
            html.Button(
                t("admin.layers.export"),
                type="submit",
                className="btn btn-primary",
                **more(data_testid="export-button"),
            ),
        ],
        method="get",
        action=f"/api/v1/layers/{row.id}/export",
        className="adm-form",
    )


def _template(row: Row) -> html.Div:
    links = [
        html.A(ending.upper(), href=f"/api/v1/templates/{row.id}.{ending}", className="btn", **more(download=""))
        for ending in ("xlsx", "csv")
    ]
    words = html.P(t("admin.layers.template_of"), className="imp-label")
    return html.Div([html.Hr(), words, html.Div(links, className="imp-row")], className="adm-form")


def _labelled(words: str, control: Any) -> html.Label:
    return html.Label([html.Span(words, className="imp-label"), control], className="imp-field")
