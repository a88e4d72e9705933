"""What the connections promise: the pragmas, the version floor, and one error for "not now"."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dispatch.adapters import sql_engine
from dispatch.adapters.sql_engine import Database, sqlite_module
from dispatch.adapters.sql_log import SqlLog
from dispatch.errors import LogUnavailable
from tests.support.postgres import PostgresServer
from tests.support.samples import NOON, draft


def test_every_sqlite_connection_is_durable_and_strict(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
    }
    for opened in (database.reading(), database.writing()):
        with opened as cursor:
            found = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
        assert found == expected
    database.close()


def test_the_sqlite_in_use_has_no_wal_bug() -> None:
    assert sqlite_module().sqlite_version_info >= (3, 51, 3)


def test_an_old_sqlite_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_engine, "SQLITE_FLOOR", (9, 0, 0))
    with pytest.raises(RuntimeError, match="pip install 'pysqlite3"):
        sqlite_module()


def test_importing_connects_to_nothing() -> None:
    code = (
        "import dispatch.adapters.sql_log, sys; assert 'pysqlite3' not in sys.modules and 'psycopg' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_folder_that_is_not_there_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(LogUnavailable):
        SqlLog(f"sqlite:///{tmp_path / 'no' / 'log.db'}")


def test_a_file_that_is_no_database_is_unavailable_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    path.write_bytes(b"my holiday pictures" * 500)
    with pytest.raises(LogUnavailable, match="not a database"):
        SqlLog(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"my holiday")


def test_a_locked_database_is_unavailable_after_its_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sql_engine.SQLITE_PRAGMAS, "busy_timeout", 50)
    url = f"sqlite:///{tmp_path / 'log.db'}"
    first, second = SqlLog(url), SqlLog(url)

    def try_to_write() -> None:
        with second.transaction() as transaction:
            transaction.append([draft("late")])

    with first.transaction() as transaction:
        transaction.append([draft("mine")])
        with pytest.raises(LogUnavailable, match="locked"):
            try_to_write()
    try_to_write()
    assert [r.seq for r in first.read()] == [1, 2]


def test_threads_of_one_process_share_a_log(tmp_path: Path) -> None:
    log = SqlLog(f"sqlite:///{tmp_path / 'log.db'}")

    def write() -> None:
        for _ in range(20):
            with log.transaction() as transaction:
                transaction.append([draft()])
            log.changed()
            log.head()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r.seq for r in log.read()] == list(range(1, 161))


GEVENT = """
from gevent import monkey; monkey.patch_all()
import gevent, sys
from gevent.threadpool import ThreadPool
from tests_samples import draft
from dispatch.adapters.sql_log import SqlLog
log = SqlLog(sys.argv[1])
writer, readers = ThreadPool(1), ThreadPool(4)
def write():
    with log.transaction() as transaction:
        transaction.append([draft()])
jobs = [gevent.spawn(writer.apply, write) for _ in range(50)]
jobs += [gevent.spawn(readers.apply, log.head) for _ in range(50)]
jobs += [gevent.spawn(log.changed) for _ in range(50)]
gevent.joinall(jobs, timeout=20, raise_error=True)
assert all(job.ready() for job in jobs)
assert [r.seq for r in log.read()] == list(range(1, 51)), log.head()
"""


def test_under_gevent_from_native_threads_and_greenlets(tmp_path: Path) -> None:
    _under_gevent(f"sqlite:///{tmp_path / 'log.db'}", tmp_path)


@pytest.mark.postgres
def test_under_gevent_on_postgres(postgres_url: str, tmp_path: Path) -> None:
    _under_gevent(postgres_url, tmp_path)


def _under_gevent(url: str, folder: Path) -> None:
    samples = Path(__file__).parents[2] / "support" / "samples.py"
    (folder / "tests_samples.py").write_text(samples.read_text())
    done = subprocess.run([sys.executable, "-c", GEVENT, url], cwd=folder, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


# --- PostgreSQL goes away ---------------------------------------------------------------------


@pytest.mark.postgres
def test_after_a_crash_of_the_server_the_log_goes_on_and_has_lost_nothing(postgres_server: PostgresServer) -> None:
    log = SqlLog(postgres_server.url("crash"))
    with log.transaction() as transaction:
        transaction.append([draft("before")])
    postgres_server.kill()
    try:
        with pytest.raises(LogUnavailable):
            log.head()
        with pytest.raises(LogUnavailable):
            log.take_lease("one", 10, NOON)
    finally:
        postgres_server.start()
    with log.transaction() as transaction:
        transaction.append([draft("after")])
    assert [r.event.alert_id for r in log.read()] == ["before", "after"]  # type: ignore[attr-defined]
    log.close()


@pytest.mark.postgres
def test_a_crash_in_the_middle_of_a_transaction_leaves_nothing(postgres_server: PostgresServer) -> None:
    log = SqlLog(postgres_server.url("middle"))

    def write_while_it_dies() -> None:
        with log.transaction() as transaction:
            transaction.append([draft("lost")])
            postgres_server.kill()

    try:
        with pytest.raises(LogUnavailable):
            write_while_it_dies()
    finally:
        postgres_server.start()
    assert log.read() == []
    log.close()


@pytest.mark.postgres
def test_a_frozen_holder_of_the_lock_is_cut_off(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sql_engine.POSTGRES_SETTINGS, "idle_in_transaction_session_timeout", "200ms")
    frozen, other = SqlLog(postgres_url), SqlLog(postgres_url)

    def freeze() -> None:
        with frozen.transaction() as transaction:
            transaction.append([draft("frozen")])
            with other.transaction() as second:  # waits for the lock until the server cuts the first off
                second.append([draft("mine")])

    with pytest.raises(LogUnavailable):
        freeze()
    assert [r.event.alert_id for r in other.read()] == ["mine"]  # type: ignore[attr-defined]
    with frozen.transaction() as transaction:
        transaction.append([draft("again")])
    assert other.head().seq == 2
    frozen.close()
    other.close()
