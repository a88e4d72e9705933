"""The page around the desk: language and light, the words and kinds as data, the scripts that Dash needs."""

from __future__ import annotations

import json
from typing import Any

from dash import Dash
from flask import Response, after_this_request, request

from console.i18n import COOKIE, catalogue_for, current_locale, negotiate, t

AREAS = ("common", "desk")
YEAR_S = 31_536_000
THEMES = ("dark", "light")

PAGE = """<!doctype html>
<html lang="{locale}" data-theme="{theme}" data-timezone="{timezone}">
<head>{metas}<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>{favicon}{css}</head>
<body data-screen="desk">
<script type="application/json" id="i18n">{words}</script>
<script type="application/json" id="kinds">{kinds}</script>
{app_entry}
<footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""


def index(app: Dash, services: Any, **parts: str) -> str:
    """The HTML of the page. ``?lang=`` is remembered, since the layout is asked for by another request."""
    locale = current_locale()
    if negotiate(request.args.get("lang")):
        _remember(locale)
    theme = request.cookies.get("theme")
    return PAGE.format(
        locale=locale,
        theme=theme if theme in THEMES else "dark",
        timezone=services.settings.timezone,
        title=f"{t('screen.desk')} · {t('app.name')}",
        words=_data(catalogue_for(AREAS)),
        kinds=_data({kind.id: {"zh": kind.zh, "en": kind.en} for kind in services.catalogue.values()}),
        **{name: parts[name] for name in ("metas", "favicon", "css", "app_entry", "config", "scripts", "renderer")},
    )


def _remember(locale: str) -> None:
    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(COOKIE, locale, max_age=YEAR_S, samesite="Lax", path="/")
        return response


def _data(value: Any) -> str:
    """JSON that cannot end its own script element."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")
