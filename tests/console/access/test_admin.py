"""The administration for scripts, which is made of the same parts as the page."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import i18n
from console.app import create_app
from console.pages.admin.icons import PATHS
from console.pages.admin.sections import SECTIONS
from tests.support.people import Browser, People
from tests.support.web import Console, make_console


@pytest.fixture
def console(tmp_path: Path) -> Console:
    made = make_console(tmp_path)
    made.services.access.seed_demo()
    return Console(create_app(made.services), made.services)


@pytest.fixture
def admin(console: Console) -> Browser:
    return People(console.app).signed_in("admin")


def by_id(admin: Browser, register: str) -> dict[str, dict]:
    return {line["id"]: line for line in admin.get(f"/api/v1/admin/{register}").json}


def test_an_account_is_made_amended_and_disabled(console: Console, admin: Browser) -> None:
    made = admin.post("/api/v1/admin/accounts", {"name": "ann", "role": "wall", "password": "a good long one"})
    assert made.status_code == 201
    (account,) = [line for line in by_id(admin, "accounts").values() if line["name"] == "ann"]
    path = f"/api/v1/admin/accounts/{account['id']}"
    assert admin.call("PATCH", path, json={"role": "dispatcher"}).status_code == 200
    people = People(console.app)
    assert people.signed_in("ann", "a good long one").get("/api/v1/me").json["role"] == "dispatcher"
    assert admin.post(f"{path}/disable").status_code == 200
    assert people.nobody().sign_in("ann", "a good long one").status_code == 401
    assert admin.post(f"{path}/disable").status_code == 404


def test_a_new_worker_comes_with_a_link_for_the_phone(console: Console, admin: Browser) -> None:
    made = admin.post("/api/v1/admin/workers", {"id": "w99", "name": "李秀英", "role": "property", "org": "物业"})
    assert made.status_code == 201
    assert made.json["link"].startswith("http://127.0.0.1:8050/p/#enrol=")
    phone = People(console.app).nobody().post("/api/v1/enrol", {"code": made.json["token"]})
    assert phone.json["worker_id"] == "w99"
    assert console.services.board.workers["w99"].org == "物业"
    admin.call("PATCH", "/api/v1/admin/workers/w99", json={"phone": "13812345678"})
    assert console.services.board.workers["w99"].org == "物业"
    assert by_id(admin, "workers")["w99"]["phones"] == 1
    assert admin.post("/api/v1/admin/workers/w99/remove").status_code == 200
    bearer = {"Authorization": f"Bearer {phone.json['token']}"}
    assert People(console.app).nobody().get("/api/v1/me", headers=bearer).status_code == 401


def test_a_source_speaks_for_what_it_was_given(console: Console, admin: Browser) -> None:
    made = admin.post("/api/v1/admin/sources", {"name": "gate", "format": "http", "kinds": ["intrusion"]})
    client = console.client(made.json["token"])
    assert client.post("/api/v1/alerts", json={"id": "1", "kind": "smoke", "state": "firing"}).status_code == 403
    assert client.post("/api/v1/alerts", json={"id": "2", "kind": "intrusion", "state": "firing"}).status_code == 202
    second = admin.post("/api/v1/admin/sources/gate/new_token").json["token"]
    assert admin.post("/api/v1/admin/sources/gate/revoke").status_code == 200
    for token in (made.json["token"], second):
        assert console.client(token).get("/api/v1/me").status_code == 401


def test_a_display_gets_a_link_that_opens_a_wall(console: Console, admin: Browser) -> None:
    link = admin.post("/api/v1/admin/displays", {"name": "hall"}).json["link"]
    wall = People(console.app).nobody()
    assert wall.get(link.removeprefix("http://127.0.0.1:8050")).status_code == 303
    assert wall.get("/wall/", headers={"Accept": "text/html"}).status_code == 200


def test_a_kind_keeps_what_was_not_asked_to_change(console: Console, admin: Browser) -> None:
    before = console.services.board.kinds["smoke"]
    assert admin.call("PATCH", "/api/v1/admin/kinds/smoke", json={"arrive_min": 5}).status_code == 200
    after = console.services.board.kinds["smoke"]
    assert (after.arrive_min, after.finish_min, after.zh) == (5, before.finish_min, before.zh)


@pytest.mark.parametrize(
    ("register", "body", "field"),
    [
        ("accounts", {"name": "ann", "role": "king", "password": "a good long one"}, "role"),
        ("accounts", {"name": "ann", "role": "wall", "password": "short"}, "password"),
        ("accounts", {"name": "ann", "role": "wall", "password": 5}, "password"),
        ("accounts", {"name": "ann", "role": "wall", "pasword": "x"}, "pasword"),
        ("workers", {"id": "w1", "name": "", "role": "property"}, "name"),
        ("workers", {"id": "w1", "name": "x" * 201, "role": "property"}, "name"),
        ("workers", {"id": "w1", "name": "n", "role": "property", "skills": "lift"}, "skills"),
        ("sources", {"name": "g", "format": "fax"}, "format"),
        ("sources", {"name": "g", "format": "http", "kinds": ["nothing"]}, "kinds"),
        ("displays", {"name": "<b>"}, "name"),
    ],
)
def test_a_wrong_field_is_named(admin: Browser, register: str, body: dict, field: str) -> None:
    answer = admin.post(f"/api/v1/admin/{register}", body)
    assert (answer.status_code, answer.json["error"]["detail"]["field"]) == (422, field)


def test_only_the_audit_is_for_auditors(console: Console) -> None:
    auditor = People(console.app).signed_in("auditor")
    assert auditor.get("/api/v1/admin/audit").status_code == 200
    for register in set(SECTIONS) - {"audit"}:
        assert auditor.get(f"/api/v1/admin/{register}").status_code == 403
    assert auditor.post("/api/v1/admin/displays", {"name": "x"}).status_code == 403


def test_the_page_is_drawn_in_both_languages(admin: Browser) -> None:
    for locale, word in (("zh-CN", "管理"), ("en", "Administration")):
        page = admin.get(f"/admin/workers?lang={locale}", headers={"Accept": "text/html"})
        assert page.status_code == 200
        assert f'lang="{locale}"' in page.text
        assert f"<title>{word}" in page.text
        assert "sha256-" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("locale", i18n.LOCALES)
def test_every_register_has_its_texts(locale: str) -> None:
    wanted = []
    for name, section in SECTIONS.items():
        wanted += [f"admin.{part}.{name}" for part in ("section", "about", "empty")]
        wanted += [f"admin.new.{name}"] if section.save and section.makes else []
        wanted += [f"admin.column.{column}" for column in section.columns]
        wanted += [f"admin.field.{field.name}" for field in section.fields]
        wanted += [f"admin.{part}.{action.name}" for action in section.actions for part in ("action", "says")]
        assert section.icon in PATHS
    assert [key for key in wanted if not i18n.has(key, locale)] == []


def test_an_account_with_a_wrong_area_is_not_half_made(console: Console, admin: Browser) -> None:
    asked = {"name": "ann", "role": "supervisor", "password": "a good long one", "areas": ["140802901001001"]}
    refused = admin.post("/api/v1/admin/accounts", asked)
    assert refused.status_code == 422
    assert refused.json["error"]["detail"]["field"] == "stands_for"
    assert "ann" not in {one["name"] for one in by_id(admin, "accounts").values()}
    assert admin.post("/api/v1/admin/accounts", asked | {"stands_for": "grid"}).status_code == 201


@pytest.mark.parametrize(
    ("role", "level", "areas", "field"),
    [("wall", "grid", ["1"], "stands_for"), ("admin", None, ["1"], "stands_for"), ("admin", "street", [], "areas")],
)
def test_who_stands_for_an_area_says_which_at_which_level_and_sits_at_a_desk(
    admin: Browser, role: str, level: str | None, areas: list[str], field: str
) -> None:
    asked = {"name": "bo", "role": role, "password": "a good long one", "stands_for": level, "areas": areas}
    refused = admin.post("/api/v1/admin/accounts", asked).json["error"]
    assert refused["detail"]["field"] == field
    assert "bo" not in {one["name"] for one in by_id(admin, "accounts").values()}
