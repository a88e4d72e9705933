"""A run's figures as a table, and as Plotly's plots."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dash import dcc, html

from console.i18n import has, t
from console.lab.plots import figures
from console.lab.runs import Standing
from console.pages.admin.markup import more

Found = dict[str, Any]


def progress(run: Standing) -> list[Any]:
    """How far it is; nothing once it is over."""
    if run.state != "running":
        return []
    done, total = int(run.progress["done"]), int(run.progress["total"])
    words = t("replay.progress", done=done, total=total) if total else t("replay.preparing")
    return [html.Span(words), html.Progress(value=str(done), max=str(total or 1), **more(aria_label=words))]


def result(run: Standing, light: bool) -> list[Any]:
    """What came of it, or why nothing did."""
    if run.state == "running":
        return [_head(run)]
    if run.found is None:
        return [_head(run), html.P(why(run), className="rpl-why", **more(data_testid="replay-why"))]
    return [
        _head(run),
        *_notes(run.found),
        html.Div(
            [_table(run.found), html.Div(_plots(run.found, light), className="rpl-plots")],
            className="rpl-found",
        ),
    ]


def why(run: Standing) -> str:
    if run.state in ("stopped", "lost"):
        return t(f"replay.{run.state}")
    return refusal(str(run.refused["code"]), str(run.refused["message"]))


def refusal(code: str, message: str, **detail: Any) -> str:
    """In the page's language; one that nobody translated as the lab said it."""
    key = f"replay.refused.{code}"
    return t(key, message=message, **detail) if has(key) else message


def _head(run: Standing) -> html.H2:
    o = run.order
    place = t(f"replay.district.{o['district'] or 'home'}")
    words = t(
        "replay.head", scenario=o["scenario"], place=place, days=o["seeds"], load=f"{o['load']:g}", n=o["workers"]
    )
    return html.H2(words)


def _notes(found: Found) -> list[Any]:
    return [html.P(t(f"replay.note.{one}"), className="rpl-note") for one in found.get("notes", ())]


def _table(found: Found) -> html.Table:
    """One column a policy; the same figures as the command line's."""
    rows = found["policies"]
    head = html.Tr([html.Th(""), *(html.Th(one["policy"], scope="col") for one in rows)])
    return html.Table(
        [
            html.Caption(t("replay.table")),
            html.Thead(head),
            html.Tbody([_row(words, [cell(one) for one in rows]) for words, cell in _cells(found)]),
        ],
        className="rpl-table",
        **more(data_testid="replay-table"),
    )


def _row(words: str, cells: list[str]) -> html.Tr:
    return html.Tr([html.Th(words, scope="row"), *(html.Td(cell) for cell in cells)])


def _cells(found: Found) -> list[tuple[str, Callable[[Found], str]]]:
    kinds = list(found["policies"][0]["tickets_by"])
    named = [(kind, t(f"severity.{kind}")) for kind in kinds]
    return [
        (t("replay.row.tickets"), lambda s: str(s["tickets"])),
        (t("replay.row.late"), lambda s: f"{s['late']} ({100 * s['late_share']:.1f} %)"),
        *((t("replay.row.late_of", severity=word), _late(kind)) for kind, word in named),
        *((t("replay.row.response", severity=word), _response(kind)) for kind, word in named),
        (t("replay.row.walk"), lambda s: f"{s['walk_min']:.0f}"),
        (t("replay.row.busy"), lambda s: f"{100 * s['busy_share']:.0f} %"),
        (t("replay.row.spread"), lambda s: f"{s['spread']:.2f}"),
        (t("replay.row.changes"), lambda s: f"{s['changes_per_ticket']:.2f}"),
    ]


def _late(kind: str) -> Callable[[Found], str]:
    return lambda s: f"{s['late_by'].get(kind, 0)} / {s['tickets_by'].get(kind, 0)}"


def _response(kind: str) -> Callable[[Found], str]:
    return lambda s: f"{s['response_min'].get(kind, 0):.1f} / {s['p95_min'].get(kind, 0):.1f}"


def _plots(found: Found, light: bool) -> list[Any]:
    """Each in a frame that has the height: a Graph says of itself ``height: 100%``, stronger than a class."""
    config: Any = {"displaylogo": False, "displayModeBar": False, "responsive": True}
    drawn = figures(found, _words, dark=not light)
    for one in drawn:
        one["layout"]["font"]["family"] = "var(--font)"
    return [
        html.Div(dcc.Graph(figure=one, config=config, id={"plot": n}), className="rpl-plot")
        for n, one in enumerate(drawn)
    ]


def _words(key: str) -> str:
    severity = f"severity.{key}"
    return t(severity) if has(severity) else t(f"replay.plot.{key}")
