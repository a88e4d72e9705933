"""Every route of the whole console, as each role and as nobody: generated from the application, so that a new route
without a policy, or without a line here, fails."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from console.access import ROLES, closed_views
from console.access.policy import policy_of
from console.app import create_app
from tests.support.people import Browser, People
from tests.support.web import make_console

#: what may be reached before anybody is known; nothing else
PUBLIC = {
    "/", "/metrics",  # on loopback, by its own view
    "/login", "/login/<name>", "/assets/<path:name>", "/favicon.ico", "/healthz", "/readyz",
    "/api/v1/openapi.json", "/api/v1/enrol",
}  # fmt: skip
#: each prefix of Dash pages, and who may open it
PAGES = {
    "/wall/": {"wall", "dispatcher", "admin", "supervisor", "auditor", "display"},
    "/desk/": {"dispatcher", "supervisor", "admin", "auditor"},
    "/admin/": {"admin"},
    "/replay/": {"dispatcher", "supervisor", "admin", "auditor"},
}
#: a walk must not end its own walker, nor wait
LEFT_OUT = {"/logout", "/api/v1/logout"}
REFUSED = {401, 403}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    services = make_console(tmp_path_factory.mktemp("matrix")).services
    services.access.seed_demo()
    return create_app(services)


@pytest.fixture(scope="module")
def everybody(app: Flask) -> dict[str, Browser]:
    return People(app).all()


def rules(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Method, rule and endpoint of every route."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield method, rule.rule, rule.endpoint


def address(rule: str) -> str:
    """An address that the rule matches, of nothing that exists."""
    return re.sub(r"<(?:(\w+)(?:\([^)]*\))?:)?\w+>", lambda found: "7" if found[1] == "int" else "nix", rule)


def test_every_route_says_who_may_call_it(app: Flask) -> None:
    assert closed_views(app) == []


def test_what_is_open_to_all_is_on_the_list(app: Flask) -> None:
    found = {rule for _, rule, endpoint in rules(app) if policy_of(app, endpoint, rule).public}
    assert {rule for rule in found if not rule.startswith(("/p/", "/p"))} <= PUBLIC


def test_pages_are_for_their_roles(app: Flask) -> None:
    for _, rule, endpoint in rules(app):
        for prefix, roles in PAGES.items():
            if rule.startswith(prefix):
                assert policy_of(app, endpoint, rule).roles == roles, rule


@pytest.mark.parametrize("role", ["", *ROLES])
def test_nobody_gets_further_than_their_role(app: Flask, everybody: dict[str, Browser], role: str) -> None:
    """Refused where the policy says so, and only there: what follows (404, 422, …) is the view's own word."""
    wrong = []
    for method, rule, endpoint in rules(app):
        if rule in LEFT_OUT:
            continue
        policy = policy_of(app, endpoint, rule)
        admitted = policy.public or role in policy.roles
        answer = everybody[role].call(method, address(rule), headers={"Accept": "application/json"})
        body = answer.json if answer.is_json else None
        code = body.get("error", {}).get("code", "") if isinstance(body, dict) else ""
        refused = answer.status_code == (403 if role else 401) and code in ("unauthenticated", "forbidden")
        if (not admitted and not refused) or (admitted and answer.status_code == 401 and code == "unauthenticated"):
            wrong.append((method, rule, answer.status_code, code))
        assert answer.status_code < 500, (method, rule, answer.text)
    assert wrong == []


def test_no_changing_call_with_a_cookie_goes_without_the_csrf_value(app: Flask, everybody: dict[str, Browser]) -> None:
    admin = everybody["admin"].client
    for method, rule, endpoint in rules(app):
        if method == "GET" or policy_of(app, endpoint, rule).own_proof:
            continue
        if "admin" in policy_of(app, endpoint, rule).roles:
            answer = admin.open(address(rule), method=method, data=b"{}", content_type="text/plain")
            assert (answer.status_code, answer.json["error"]["code"]) == (403, "csrf"), rule


@pytest.mark.parametrize("page", ["wall", "desk", "admin"])
@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b"{}", b'{"output": 3}', b'{"output":"a.b","inputs":[]}', b"\xff", b"[" * 5000]
)
def test_a_callback_that_is_no_callback_is_no_failure_of_ours(
    app: Flask, everybody: dict[str, Browser], page: str, body: bytes
) -> None:
    answer = everybody["admin"].call(
        "POST", f"/{page}/_dash-update-component", data=body, content_type="application/json"
    )
    assert 400 <= answer.status_code < 500, answer.text
