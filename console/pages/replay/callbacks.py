"""What happens on a click, and while a run is under way. Nothing here is of the live district."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from console.access import current_identity
from console.i18n import t
from console.lab import runs
from console.lab.refused import LabRefused
from console.native import native
from console.pages.admin.markup import more
from console.pages.replay.asked import asked
from console.pages.replay.result import progress, refusal, result
from dispatch.roster import LOCAL


def register(app: Dash, home: Path, is_light: Callable[[], bool]) -> None:
    """All callbacks of the page, on this app alone."""

    @app.callback(
        Output("run", "data"),
        Output("said", "children"),
        Input("start", "n_clicks"),
        Input({"run": ALL}, "n_clicks"),
        State("scenario", "value"),
        State("policies", "value"),
        State("days", "value"),
        State("load", "value"),
        State("workers", "value"),
        State("district", "value"),
        prevent_initial_call=True,
    )
    def choose(_start: int | None, _runs: list[int | None], *chosen: Any) -> tuple[Any, Any]:
        """Start one, or look at one of the last."""
        pressed = ctx.triggered_id
        if isinstance(pressed, dict):
            clicked = any(one["value"] for one in ctx.triggered)
            return (str(pressed["run"]), "") if clicked else (no_update, no_update)
        if pressed != "start":
            return no_update, no_update
        try:
            return runs.begin(asked(*chosen), home, current_identity().actor), ""
        except LabRefused as refused:
            return no_update, refusal(refused.code, str(refused), **refused.detail)

    @app.callback(
        Output("progress", "children"),
        Output("result", "children"),
        Output("runs", "children"),
        Output("ask", "disabled"),
        Output("start", "disabled"),
        Output("stop", "hidden"),
        Input("run", "data"),
        Input("ask", "n_intervals"),
    )
    def show(run_id: str, _asked: int | None) -> tuple[Any, ...]:
        """The chosen run, and the list; asked again only while something is under way."""
        run = native(runs.standing, home, str(run_id or ""))
        working = native(runs.at_work, home)
        listed = _list(native(_last, home), str(run_id))
        still = not working
        if run is None:
            return [], [html.P(t("replay.none"), className="rpl-none")], listed, still, bool(working), still
        return progress(run), result(run, is_light()), listed, still, bool(working), still

    @app.callback(Output("stop", "disabled"), Input("stop", "n_clicks"), prevent_initial_call=True)
    def stop(_pressed: int | None) -> bool:
        if _pressed:
            native(lambda: runs.stop(home, runs.at_work(home)))
        return False


def _last(home: Path) -> list[dict[str, Any]]:
    found = (runs.standing(home, one) for one in runs.all_ids(home))
    return [{name: value for name, value in asdict(one).items() if name != "found"} for one in found if one]


def _list(rows: list[dict[str, Any]], chosen: str) -> list[Any]:
    """The last runs, newest first; the chosen one is said, not only coloured."""
    return [html.H2(t("replay.runs")), *(_line(row, row["id"] == chosen) for row in rows)]


def _line(row: dict[str, Any], is_chosen: bool) -> html.Button:
    at = datetime.fromtimestamp(int(row["id"].partition("-")[0]), LOCAL)
    o = row["order"]
    load = t("replay.run.load", load=f"{o['load']:g}")
    return html.Button(
        [
            html.Span(f"{at:%m-%d %H:%M} · {t('replay.state.' + row['state'])}"),
            html.Small(f"{o['scenario']} · {load} · {', '.join(o['policies'])}"),
        ],
        id={"run": row["id"]},
        className="rpl-run chosen" if is_chosen else "rpl-run",
        type="button",
        **(more(aria_current="true") if is_chosen else {}),
    )
