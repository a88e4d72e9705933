"""The desk as a Dash application on the one Flask server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dash import Dash
from flask import Flask

from console.pages.desk.index import index
from console.pages.desk.layout import layout

ASSETS = Path(__file__).parents[3] / "assets"


def build(server: Flask, services: Any) -> Dash:
    """Hang the desk on ``server`` under /desk/. No callback of the server ever outputs live rows."""
    app = Dash(
        "shaodao-desk",
        server=server,
        url_base_pathname="/desk/",
        assets_folder=str(ASSETS),
        assets_ignore=r".*\.(?:md|txt)$",
        assets_path_ignore=["js", "vendor", "icons", "sounds"],
        serve_locally=True,
        update_title="",
        title="",
    )
    app.layout = layout
    app.interpolate_index = lambda **parts: index(app, services, **parts)  # type: ignore[method-assign]
    return app
