"""The phone: a light page of its own at /p/, no Dash, no Plotly. Who it is for is known by the token it holds."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template

from console.access.policy import allow
from console.i18n import catalogue_for, current_locale, t

AREAS = ("common", "phone")


def blueprint() -> Blueprint:
    """The page itself holds nothing personal, so it is open; everything behind it needs the token."""
    page = Blueprint("phone", __name__, template_folder="templates", url_prefix="/p")

    @page.get("/")
    @allow.public
    def show() -> Response:
        answer = make_response(render_template("phone.html", t=t, locale=current_locale(), words=catalogue_for(AREAS)))
        answer.headers["Cache-Control"] = "no-cache"
        return answer

    return page
