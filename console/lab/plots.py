"""A comparison as Plotly figures: for /replay, and as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

from console.lab.summary import Comparison

#: text by key; the page gives the catalogue's, a file its English
Words = Callable[[str], str]
#: policies by place: blue, orange, green, violet, grey; told apart without colour by their order and names
COLOURS = ("#4C8DFF", "#FF9F43", "#2EC4A6", "#B388FF", "#9AA5B1")
ENGLISH = {
    "late": "Late tickets, share by severity",
    "response": "Response, mean and 95 % (minutes)",
    "days": "Late tickets, day by day",
    "effort": "Walking per worker and day (minutes)",
    "changes": "Changes told per ticket",
    "day": "day",
    "extreme": "extreme",
    "severe": "severe",
    "moderate": "moderate",
    "minor": "minor",
    "unknown": "unknown",
}


def english(key: str) -> str:
    return ENGLISH[key]


def figures(found: dict[str, Any], words: Words = english, *, dark: bool = True) -> list[dict[str, Any]]:
    """Plotly figures as plain data, of what ``Comparison.as_dict`` gives. ``words`` knows the keys of ENGLISH."""
    policies = found["policies"]
    severities = [one for one in ENGLISH if any(one in policy["tickets_by"] for policy in policies)]
    names = [words(one) for one in severities]
    late, response, effort, changes = [], [], [], []
    for policy, colour in zip(policies, COLOURS * (len(policies) // len(COLOURS) + 1), strict=False):
        look = {"name": policy["policy"], "marker": {"color": colour}}
        shares = [100 * policy["late_by"].get(one, 0) / max(1, policy["tickets_by"].get(one, 0)) for one in severities]
        late.append({"type": "bar", "x": names, "y": shares, **look})
        means = [policy["response_min"].get(one, 0.0) for one in severities]
        over = [policy["p95_min"].get(one, 0.0) - m for one, m in zip(severities, means, strict=True)]
        bars = {"type": "data", "array": [max(0.0, one) for one in over], "arrayminus": [0.0] * len(over)}
        response.append({"type": "bar", "x": names, "y": means, "error_y": {**bars, "symmetric": False}, **look})
        effort.append({"type": "bar", "x": [policy["policy"]], "y": [policy["walk_min"]], **look})
        changes.append({"type": "bar", "x": [policy["policy"]], "y": [policy["changes_per_ticket"]], **look})
    return [
        _figure("late", late, words, dark, suffix=" %"),
        _figure("response", response, words, dark),
        _figure("days", _days(found, policies), words, dark, x=words("day")),
        _figure("effort", effort, words, dark),
        _figure("changes", changes, words, dark),
    ]


def _days(found: dict[str, Any], policies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    out = []
    for n, policy in enumerate(policies):
        colour = COLOURS[n % len(COLOURS)]
        rows = [day for day in found["days"] if day["policy"] == policy["policy"]]
        out.append(
            {
                "type": "scatter", "mode": "lines+markers", "name": policy["policy"],
                "x": [day["seed"] for day in rows], "y": [day["late"] for day in rows],
                "marker": {"color": colour, "symbol": n}, "line": {"color": colour},
            }
        )  # fmt: skip
    return out


def _figure(
    key: str, data: list[dict[str, Any]], words: Words, dark: bool, *, x: str = "", suffix: str = ""
) -> dict[str, Any]:
    ink, grid = ("#E6EDF3", "#2A3644") if dark else ("#17212B", "#D5DCE4")
    for one in data:
        one.get("error_y", {})["color"] = ink
    axis = {"gridcolor": grid, "zerolinecolor": grid, "automargin": True}
    return {
        "data": data,
        "layout": {
            "title": {"text": words(key), "font": {"size": 16}},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"color": ink, "size": 14},
            "xaxis": {
                **axis,
                "title": {"text": x},
                "type": "linear" if x else "category",
                **({"dtick": 1} if x else {}),
            },
            "yaxis": {**axis, "rangemode": "tozero", "ticksuffix": suffix},
            "legend": {"orientation": "h", "y": -0.3 if x else -0.2},
            "margin": {"t": 48, "r": 16, "b": 48, "l": 56},
            "barmode": "group",
            "showlegend": any(len(one["x"]) > 1 for one in data),  # a bar of its own has its name below it
        },
    }


def write(found: Comparison, file: Path) -> None:
    """One page, plotly.js within (4.8 MB), readable without a network."""
    from plotly.graph_objects import Figure
    from plotly.io import to_html

    parts = [
        to_html(Figure(one), include_plotlyjs=n == 0, full_html=False, default_height="420px")
        for n, one in enumerate(figures(found.as_dict(), dark=False))
    ]
    s = found.setting
    title = f"{s.scenario}, {s.district}: {s.seeds} days, load {s.load:g}, {s.workers} workers"
    head = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
    file.write_text(f"{head}<body><h1>{escape(title)}</h1>{''.join(parts)}</body></html>", encoding="utf-8")
