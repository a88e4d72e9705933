"""The same doors over PostgreSQL."""

from __future__ import annotations

import threading
from pathlib import Path

from console.access import Access
from console.settings import Settings


def test_people_devices_and_the_audit_live_in_postgres_too(tmp_path: Path, postgres_url: str) -> None:
    url = Settings.load({"SHAODAO_DATABASE_URL": postgres_url}).database_url
    access = Access(Settings(home=tmp_path, database_url=url))
    access.seed_demo()
    secret, account = access.sign_in("dispatcher", "demo", "192.0.2.1")
    identity = access.identify({}, {"session": secret})
    assert (identity.role, identity.name) == ("dispatcher", account.name)
    writers = [
        threading.Thread(target=lambda: [access.audit.record("admin:a", "sign_in", str(n)) for n in range(10)])
        for _ in range(4)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert access.audit.verify() is None
    told: list[str] = []
    other = Access(access.settings)
    other.on_revoke(told.append)
    other.revocations.poll()
    access.tokens.revoke_all("worker:demo-worker-1", "admin:test")
    other.revocations.poll()
    assert told == ["worker:demo-worker-1"]
