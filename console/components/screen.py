"""One screen: a Dash app at its own address, whose page carries its texts as JSON and no inline script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask
from plotly import __file__ as plotly_file

from console.access import admit_dash
from console.i18n import catalogue_for, current_locale, t
from dispatch.kind import Kind

if TYPE_CHECKING:
    from console.bootstrap import Services

ASSETS = Path(__file__).parent.parent.parent / "assets"
#: screens with a folder of styles of their own
STYLED = ("admin", "desk", "phone", "wall")
#: Changes with Plotly's bundle, so that a browser keeps 4.8 MB for a year and still takes a new one.
_PLOTLY_STAMP = int((Path(plotly_file).parent / "package_data" / "plotly.min.js").stat().st_mtime)

PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-theme="{theme}" data-timezone="{timezone}">
<head>
{metas}
<title>{title}</title>
{favicon}
{css}
</head>
<body data-screen="{screen}" data-plotly="{plotly}">
{app_entry}
<script type="application/json" id="i18n">{words}</script>
<script type="application/json" id="kinds">{kinds}</script>
<footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""


class Screen(Dash):
    """A Dash app that writes its own page."""

    def __init__(self, server: Flask, services: Services, name: str, areas: Iterable[str], theme: str) -> None:
        super().__init__(
            name=f"console.pages.{name}",
            server=server,  # type: ignore[arg-type]  # Dash's own annotation forgets Flask
            url_base_pathname=f"/{name}/",
            assets_folder=str(ASSETS),
            # Dash includes main.mjs only, modules import each other; of the styles those of this screen.
            assets_path_ignore=["js", "vendor", *(one for one in STYLED if one != name)],
            serve_locally=True,
            update_title="",  # the title is the screen's own: the desk counts in it
            suppress_callback_exceptions=True,
            compress=False,
        )
        self.services = services
        self.screen = name
        self.areas = ("common", *areas)
        self.theme = theme

    def _collect_and_register_resources(self, resources: list[dict[str, Any]], *args: Any, **kwargs: Any) -> Any:
        """Dash gives every page what any page of the process imported; 1 MB of that is the administration's."""
        ours = [one for one in resources if one.get("namespace") != "dash_mantine_components"]
        return super()._collect_and_register_resources(ours, *args, **kwargs)  # type: ignore[no-untyped-call]

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # called with keywords only
        locale = current_locale()
        prefix = self.config.requests_pathname_prefix
        return PAGE.format(
            **{key: parts[key] for key in ("metas", "favicon", "css", "app_entry", "config", "scripts", "renderer")},
            lang=escape(locale),
            theme=self.theme,
            timezone=escape(self.services.settings.timezone),
            title=escape(f"{t('screen.' + self.screen)} · {t('app.name')}"),
            screen=self.screen,
            plotly=f"{prefix}_dash-component-suites/plotly/package_data/plotly.v4_1_1m{_PLOTLY_STAMP}.min.js",
            words=as_json_block(catalogue_for(self.areas, locale)),
            kinds=as_json_block(kind_names(self.services.catalogue)),
        )


def build_screen(
    server: Flask,
    services: Services,
    name: str,
    *,
    areas: Iterable[str],
    theme: str,
    layout: Callable[[], Any],
) -> Dash:
    """The screen's app, bound to ``server`` at ``/<name>/``. ``layout`` is called for each page that is opened."""
    app = Screen(server, services, name, areas, theme)
    app.layout = layout
    admit_dash(server, app)  # the one line with which Dash starts its renderer
    return app


def kind_names(catalogue: Mapping[str, Kind]) -> dict[str, dict[str, str]]:
    """id → names in both languages, for rows that carry only the kind's id."""
    return {kind.id: {"zh": kind.zh, "en": kind.en} for kind in catalogue.values()}


def as_json_block(value: Any) -> str:
    """JSON that may stand inside a <script>: nothing in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
