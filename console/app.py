"""The web application: the gate first, then the API, the phone, the pages and the assets, on one Flask server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, request, send_from_directory

from console import access, mapview
from console.access.policy import allow
from console.api import table
from console.pages import admin, desk, replay, wall
from console.phone import blueprint as phone

if TYPE_CHECKING:
    from console.bootstrap import Services

ASSETS = Path(__file__).parent.parent / "assets"
#: alerts, commands; photos have their own cap
LARGEST_BODY = 256 * 1024


def create_app(services: Services) -> Flask:
    """One application a process. Connects to nothing; ``services`` did."""
    app = Flask("console", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.extensions["shaodao"] = services
    access.install(app, services.settings, services.access, services.limits)
    app.register_blueprint(table.blueprint())
    app.register_blueprint(mapview.blueprint)
    app.register_blueprint(phone())
    app.add_url_rule("/assets/<path:name>", view_func=assets)
    app.add_url_rule("/favicon.ico", view_func=favicon)
    for page in (wall, desk, admin, replay):
        page.build(app, services)
    return app


@allow.public
def favicon() -> Response:
    """The whistle: asked for by every browser, on pages that name no icon."""
    return assets("favicon.svg")


@allow.public
def assets(name: str) -> Response:
    """Scripts, styles, icons and sounds: the same for everybody, revalidated by ETag."""
    answer = send_from_directory(ASSETS, name, conditional=True, etag=True, max_age=0)
    answer.headers["Cache-Control"] = (
        "public, max-age=604800, immutable"
        if request.args.get("v") or name.startswith("vendor/")
        else "public, no-cache"
    )
    return answer
