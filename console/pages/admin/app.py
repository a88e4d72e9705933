"""The administration as a Dash app at /admin/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import Dash
from flask import Flask, request

from console.access import admit_dash, current_identity
from console.components.form import Form
from console.pages.admin import callbacks, mantine, rest
from console.pages.admin.layout import layout

if TYPE_CHECKING:
    from console.bootstrap import Services


class Admin(Form):
    """Of Mantine's parts, which take their time to load."""

    def begin(self) -> None:
        mantine.load()


def build(server: Flask, services: Services) -> Dash:
    """Bind the administration to ``server``; its gate lets administrators in and nobody else."""
    csrf = services.access.cookies.csrf
    app = Admin(server, "admin", csrf, foreign=("wall", "desk", "phone", "map"))
    app.layout = lambda: layout(current_identity(), request.cookies.get(csrf, ""))
    callbacks.register(app, services)
    rest.register(server, services)
    admit_dash(server, app)
    return app
