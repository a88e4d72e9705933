"""The desk as a Dash application on the one Flask server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask, Response, after_this_request, request

from console.access import admit_dash
from console.components.screen import Screen
from console.i18n import COOKIE, current_locale, negotiate
from console.pages.desk.layout import layout

if TYPE_CHECKING:
    from console.bootstrap import Services

YEAR_S = 31_536_000


class Desk(Screen):
    """The desk's page: light where its dispatcher chose that, and in the language asked for."""

    def interpolate_index(self, **parts: Any) -> str:
        if negotiate(request.args.get("lang")):
            _remember(current_locale())  # the layout is fetched by a request of its own, without the ?lang=
        page: str = super().interpolate_index(**parts)
        return page.replace('data-theme="dark"', 'data-theme="light"', 1) if wants_light() else page


def wants_light() -> bool:
    return request.cookies.get("theme") == "light"


def build(server: Flask, services: Services) -> Dash:
    """Hang the desk on ``server`` under /desk/. No callback of the server ever outputs live rows."""
    app = Desk(server, services, "desk", areas=("map", "desk"), theme="dark")
    app.layout = layout
    admit_dash(server, app)
    return app


def _remember(locale: str) -> None:
    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(COOKIE, locale, max_age=YEAR_S, samesite="Lax", path="/")
        return response
