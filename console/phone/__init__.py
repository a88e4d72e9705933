"""The phone: a light page of its own at /p/, no Dash, no Plotly. Who it is for is known by the token it holds."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request

from console.access.policy import allow
from console.i18n import catalogue_for, current_locale, t

AREAS = ("common", "phone")
STYLES = Path(__file__).parents[2] / "assets" / "phone"


def blueprint() -> Blueprint:
    """The page itself holds nothing personal, so it is open; everything behind it needs the token."""
    page = Blueprint("phone", __name__, template_folder="templates", url_prefix="/p")

    @page.get("/")
    @allow.public
    def show() -> Response:
        answer = make_response(render_template("phone.html", t=t, locale=current_locale(), words=catalogue_for(AREAS)))
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    @page.get("/phone.css")
    @allow.public
    def styles() -> Response:
        """All panels in one file, in the order of their names: on a slow line ten files are two more round trips."""
        answer = Response(
            "\n".join(file.read_text("utf-8") for file in sorted(STYLES.glob("*.css"))), mimetype="text/css"
        )
        answer.headers["Cache-Control"] = "public, no-cache"
        answer.add_etag()
        return answer.make_conditional(request)

    return page
