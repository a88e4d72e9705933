"""The administration as a Dash app at /admin/."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask, request

from console.access import admit_dash, current_identity
from console.i18n import current_locale, t
from console.pages.admin import callbacks, mantine, rest
from console.pages.admin.layout import layout

if TYPE_CHECKING:
    from console.bootstrap import Services

ASSETS = Path(__file__).parents[3] / "assets"
#: the other screens' scripts and styles
_NOT_OURS = r"wall.*\.css|desk.*\.css|phone.*\.css|map.*\.css"

PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-theme="dark">
<head>{metas}<title>{title}</title><link rel="icon" href="data:,">{css}</head>
<body data-screen="admin">{app_entry}<footer>{config}{scripts}{renderer}</footer></body>
</html>"""


class AdminApp(Dash):
    """Writes its own page: the language of the request, and the screen's name for the styles."""

    def _setup_server(self) -> None:
        """Dash does this before the first request of the whole server, and draws the layout for it. Ours waits for
        the first that is for this page and was let in, so that nothing else waits for Mantine."""
        if request.path.startswith(self.config.routes_pathname_prefix):
            mantine.load()
            super()._setup_server()  # type: ignore[no-untyped-call]

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        used = ("metas", "css", "app_entry", "config", "scripts", "renderer")
        title = f"{t('screen.admin')} · {t('app.name')}"
        return PAGE.format(**{name: parts[name] for name in used}, lang=current_locale(), title=escape(title))


def build(server: Flask, services: Services) -> Dash:
    """Bind the administration to ``server``; its gate lets administrators in and nobody else."""
    access = services.access
    app = AdminApp(
        name="console.pages.admin",
        server=server,  # type: ignore[arg-type]
        url_base_pathname="/admin/",
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
    app.layout = lambda: layout(current_identity(), request.cookies.get(access.cookies.csrf, ""))
    callbacks.register(app, services)
    rest.register(server, services)
    admit_dash(server, app)
    return app
