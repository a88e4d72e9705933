"""Signing in, staying signed in, and being out."""

from __future__ import annotations

import statistics
import time

import pytest

from console.access import Access
from console.problems import Problem
from dispatch.errors import InvalidField
from tests.console.access.conftest import HandClock
from tests.support.people import People

GOOD = "correct horse battery"


def test_a_dispatcher_signs_in_and_comes_to_the_desk(people: People) -> None:
    browser = people.nobody()
    answer = browser.sign_in("Dispatcher ", "demo")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    me = browser.get("/api/v1/me").json
    assert (me["role"], me["name"], me["district"]) == ("dispatcher", "dispatcher", "140802")


def test_a_worker_phone_and_a_script_show_their_token(people: People) -> None:
    assert people.device("worker").get("/api/v1/me").json["worker_id"] == "demo-worker-1"
    assert people.device("source").get("/api/v1/me").json["role"] == "source"


def test_nobody_is_told_to_sign_in_and_comes_back_to_where_they_were_going(people: People) -> None:
    answer = people.nobody().get("/admin/kinds?x=1", headers={"Accept": "text/html"})
    assert answer.status_code in (303, 404)
    answer = people.nobody().sign_in("admin", "demo", next="/admin/kinds")
    assert answer.headers["Location"] == "/admin/kinds"


@pytest.mark.parametrize(
    "next_", ["//evil.cn", "https://evil.cn/", "/\\evil.cn", "javascript:alert(1)", "/a\r\nSet-Cookie: x"]
)
def test_nobody_is_sent_to_another_site_after_signing_in(people: People, next_: str) -> None:
    assert people.nobody().sign_in("admin", "demo", next=next_).headers["Location"] == "/admin/"


def test_a_wrong_password_and_an_unknown_name_read_the_same(people: People) -> None:
    wrong, unknown = people.nobody().sign_in("admin", "x"), people.nobody().sign_in("nobody-here", "x")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text.replace("admin", "").count("用户名或密码不正确") == unknown.text.count("用户名或密码不正确") == 1


def test_a_wrong_password_and_an_unknown_name_take_the_same_time(access: Access) -> None:
    access.accounts.add("ann", GOOD, "dispatcher", "test")
    spent: dict[str, list[float]] = {"ann": [], "nobody-here": []}
    access.accounts.check("ann", "warm up")
    access.accounts.check("nobody-here", "warm up")
    for _ in range(9):
        for name, times in spent.items():
            began = time.process_time()  # the processor's time: other work on this machine does not count
            access.accounts.check(name, "wrong password")
            times.append(time.process_time() - began)
    medians = [statistics.median(times) for times in spent.values()]
    assert abs(medians[0] - medians[1]) < 0.010, medians


def test_the_eleventh_guess_waits_and_the_wait_doubles(access: Access, clock: HandClock) -> None:
    access.accounts.add("ann", GOOD, "dispatcher", "test")
    waits = []
    for _ in range(13):
        try:
            access.sign_in("ann", "guess", "192.0.2.7")
        except Problem as problem:
            if problem.code == "too_many_requests":
                waits.append(problem.retry_after)
                clock.forward(seconds=problem.retry_after or 0)
    assert waits == [31, 61]
    assert access.sign_in("ann", GOOD, "192.0.2.7")


def test_a_stranger_elsewhere_does_not_lock_a_dispatcher_out(access: Access) -> None:
    access.accounts.add("ann", GOOD, "dispatcher", "test")
    for _ in range(30):
        access.throttle.failed("ann", "203.0.113.9")
    assert access.sign_in("ann", GOOD, "192.0.2.7")


def test_one_password_on_many_names_is_slowed_by_network(access: Access) -> None:
    for number in range(50):
        access.throttle.failed(f"name{number}", "2001:db8:1:2::" + format(number + 1, "x"))
    with pytest.raises(Problem, match="too_many_requests"):
        access.throttle.check("another", "2001:db8:1:2:ffff::1")
    access.throttle.check("another", "2001:db8:1:3::1")


def test_a_session_ends_after_half_an_hour_without_a_touch_and_after_twelve_hours(
    people: People, clock: HandClock
) -> None:
    browser = people.signed_in("dispatcher")
    for _ in range(23):
        clock.forward(minutes=29)
        assert browser.get("/api/v1/me").status_code == 200
    clock.forward(minutes=58)
    assert browser.get("/api/v1/me").status_code == 401
    idle = people.signed_in("dispatcher")
    clock.forward(minutes=31)
    assert idle.get("/api/v1/me").status_code == 401


def test_an_open_screen_is_not_idle(people: People, access: Access, clock: HandClock) -> None:
    browser = people.signed_in("dispatcher")
    identity = access.identify({}, {"session": browser.client.get_cookie("session").value})
    for _ in range(60):
        clock.forward(minutes=11)
        assert access.keep(identity)
    clock.forward(minutes=61)
    assert not access.keep(identity)


def test_signing_out_ends_the_session_not_only_the_cookie(people: People, access: Access) -> None:
    browser, told = people.signed_in("dispatcher"), []
    access.on_revoke(told.append)
    stolen = browser.client.get_cookie("session").value
    assert browser.post("/logout").status_code == 204
    thief = people.nobody()
    thief.client.set_cookie("session", stolen)
    assert thief.get("/api/v1/me").status_code == 401
    assert told[0].startswith("session:")


def test_a_session_from_before_signing_in_is_not_the_one_after(people: People) -> None:
    browser = people.signed_in("wall")
    before = browser.client.get_cookie("session").value
    answer = browser.sign_in("admin", "demo")
    assert answer.status_code == 303
    assert browser.client.get_cookie("session").value != before
    old = people.nobody()
    old.client.set_cookie("session", before)
    assert old.get("/api/v1/me").status_code == 401


def test_whoever_is_disabled_is_out_at_once_and_stays_out(people: People, access: Access) -> None:
    browser, told = people.signed_in("dispatcher"), []
    access.on_revoke(told.append)
    account = access.accounts.named("dispatcher")
    access.accounts.disable(account.id, "admin:test")
    assert browser.get("/api/v1/me").status_code == 401
    assert told == [account.owner]
    assert people.nobody().sign_in("dispatcher", "demo").status_code == 401
    access.accounts.enable(account.id, "admin:test")
    assert browser.get("/api/v1/me").status_code == 401
    assert people.signed_in("dispatcher").get("/api/v1/me").status_code == 200


def test_another_role_counts_from_the_next_request(people: People, access: Access) -> None:
    people.signed_in("dispatcher")
    access.accounts.set_role(access.accounts.named("dispatcher").id, "wall", "admin:test")
    assert people.signed_in("dispatcher").get("/api/v1/me").json["role"] == "wall"


def test_the_last_administrator_cannot_be_shut_out(access: Access) -> None:
    admin = access.accounts.add("root", GOOD, "admin", "test")
    for change in (
        lambda: access.accounts.disable(admin.id, "admin:root"),
        lambda: access.accounts.set_role(admin.id, "wall", "admin:root"),
    ):
        with pytest.raises(Problem, match="last_admin"):
            change()
    assert access.accounts.named("root").role == "admin"


@pytest.mark.parametrize(
    "password", ["short", "password123", "aaaaaaaaaaaa", "ann-liu-2026", "a" * 257, "12345678", "QWERTY123"]
)
def test_a_password_that_is_tried_first_is_refused(access: Access, password: str) -> None:
    with pytest.raises(InvalidField):
        access.accounts.add("ann-liu", password, "dispatcher", "test")


@pytest.mark.parametrize("name", ["", " ", "a" * 65, "x\ny", "<b>", "a/b", "\u202eann"])
def test_a_name_that_would_confuse_is_refused(access: Access, name: str) -> None:
    with pytest.raises(InvalidField):
        access.accounts.add(name, GOOD, "dispatcher", "test")


def test_two_spellings_are_one_name(access: Access) -> None:
    access.accounts.add("Ａnn", GOOD, "dispatcher", "test")
    with pytest.raises(Problem, match="name_taken"):
        access.accounts.add("ann", GOOD, "dispatcher", "test")
    assert access.sign_in("ANN", GOOD)


def test_passwords_and_secrets_are_not_in_the_database(people: People, access: Access) -> None:
    browser = people.signed_in("dispatcher")
    secrets = [browser.client.get_cookie("session").value.encode(), GOOD.encode()]
    access.accounts.add("ann", GOOD, "dispatcher", "test")
    token, _ = access.tokens.make("user", "x", "script", "test")
    held = b"".join(path.read_bytes() for path in access.settings.home.glob("shaodao.db*"))
    assert [one for one in [*secrets, token.encode()] if one in held] == []
