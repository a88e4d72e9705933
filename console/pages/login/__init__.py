"""The page where people sign in. No scripts: it works in whatever browser the control room has."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Flask, Response, g, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from console.access.gate import current_identity
from console.access.identity import Identity
from console.access.policy import allow
from console.access.routes import HOME, local_path, the_access
from console.i18n import LOCALES, current_locale, t
from console.problems import Problem, body_of

HERE = Path(__file__).parent
#: what the page needs before anybody is known; the styles of the screens stay behind the gate
PUBLIC = {"tokens.css": HERE.parents[2] / "assets", "login.css": HERE}

pages = Blueprint("login", __name__, template_folder=".")


def install(app: Flask) -> None:
    app.register_blueprint(pages)


@pages.get("/login")
@allow.public
def show() -> AnyResponse:
    """The form; whoever is signed in may go on, or sign in as somebody else."""
    return _form()


@pages.post("/login")
@allow.own_proof
def enter() -> AnyResponse:
    """username, password and csrf_token: a session, and on to the screen of one's role."""
    access, form = the_access(), request.form
    cookie = request.cookies.get(access.cookies.csrf)
    echoed = form.get("csrf_token") or request.headers.get("X-CSRFToken")
    if not access.csrf.check(cookie, echoed, current_identity().session_id):
        return _form(Problem("csrf"))
    try:
        secret, _ = access.sign_in(form.get("username", ""), form.get("password", ""), request.remote_addr or "")
    except Problem as problem:
        return _form(problem)
    access.sign_out(current_identity(), request.remote_addr or "")
    who = g.identity = access.identify({}, {access.cookies.session: secret})
    answer = redirect(_wanted(who), 303)
    access.cookies.set_session(answer, secret)
    access.cookies.set_csrf(answer, access.csrf.make(who.session_id))
    return answer


@pages.get("/login/<name>")
@allow.public
def style(name: str) -> Response:
    if name not in PUBLIC:
        raise Problem("not_found")
    return send_from_directory(PUBLIC[name], name, max_age=3600)


def _wanted(who: Identity) -> str:
    return local_path(request.values.get("next")) or HOME.get(who.role, "/")


def _form(problem: Problem | None = None) -> Response:
    """The page, with why it did not work; its CSRF value stands in the form and in the cookie."""
    access = the_access()
    body, status = body_of(problem) if problem else ({}, 200)
    who = current_identity()
    csrf, session = request.cookies.get(access.cookies.csrf), who.session_id
    if not csrf or not access.csrf.fits(csrf, session):
        csrf = access.csrf.make(session)
    html = render_template(
        "login.html",
        t=t,
        locale=current_locale(),
        languages=[one for one in LOCALES if one != current_locale()],
        error=body.get("message"),
        wait=problem.retry_after if problem else None,
        name=request.form.get("username", ""),
        csrf=csrf,
        next=local_path(request.values.get("next")) or "",
        who=who if who.kind == "user" else None,
        onward=_wanted(who),
        demo=access.settings.is_loopback and access.accounts.any_demo(),
    )
    answer = Response(html, status, mimetype="text/html")
    access.cookies.set_csrf(answer, csrf)
    if problem and problem.retry_after:
        answer.headers["Retry-After"] = str(problem.retry_after)
    answer.headers["Cache-Control"] = "no-store"
    return answer
