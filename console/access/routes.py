"""Signing in and out, who one is, tokens of one's own, and phones that become a worker's."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from console.access.access import Access
from console.access.gate import current_identity
from console.access.identity import ACCOUNT_ROLES, NOBODY
from console.access.policy import allow
from console.access.reading import read_json
from console.access.tokens import Token
from console.problems import Problem
from dispatch.errors import Forbidden, InvalidField

#: where each role begins; phones have a page of their own
HOME = {
    "admin": "/admin/",
    "dispatcher": "/desk/",
    "supervisor": "/desk/",
    "auditor": "/desk/",
    "wall": "/wall/",
    "display": "/wall/",
    "worker": "/p/",
}
LONGEST_TOKEN_DAYS = 365


def install(app: Flask) -> None:
    """``/login`` itself is a page: console/pages/login."""
    app.add_url_rule("/", "home", home)
    app.add_url_rule("/logout", "logout", logout, methods=["POST"])
    app.add_url_rule("/api/v1/logout", "api_logout", logout, methods=["POST"])
    app.add_url_rule("/api/v1/me", "me", me)
    app.add_url_rule("/api/v1/tokens", "my_tokens", my_tokens)
    app.add_url_rule("/api/v1/tokens", "make_token", make_token, methods=["POST"])
    app.add_url_rule("/api/v1/tokens/<token_id>", "drop_token", drop_token, methods=["DELETE"])
    app.add_url_rule("/api/v1/enrol", "enrol", enrol, methods=["POST"])


def the_access() -> Access:
    """The Access of this application."""
    found: Access = current_app.extensions["access"]
    return found


@allow.public
def home() -> AnyResponse:
    """To the screen of one's role."""
    return redirect(HOME.get(current_identity().role, "/login"), 303)


@allow.anybody
def me() -> Response:
    return jsonify(current_identity().public())


@allow.anybody
def logout() -> AnyResponse:
    """Ends the session here and its sockets everywhere; a page goes to /login, a script gets 204."""
    access = the_access()
    access.sign_out(current_identity(), request.remote_addr or "")
    is_form = request.mimetype == "application/x-www-form-urlencoded"
    answer: Any = redirect("/login", 303) if is_form else Response(status=204)
    access.cookies.clear(answer)
    g.identity = NOBODY
    return answer  # type: ignore[no-any-return]


@allow(*ACCOUNT_ROLES)
def my_tokens() -> Response:
    found = the_access().tokens.of(current_identity().owner)
    return jsonify([shown(token) for token in found if token.kind == "user"])


@allow(*ACCOUNT_ROLES)
def make_token() -> AnyResponse:
    """A token for one's own scripts, shown once. Needs a signed-in person: a token makes no tokens."""
    who = current_identity()
    if not who.session_id:
        raise Forbidden("sign in to make a token; a token makes none")
    body = read_json(request, 4096)
    name, days = text_field(body, "name", 100), body.get("days", 90)
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise InvalidField("days", f"a whole number from 1 to {LONGEST_TOKEN_DAYS}")
    secret, token = the_access().tokens.make("user", who.owner.partition(":")[2], name, who.actor, days=days)
    return jsonify({**shown(token), "token": secret}), 201  # type: ignore[return-value]


@allow(*ACCOUNT_ROLES)
def drop_token(token_id: str) -> Response:
    access, who = the_access(), current_identity()
    if access.tokens.get(token_id).owner != who.owner:
        raise Forbidden("not your token")
    access.tokens.revoke(token_id, who.actor)
    return Response(status=204)


@allow.own_proof
def enrol() -> Response:
    """A one-time code becomes this phone's token; a token that is one already is answered as it is."""
    body = read_json(request, 4096)
    access, address = the_access(), request.remote_addr or ""
    if "token" in body:
        secret = text_field(body, "token", 200)
        who = access.identify({}, {}, secret)
        if who.kind != "worker":
            raise Problem("enrolment_void")
        return jsonify({"token": secret, "worker_id": who.worker_id})
    device = (request.user_agent.string or "phone")[:100]
    secret, worker_id = access.enrolments.redeem(text_field(body, "code", 200), device, address)
    return jsonify({"token": secret, "worker_id": worker_id})


def text_field(body: Any, name: str, limit: int) -> str:
    """A text that is there and not too long; raises InvalidField."""
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value.strip() or len(value) > limit:
        raise InvalidField(name, f"a text of 1 to {limit} characters")
    return value.strip()


def shown(token: Token) -> dict[str, Any]:
    """What may be shown of a token: never its secret."""
    times = {name: moment(getattr(token, name)) for name in ("created_at", "expires_at", "used_at")}
    return {"id": token.id, "kind": token.kind, "owner": token.owner, "name": token.name, **times}


def moment(at: float | None) -> str | None:
    """RFC 3339, UTC."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def local_path(path: str | None) -> str | None:
    """A path of this console to go back to, or None: never another host's."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or "\\" in path:
        return None
    if any(ord(char) < 33 for char in path) or urlsplit(path).netloc:
        return None
    return path


__all__ = ["HOME", "install", "local_path", "moment", "shown", "text_field", "the_access"]
