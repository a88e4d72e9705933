"""The policy lab as a Dash app at /replay/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import Dash
from flask import Flask, request

from console.access import admit_dash, current_identity
from console.components.form import Form
from console.pages.replay import callbacks
from console.pages.replay.layout import layout

if TYPE_CHECKING:
    from console.bootstrap import Services


class Replay(Form):
    """Light or dark as the desk."""

    def theme(self) -> str:
        return "light" if is_light() else "dark"

    def _collect_and_register_resources(self, resources: list[dict[str, Any]], *args: Any, **kwargs: Any) -> Any:
        """Without the administration's 1 MB of Mantine."""
        ours = [one for one in resources if one.get("namespace") != "dash_mantine_components"]
        return super()._collect_and_register_resources(ours, *args, **kwargs)  # type: ignore[no-untyped-call]


def is_light() -> bool:
    """As the desk: a cookie of the browser says so."""
    return request.cookies.get("theme") == "light"


def build(server: Flask, services: Services) -> Dash:
    """Bind the page to ``server``; the gate (console.access.policy) says who may open it."""
    csrf, home = services.access.cookies.csrf, services.settings.home
    app = Replay(server, "replay", csrf, foreign=("wall", "desk", "phone", "map", "admin"))
    app.layout = lambda: layout(current_identity(), request.cookies.get(csrf, ""), home)
    callbacks.register(app, home, is_light)
    admit_dash(server, app)
    return app
