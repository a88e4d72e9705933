"""Who did what is written down, in one piece, and cannot be rewritten unseen."""

from __future__ import annotations

import sqlite3

import pytest

from console.access import Access
from console.access.database import sqlite_module
from tests.support.people import People


def actions(access: Access) -> list[tuple[str, str]]:
    return [(entry.action, entry.actor) for entry in access.audit.page()]


def test_signing_in_failing_and_being_turned_away_are_written_down(people: People, access: Access) -> None:
    people.nobody().sign_in("admin", "wrong")
    wall = people.signed_in("wall")
    for _ in range(5):
        wall.get("/api/v1/orders")
    wall.post("/logout")
    assert actions(access)[:4] == [
        ("sign_out", "dispatcher:wall"),
        ("forbidden", "dispatcher:wall"),
        ("sign_in", "dispatcher:wall"),
        ("sign_in_failed", "nobody"),
    ]
    assert access.audit.page()[0].address == "127.0.0.1"


def test_changes_of_accounts_and_tokens_are_written_down_without_secrets(access: Access) -> None:
    ann = access.accounts.add("ann", "correct horse battery", "admin", "admin:test")
    access.accounts.set_password(ann.id, "another good one", "admin:test")
    secret, _ = access.machines.add("source", "gate", {}, "admin:ann")
    access.machines.revoke("source:gate", "admin:ann")
    found = [action for action, _ in actions(access)]
    assert found == [
        "token_revoked", "source_revoked", "token_made", "source_added", "account_password", "account_added",
    ]  # fmt: skip
    text = "".join(entry.detail for entry in access.audit.page())
    assert "horse" not in text
    assert secret not in text


def test_a_line_break_in_a_name_makes_no_second_line(access: Access) -> None:
    access.audit.record("nobody\r\nadmin", "sign_in_failed", "x\ny\u202ez")
    entry = access.audit.page()[0]
    assert "\n" not in entry.actor + entry.subject
    assert "\u202e" not in entry.subject


def test_the_chain_holds_and_tells_where_it_was_broken(access: Access) -> None:
    for number in range(5):
        access.audit.record("admin:a", "sign_in", str(number))
    assert access.audit.verify() is None
    path = access.settings.database_url.removeprefix("sqlite:///")
    raw = sqlite_module().connect(path, isolation_level=None)
    with pytest.raises((sqlite3.DatabaseError, sqlite_module().DatabaseError), match="append only"):
        raw.execute("UPDATE access_audit SET actor = 'admin:b' WHERE id = 3")
    with pytest.raises((sqlite3.DatabaseError, sqlite_module().DatabaseError), match="append only"):
        raw.execute("DELETE FROM access_audit WHERE id = 3")
    raw.execute("DROP TRIGGER access_audit_no_update")
    raw.execute("UPDATE access_audit SET actor = 'admin:b' WHERE id = 3")
    raw.close()
    assert access.audit.verify() == 3
