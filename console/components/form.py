"""A page that people fill in: a Dash app with callbacks at its own address, without the live channel of a screen."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask, request

from console.i18n import current_locale, t

ASSETS = Path(__file__).parent.parent.parent / "assets"

PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-theme="{theme}">
<head>{metas}<title>{title}</title><link rel="icon" href="/favicon.ico">{css}</head>
<body data-screen="{screen}">{app_entry}<footer>{config}{scripts}{renderer}</footer></body>
</html>"""


class Form(Dash):
    """Writes its own page: language and theme of the request, and the screen's name for the styles. ``foreign`` are
    the screens whose styles it does without. Give it its layout and callbacks, then ``admit_dash``."""

    def __init__(self, server: Flask, screen: str, csrf_cookie: str, foreign: Iterable[str]) -> None:
        super().__init__(
            name=f"console.pages.{screen}",
            server=server,  # type: ignore[arg-type]  # Dash's own annotation forgets Flask
            url_base_pathname=f"/{screen}/",
            assets_folder=str(ASSETS),
            assets_path_ignore=["js", "vendor", *foreign],
            assets_ignore="|".join(rf"{one}.*\.css" for one in foreign),
            serve_locally=True,
            suppress_callback_exceptions=True,
            csrf_token_name=csrf_cookie,
            csrf_header_name="X-CSRFToken",
            update_title="",
            compress=False,
        )
        self.screen = screen

    def theme(self) -> str:
        """Of this request."""
        return "dark"

    def begin(self) -> None:
        """Before the first request of this page; what only it needs is loaded here."""

    def _setup_server(self) -> None:
        """Dash does this before the first request of the whole server, and draws the layout for it. Ours waits for
        the first that is for this page and was let in, so that nothing else waits for it."""
        if request.path.startswith(self.config.routes_pathname_prefix):
            self.begin()
            super()._setup_server()  # type: ignore[no-untyped-call]

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # called with keywords only
        used = ("metas", "css", "app_entry", "config", "scripts", "renderer")
        return PAGE.format(
            **{name: parts[name] for name in used},
            lang=escape(current_locale()),
            theme=self.theme(),
            title=escape(f"{t('screen.' + self.screen)} · {t('app.name')}"),
            screen=self.screen,
        )
