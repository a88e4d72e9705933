"""The gate: closed by default, by role, and proof against requests that a person did not make."""

from __future__ import annotations

import pytest
from flask import Flask

from console.access import Access, allow, closed_views
from tests.support.people import People


def test_a_view_without_a_policy_is_found_and_refused_to_everybody(app: Flask, people: People) -> None:
    assert closed_views(app) == ["/api/v1/forgotten"]
    for role, browser in people.all().items():
        for method in ("GET", "POST"):
            assert browser.call(method, "/api/v1/forgotten").status_code == (403 if role else 401), role


def test_each_role_is_let_in_where_its_policy_says(people: People) -> None:
    let_in = {role for role, browser in people.all().items() if browser.get("/api/v1/orders").status_code == 200}
    assert let_in == {"dispatcher", "admin", "worker"}
    let_in = {role for role, browser in people.all().items() if browser.post("/api/v1/alerts").status_code == 202}
    assert let_in == {"source"}


def test_a_role_that_does_not_exist_is_a_slip_of_the_pen() -> None:
    with pytest.raises(ValueError, match="dispacher"):
        allow("dispacher")
    with pytest.raises(ValueError, match="public"):
        allow()


def test_head_and_options_are_no_way_round(people: People) -> None:
    for method in ("HEAD", "OPTIONS"):
        assert people.nobody().call(method, "/api/v1/orders").status_code == 401


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", "bearer demo-source x", "Basic YTpi", "Digest x"]
)
def test_a_wrong_token_is_nobody(people: People, header: str) -> None:
    assert people.nobody().get("/api/v1/orders", headers={"Authorization": header}).status_code == 401


def test_a_wrong_token_beside_a_good_cookie_is_nobody(people: People) -> None:
    browser = people.signed_in("dispatcher")
    assert browser.get("/api/v1/orders", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_a_changing_call_needs_the_csrf_value_of_its_own_session(people: People) -> None:
    browser, other = people.signed_in("dispatcher"), people.signed_in("admin")
    before = people.nobody()
    before.get("/login")
    good = browser.csrf
    assert browser.post("/api/v1/orders").status_code == 200
    for value in ("", "x", good[:-1], good + "x", other.csrf, before.csrf):
        answer = browser.client.post("/api/v1/orders", headers={"X-CSRFToken": value})
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "csrf"), value


def test_a_value_planted_in_the_cookie_does_not_pass(people: People) -> None:
    browser, other = people.signed_in("dispatcher"), people.signed_in("admin")
    for planted in ("planted", other.csrf):
        browser.client.set_cookie("csrf_token", planted)
        answer = browser.client.post("/api/v1/orders", headers={"X-CSRFToken": planted})
        assert answer.status_code == 403


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x"])
def test_a_form_of_another_site_changes_nothing(people: People, kind: str) -> None:
    browser = people.signed_in("dispatcher")
    answer = browser.client.post("/api/v1/orders", data=b"a=b", content_type=kind)
    assert answer.status_code == 403


def test_a_token_needs_no_csrf_value(people: People) -> None:
    assert people.device("worker").client.post("/api/v1/orders").status_code == 200


def test_signing_in_needs_its_own_csrf_value(people: People) -> None:
    browser = people.nobody()
    answer = browser.client.post("/login", data={"username": "admin", "password": "demo"})
    assert answer.status_code == 403
    assert browser.client.get_cookie("session") is None


def test_a_display_comes_in_by_its_link_and_the_link_leaves_the_address(people: People) -> None:
    wall = people.nobody()
    answer = wall.get("/wall?display=demo-display&distance=5&lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wall/?distance=5&lang=en")
    assert "demo-display" not in str(answer.headers)
    assert wall.get("/api/v1/me").json["role"] == "display"
    assert wall.get("/api/v1/orders").status_code == 403


def test_a_display_that_is_revoked_is_dark_at_once(people: People, access: Access) -> None:
    wall, told = people.nobody(), []
    wall.get("/wall?display=demo-display")
    access.on_revoke(told.append)
    access.machines.revoke("display:demo-display", "admin:test")
    assert wall.get("/api/v1/me").status_code == 401
    assert "display:demo-display" in told
    assert people.nobody().get("/wall?display=demo-display").status_code == 401


def test_an_administrator_at_the_wall_leaves_it_a_wall(people: People, access: Access) -> None:
    browser = people.signed_in("admin")
    browser.get("/wall?display=demo-display")
    assert browser.get("/api/v1/me").json["role"] == "admin"
    browser.client.delete_cookie("session")
    assert browser.get("/api/v1/me").json["role"] == "display"


@pytest.mark.parametrize("token", ["", "wrong", "demo-source", "demo-worker-1", "a" * 5000])
def test_only_a_display_token_opens_a_wall(people: People, token: str) -> None:
    wall = people.nobody()
    assert wall.get("/wall", query_string={"display": token}).status_code == 401
    assert wall.client.get_cookie("display") is None


def test_what_nobody_may_see_looks_like_an_api_to_scripts_and_a_page_to_people(people: People) -> None:
    nobody = people.nobody()
    assert nobody.get("/api/v1/orders", headers={"Accept": "text/html"}).json["error"]["code"] == "unauthenticated"
    page = people.signed_in("wall").get("/nowhere", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert page.mimetype == "text/html"
    assert page.status_code == 404


def test_our_own_fault_says_nothing_of_the_inside(people: People) -> None:
    answer = people.nobody().get("/api/v1/broken")
    assert answer.status_code == 500
    assert "inner secret" not in answer.text


def test_every_answer_says_what_a_browser_may_do(people: People) -> None:
    for path in ("/login", "/api/v1/me", "/nowhere", "/login/tokens.css", "/api/v1/broken"):
        headers = people.nobody().get(path).headers
        policy = headers["Content-Security-Policy"]
        assert "unsafe-eval" not in policy
        assert "script-src 'self';" in policy
        assert "frame-ancestors 'none'" in policy
        assert "base-uri 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "geolocation=(self), camera=(self)" in headers["Permissions-Policy"]
        assert "Strict-Transport-Security" not in headers


def test_what_is_read_signed_in_is_kept_by_no_cache(people: People) -> None:
    headers = people.signed_in("dispatcher").get("/api/v1/me").headers
    assert headers["Cache-Control"] == "no-store"
    assert "Cookie" in headers["Vary"]
