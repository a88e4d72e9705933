"""Tokens of devices and scripts, and phones that become a worker's."""

from __future__ import annotations

import pytest

from console.access import Access
from console.problems import Problem
from console.settings import Settings, SettingsError
from tests.console.access.conftest import HandClock
from tests.support.people import People


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_person_makes_a_token_for_a_script_and_takes_it_back(people: People) -> None:
    browser, script = people.signed_in("dispatcher"), people.nobody()
    made = browser.post("/api/v1/tokens", {"name": "report", "days": 7})
    assert made.status_code == 201
    token = made.json["token"]
    assert script.get("/api/v1/me", headers=bearer(token)).json["role"] == "dispatcher"
    assert [one["name"] for one in browser.get("/api/v1/tokens").json] == ["report"]
    assert token not in browser.get("/api/v1/tokens").text
    assert browser.call("DELETE", f"/api/v1/tokens/{made.json['id']}").status_code == 204
    assert script.get("/api/v1/me", headers=bearer(token)).status_code == 401


def test_a_token_makes_no_tokens(people: People) -> None:
    token = people.signed_in("admin").post("/api/v1/tokens", {"name": "a"}).json["token"]
    assert people.nobody().client.post("/api/v1/tokens", json={"name": "b"}, headers=bearer(token)).status_code == 403


def test_nobody_takes_back_the_token_of_another(people: People) -> None:
    made = people.signed_in("dispatcher").post("/api/v1/tokens", {"name": "a"}).json
    assert people.signed_in("admin").call("DELETE", f"/api/v1/tokens/{made['id']}").status_code == 403


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": 1}, {"name": "x" * 101}, {"name": "x", "days": 0}, {"name": "x", "days": True}, []],
)
def test_a_token_needs_a_name_and_a_sensible_term(people: People, body: object) -> None:
    assert people.signed_in("admin").post("/api/v1/tokens", body).status_code == 422


def test_a_token_is_worth_nothing_after_its_term(people: People, clock: HandClock) -> None:
    token = people.signed_in("admin").post("/api/v1/tokens", {"name": "a", "days": 1}).json["token"]
    clock.forward(hours=25)
    assert people.nobody().get("/api/v1/me", headers=bearer(token)).status_code == 401


def test_a_link_makes_one_phone_a_workers_once(people: People, access: Access) -> None:
    code = access.enrolment_link("w07", "admin:test").partition("#enrol=")[2]
    phone = people.nobody()
    first = phone.post("/api/v1/enrol", {"code": code})
    assert first.json["worker_id"] == "w07"
    assert phone.get("/api/v1/me", headers=bearer(first.json["token"])).json["worker_id"] == "w07"
    assert phone.post("/api/v1/enrol", {"code": code}).status_code == 410


def test_a_link_is_void_after_a_day_and_when_another_is_made(people: People, access: Access, clock: HandClock) -> None:
    first, second = (access.enrolment_link("w07", "admin:test").partition("#enrol=")[2] for _ in range(2))
    assert people.nobody().post("/api/v1/enrol", {"code": first}).status_code == 410
    clock.forward(hours=24)
    assert people.nobody().post("/api/v1/enrol", {"code": second}).status_code == 410


def test_the_demo_link_answers_with_its_own_token(people: People) -> None:
    answer = people.nobody().post("/api/v1/enrol", {"token": "demo-worker-1"})
    assert answer.json == {"token": "demo-worker-1", "worker_id": "demo-worker-1"}
    for other in ("demo-source", "demo-display", "wrong"):
        assert people.nobody().post("/api/v1/enrol", {"token": other}).status_code == 410


def test_revoking_a_worker_cuts_all_their_phones(people: People, access: Access) -> None:
    phone, told = people.device("worker"), []
    access.on_revoke(told.append)
    identity = access.identify({"Authorization": "Bearer demo-worker-1"}, {})
    assert access.is_current(identity)
    access.tokens.revoke_all("worker:demo-worker-1", "admin:test")
    assert told == ["worker:demo-worker-1"]
    assert told[0] in identity.keys
    assert not access.is_current(identity)
    assert phone.get("/api/v1/me").status_code == 401


def test_what_one_process_revokes_another_hears(people: People, access: Access, clock: HandClock) -> None:
    other, told = Access(access.settings, clock=clock), []
    other.on_revoke(told.append)
    other.revocations.poll()
    assert other.identify({"Authorization": "Bearer demo-source"}, {}).known
    access.machines.revoke("source:demo-source", "admin:test")
    assert other.revocations.poll() == 1
    assert told == ["source:demo-source"]
    assert not other.identify({"Authorization": "Bearer demo-source"}, {}).known


def test_a_listener_that_fails_does_not_keep_the_others_from_hearing(access: Access) -> None:
    def broken(key: str) -> None:
        raise RuntimeError(key)

    told: list[str] = []
    access.on_revoke(broken)
    access.on_revoke(told.append)
    access.revocations.tell("worker:w1")
    assert told == ["worker:w1"]


def test_a_source_may_be_held_to_kinds_and_devices_and_given_a_second_token(access: Access) -> None:
    config = {"format": "http", "kinds": ["smoke"], "devices": ["fh889"]}
    first, machine = access.machines.add("source", "gate", config, "admin:test")
    identity = access.identify({"Authorization": f"Bearer {first}"}, {})
    assert (identity.kinds, identity.devices, identity.name) == (("smoke",), ("fh889",), "gate")
    second = access.machines.new_token(machine.owner, "admin:test")
    assert access.identify({"Authorization": f"Bearer {second}"}, {}).name == "gate"
    with pytest.raises(Problem, match="name_taken"):
        access.machines.add("source", "gate", {}, "admin:test")
    access.machines.revoke("source:gate", "admin:test")
    third, _ = access.machines.add("source", "gate", {}, "admin:test")
    assert access.identify({"Authorization": f"Bearer {third}"}, {}, None).kinds is None
    assert not access.identify({"Authorization": f"Bearer {first}"}, {}).known


def test_demo_accounts_exist_on_loopback_alone(access: Access) -> None:
    access.seed_demo()
    access.seed_demo()
    access.check_bind()
    away = Settings(home=access.settings.home, bind="192.0.2.1", secret_key="0123456789abcdef0")
    outside = Access(away)
    with pytest.raises(SettingsError, match="demo accounts"):
        outside.check_bind()
    with pytest.raises(SettingsError):
        outside.seed_demo()


def test_the_secret_of_a_loopback_home_is_made_once_and_is_its_owners_alone(access: Access) -> None:
    path = access.settings.home / "secret.key"
    held = path.read_text()
    Access(access.settings)
    assert path.read_text() == held
    assert path.stat().st_mode & 0o077 == 0


def test_under_tls_cookies_are_bound_to_the_host(settings: Settings) -> None:
    secure = Access(Settings(home=settings.home, public_url="https://grid.example.cn"))
    assert (secure.cookies.session, secure.cookies.csrf) == ("__Host-session", "__Host-csrf_token")
    assert secure.cookies.secure
