"""A register as a table: the name opens the line, chips stand out, what is over is quiet."""

from __future__ import annotations

from typing import Any

from dash import html

from console.i18n import t
from console.pages.admin.markup import more
from console.pages.admin.parts import Chip, Row, Section

#: more are found by typing
SHOWN = 200


def table(section: Section, rows: list[Row], words: str) -> list[Any]:
    """The lines that match, or what would be here."""
    found = [row for row in rows if row.matches(words)]
    if not found:
        key = "admin.nothing_found" if rows else f"admin.empty.{section.name}"
        return [html.P(t(key), className="adm-empty")]
    head = html.Thead(html.Tr([html.Th(t(f"admin.column.{name}"), scope="col") for name in section.columns]))
    body = html.Tbody([_line(section, row) for row in found[:SHOWN]])
    hidden = len(found) - SHOWN
    note = [html.P(t("admin.more", n=hidden), className="adm-note")] if hidden > 0 else []
    label = more(aria_label=t(f"admin.section.{section.name}"))
    frame = html.Div(html.Table([head, body], className="adm-table", **label), className="adm-frame", tabIndex="0")
    return [frame, *note]


def _line(section: Section, row: Row) -> html.Tr:
    first, *others = section.columns
    opens = section.save is not None or section.actions or section.card
    name: Any = _cell(row.cells[first])
    if opens:
        name = html.Button(
            name, id={"open": row.id}, className="adm-open", type="button", **more(data_testid="open-row")
        )
    cells = [html.Th(name, scope="row"), *(html.Td(_cell(row.cells[one]), className=f"col-{one}") for one in others)]
    return html.Tr(cells, className="quiet" if row.quiet else "", **more(data_row_id=row.id))


def _cell(cell: str | Chip) -> Any:
    return html.Span(cell.text, className=f"chip {cell.tone}") if isinstance(cell, Chip) else cell
