"""The one gate of Flask: who asks, whether the view's policy lets them, whether a changing call is really theirs."""

from __future__ import annotations

import logging
from urllib.parse import urlencode

from flask import Flask, Response, g, has_request_context, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from console.access.access import Access
from console.access.identity import NOBODY, Identity
from console.access.limits import Limits
from console.access.policy import policy_of
from console.access.throttle import network_of
from console.i18n import negotiate
from console.problems import Problem, wants_page

log = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Changing calls a minute, far above what people do. A source has no rule: no alarm is turned away for being one of
#: many, one process takes fewer than it could be flooded with, and counting cost 12 % of an alert's processor time.
RULES = {
    "worker": "3000/minute",
    "user": "3000/minute",
    "display": "600/minute",
    "nobody": "600/minute",
}
#: where a display shows its token
WALL = frozenset({"/wall", "/wall/"})


def current_identity() -> Identity:
    """Who sent this request; NOBODY outside of one."""
    return getattr(g, "identity", NOBODY) if has_request_context() else NOBODY


def install(app: Flask, access: Access, limits: Limits | None) -> None:
    @app.before_request
    def gate() -> AnyResponse | None:
        g.identity = access.identify(request.headers, request.cookies)
        if request.path in WALL and "display" in request.args:
            return _show_display(access)
        if request.url_rule is None:
            return None  # 404 and 405 are the same for everybody
        policy = policy_of(app, request.endpoint, request.url_rule.rule)
        if not policy.admits(g.identity):
            return _turn_away(access)
        if request.method not in SAFE and g.identity.by_cookie and not policy.own_proof:
            _check_csrf(access)
        _count(limits)
        return None

    @app.after_request
    def give_cookies(response: Response) -> Response:
        """A page leaves with a CSRF value that fits its session, and keeps the language that was asked for."""
        if request.query_string and (asked := negotiate(request.args.get("lang"))):
            access.cookies.set_locale(response, asked)
        if response.mimetype == "text/html" and response.status_code == 200:
            present, session = request.cookies.get(access.cookies.csrf), current_identity().session_id
            if not access.csrf.fits(present, session) and not access.cookies.gives_csrf(response):
                access.cookies.set_csrf(response, access.csrf.make(session))
        return response


def _check_csrf(access: Access) -> None:
    """The value of the cookie, echoed in a header, or in a form of ours."""
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    echoed = request.headers.get("X-CSRFToken") or (request.form.get("csrf_token") if is_form else None)
    if not access.csrf.check(request.cookies.get(access.cookies.csrf), echoed, g.identity.session_id):
        raise Problem("csrf")


def _count(limits: Limits | None) -> None:
    """Changing calls of one identity, or of one network that we do not know."""
    rule = RULES.get(g.identity.kind)
    if limits is None or rule is None or request.method in SAFE:
        return
    key = g.identity.owner or network_of(request.remote_addr or "")
    verdict = limits.hit(rule, "calls", key)
    if not verdict.allowed:
        raise Problem("too_many_requests", retry_after=verdict.retry_after_s)


def _turn_away(access: Access) -> AnyResponse:
    """401 for nobody, 403 for somebody; a page in a browser goes to /login instead of a 401."""
    if g.identity.known:
        log.warning("%s may not %s %s", g.identity.actor, request.method, request.path)
        access.turned_away(g.identity, f"{request.method} {request.path}", request.remote_addr or "")
        raise Problem("forbidden")
    if wants_page() and request.method in SAFE:
        query = urlencode({"next": request.full_path.rstrip("?")}) if request.path != "/" else ""
        return redirect(f"/login?{query}" if query else "/login", 303)
    raise Problem("unauthenticated")


def _show_display(access: Access) -> AnyResponse:
    """The token becomes a cookie and leaves the address; what else was asked (?distance=5) stays."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != "display"]
    answer = redirect("/wall/" + (f"?{urlencode(rest)}" if rest else ""), 303)
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    secret = access.show_display(request.args["display"], request.remote_addr or "")
    if secret is None:
        raise Problem("display_unknown")
    access.cookies.set_display(answer, secret)
    return answer
