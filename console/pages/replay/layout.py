"""The page: what is to be played, how far it is, what came of it, and the last runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import dcc, html

from console import policies
from console.access.identity import Identity
from console.i18n import LOCALES, current_locale, t
from console.lab import order, runs
from console.pages.admin.markup import more
from console.pages.replay.asked import LOADS, MOST_DAYS, MOST_WORKERS

#: how often the page asks how far it is, while something is under way
ASK_MS = 1000


def layout(who: Identity, csrf: str, home: Path) -> html.Div:
    """In the language of the request; a run that is under way is shown at once."""
    working = runs.at_work(home)
    first = working or next(iter(runs.all_ids(home)), "")
    return html.Div(
        className="rpl",
        children=[
            html.A(t("replay.skip"), href="#content", className="skip-link"),
            dcc.Store(id="run", data=first),
            dcc.Interval(id="ask", interval=ASK_MS, disabled=not working),
            _bar(who, csrf),
            html.Aside(_form(), className="rpl-form", **more(aria_label=t("replay.ask"))),
            html.Main(
                [
                    html.Div(id="said", className="rpl-said", role="alert"),
                    html.Div(id="progress", className="rpl-progress", **more(aria_live="polite")),
                    html.Div(id="result", **more(data_testid="replay-result")),
                ],
                id="content",
                className="rpl-main",
            ),
            html.Nav(id="runs", className="rpl-runs", **more(aria_label=t("replay.runs"))),
        ],
    )


def _bar(who: Identity, csrf: str) -> html.Header:
    other = next(one for one in LOCALES if one != current_locale())
    screens = [html.A(t(f"screen.{one}"), href=f"/{one}/", className="btn btn-quiet") for one in ("desk", "wall")]
    return html.Header(
        className="rpl-bar",
        children=[
            html.Span(t("app.name"), className="rpl-brand"),
            html.H1(t("screen.replay")),
            html.Div(screens, className="rpl-screens"),
            html.Span(f"{t(f'role.{who.role}')} · {who.name}" if who.known else "", className="rpl-who"),
            html.A(t("action.language"), href=f"?lang={other}", className="btn btn-quiet", hrefLang=other, lang=other),
            html.Form(
                [
                    dcc.Input(type="hidden", name="csrf_token", value=csrf),
                    html.Button(t("action.sign_out"), className="btn btn-quiet", type="submit"),
                ],
                method="post",
                action="/logout",
            ),
        ],
    )


def _form() -> list[Any]:
    scenarios = order.scenarios()
    return [
        html.P(t("replay.about")),
        *_field(
            "scenario",
            dcc.Dropdown(
                id="scenario", options=_named(scenarios), value=scenarios[0], clearable=False, searchable=False
            ),
        ),
        *_field("district", dcc.RadioItems(id="district", options=_districts(), value="", className="rpl-choice")),
        *_field("policies", dcc.Checklist(id="policies", options=_policies(), value=_usual(), className="rpl-choice")),
        *_field("load", dcc.RadioItems(id="load", options=_loads(), value=0.8, className="rpl-choice")),
        *_field("days", dcc.Input(id="days", type="number", min=1, max=MOST_DAYS, step=1, value=3, className="field")),
        *_field(
            "workers",
            dcc.Input(id="workers", type="number", min=1, max=MOST_WORKERS, step=1, value=30, className="field"),
        ),
        html.Button(t("replay.start"), id="start", className="btn btn-primary", type="button"),
        html.Button(t("replay.stop"), id="stop", className="btn", type="button", hidden=True),
    ]


def _field(name: str, control: Any) -> list[Any]:
    return [html.Label(t(f"replay.field.{name}"), htmlFor=name, className="rpl-label"), control]


def _named(names: list[str]) -> list[dict[str, str]]:
    return [{"label": name, "value": name} for name in names]


def _policies() -> list[dict[str, str]]:
    return _named(policies.names())


def _usual() -> list[str]:
    return [name for name in ("baseline", "default") if name in policies.names()]


def _districts() -> list[dict[str, str]]:
    return [{"label": t(f"replay.district.{name or 'home'}"), "value": name} for name in ("", "demo")]


def _loads() -> list[dict[str, Any]]:
    return [{"label": f"{load:g}", "value": load} for load in LOADS]
