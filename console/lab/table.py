"""A comparison as text for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from console.lab.summary import Comparison, Summary

Row = tuple[str, Callable[[Summary], str]]


def table(found: Comparison) -> str:
    """One column a policy; figures over all days."""
    rows = [("", *(one.policy for one in found.summaries))]
    rows += [(name, *(cell(one) for one in found.summaries)) for name, cell in _rows(found)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = [_line(row, widths) for row in rows]
    return "\n".join([_head(found), "", *lines, *_against(found)])


def _head(found: Comparison) -> str:
    s = found.setting
    hours = f"{s.hours[0]:g}:00 to {s.hours[1]:g}:00"
    return f"{s.scenario} in {s.district}: {s.seeds} days, {hours}, load {s.load:g}, {s.workers} workers"


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = row
    return "  ".join(
        [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))]
    )


def _rows(found: Comparison) -> list[Row]:
    kinds = list(found.summaries[0].tickets_by)
    rows: list[Row] = [
        ("tickets", lambda s: str(s.tickets)),
        ("late", lambda s: f"{s.late} ({100 * s.late_share:.1f} %)"),
    ]
    rows += [(f"  {kind}, late", partial(_late, kind)) for kind in kinds]
    rows += [(f"response {kind}, mean / p95 min", partial(_response, kind)) for kind in kinds]
    return [
        *rows,
        ("walking per worker, min", lambda s: f"{s.walk_min:.0f}"),
        ("busy share of the day", lambda s: f"{s.busy_share:.2f}"),
        ("spread of load (sd / mean)", lambda s: f"{s.spread:.2f}"),
        ("changes told per ticket", lambda s: f"{s.changes_per_ticket:.2f}"),
        ("offers per ticket", lambda s: f"{s.offers_per_ticket:.2f}"),
        ("last one done after, h", lambda s: f"{s.last_done_h:.1f}"),
        ("processor time a day, s", lambda s: f"{s.cpu_s:.1f}"),
    ]


def _late(kind: str, one: Summary) -> str:
    return f"{one.late_by.get(kind, 0)} of {one.tickets_by.get(kind, 0)}"


def _response(kind: str, one: Summary) -> str:
    return f"{one.response_min.get(kind, 0):.1f} / {one.p95_min.get(kind, 0):.1f}"


def _against(found: Comparison) -> list[str]:
    lines = [""]
    for one in found.versus:
        names = f"{one.policy} against {found.summaries[0].policy}"
        if one.late_ratio is not None:
            low, high = one.late_diff
            lines.append(f"{names}: late × {one.late_ratio:.2f} ({low:+.1f} to {high:+.1f} a day)")
        if one.severe_ratio is not None:
            low, high = one.severe_diff_min
            lines.append(f"{names}: response to severe × {one.severe_ratio:.2f} ({low:+.1f} to {high:+.1f} min)")
    return lines
