"""The policy lab as a Dash app at /replay/."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask, request

from console.access import admit_dash, current_identity
from console.i18n import current_locale, t
from console.pages.replay import callbacks
from console.pages.replay.layout import layout

if TYPE_CHECKING:
    from console.bootstrap import Services

ASSETS = Path(__file__).parents[3] / "assets"
#: the other screens' styles
_NOT_OURS = r"wall.*\.css|desk.*\.css|phone.*\.css|map.*\.css|admin.*\.css"

PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-theme="{theme}">
<head>{metas}<title>{title}</title><link rel="icon" href="/favicon.ico">{css}</head>
<body data-screen="replay">{app_entry}<footer>{config}{scripts}{renderer}</footer></body>
</html>"""


class ReplayApp(Dash):
    """Writes its own page: language and theme of the request, and the screen's name for the styles."""

    def _setup_server(self) -> None:
        """Dash would draw the layout of every page before the first request of the server; ours waits for its own."""
        if request.path.startswith(self.config.routes_pathname_prefix):
            super()._setup_server()  # type: ignore[no-untyped-call]

    def _collect_and_register_resources(self, resources: list[dict[str, Any]], *args: Any, **kwargs: Any) -> Any:
        """Without the administration's 1 MB of Mantine."""
        ours = [one for one in resources if one.get("namespace") != "dash_mantine_components"]
        return super()._collect_and_register_resources(ours, *args, **kwargs)  # type: ignore[no-untyped-call]

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        used = ("metas", "css", "app_entry", "config", "scripts", "renderer")
        title = f"{t('screen.replay')} · {t('app.name')}"
        theme = "light" if is_light() else "dark"
        return PAGE.format(
            **{name: parts[name] for name in used}, lang=current_locale(), theme=theme, title=escape(title)
        )


def is_light() -> bool:
    """As the desk: a cookie of the browser says so."""
    return request.cookies.get("theme") == "light"


def build(server: Flask, services: Services) -> Dash:
    """Bind the page to ``server``; the gate (console.access.policy) says who may open it."""
    access = services.access
    app = ReplayApp(
        name="console.pages.replay",
        server=server,  # type: ignore[arg-type]
        url_base_pathname="/replay/",
        assets_folder=str(ASSETS),
        assets_path_ignore=["js", "vendor", "desk"],
        assets_ignore=_NOT_OURS,
        serve_locally=True,
        suppress_callback_exceptions=True,
        csrf_token_name=access.cookies.csrf,
        csrf_header_name="X-CSRFToken",
        update_title="",
        compress=False,
    )
    home = services.settings.home
    app.layout = lambda: layout(current_identity(), request.cookies.get(access.cookies.csrf, ""), home)
    callbacks.register(app, home, is_light)
    admit_dash(server, app)
    return app
