"""Full and broken disks: nothing is acknowledged that is not stored, and it works again when the disk does."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from dispatch.adapters.sql_log import SqlLog
from dispatch.errors import LogUnavailable
from tests.support import log_writer
from tests.support.require import require
from tests.support.samples import draft
from tests.support.small_disk import filled, small_disk


def write(log: SqlLog, alert_id: str, size: int = 100) -> None:
    with log.transaction() as transaction:
        transaction.append([draft(alert_id, description="x" * size)])
        transaction.remember("source:fire", alert_id, "h", {"seq": 1})


def write_until_full(log: SqlLog) -> int:
    """How many were acknowledged before the disk was full."""
    for acknowledged in range(10_000):
        try:
            write(log, f"a{acknowledged}", 20_000)
        except LogUnavailable:
            return acknowledged
    return -1


def integrity(path: Path) -> str:
    log = SqlLog(f"sqlite:///{path}")
    with log.database.reading() as cursor:
        found = str(cursor.execute("PRAGMA integrity_check").fetchone()[0])
    log.close()
    return found


def test_a_full_disk_refuses_and_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        log = SqlLog(f"sqlite:///{disk / 'log.db'}")
        acknowledged = write_until_full(log)
        assert acknowledged > 10
        assert log.head().seq == acknowledged
        assert [r.seq for r in log.read()] == list(range(1, acknowledged + 1))
        log.close()
        assert integrity(disk / "log.db") == "ok"


def test_when_space_is_freed_it_writes_again_without_a_restart(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        log = SqlLog(f"sqlite:///{disk / 'log.db'}")
        write(log, "before")
        with filled(disk):
            for _ in range(3):
                with pytest.raises(LogUnavailable, match="full"):
                    write(log, "never", 50_000)
            assert log.head().seq == 1
            with log.transaction() as transaction:  # reading goes on
                assert transaction.remembered("source:fire", "never") is None
        write(log, "after")
        assert [r.event.alert_id for r in log.read()] == ["before", "after"]  # type: ignore[attr-defined]
        log.close()


def test_an_error_of_the_disk_while_syncing_is_never_acknowledged(tmp_path: Path) -> None:
    """strace makes every fdatasync fail from the 20th on, as a dying disk would."""
    require("strace", shutil.which("strace"), "no strace (Debian package strace)")
    url = f"sqlite:///{tmp_path / 'log.db'}"
    command = ["strace", "-f", "-qq", "-o", str(tmp_path / "trace"), "-e", "trace=fdatasync,fsync"]
    command += ["-e", "inject=fdatasync,fsync:error=EIO:when=20+", sys.executable, log_writer.__file__, url, "w", "100"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if "Operation not permitted" in done.stderr:
        require("strace", None, "tracing is not permitted here")
    assert "LogUnavailable" in done.stderr, done.stderr
    stored = [r.seq for r in SqlLog(url).read()]
    assert stored == list(range(1, len(stored) + 1))
    assert 1 <= len(stored) < 100
    assert integrity(tmp_path / "log.db") == "ok"


def test_no_acknowledgement_leaves_before_the_disk_has_it(tmp_path: Path) -> None:
    """The order of system calls: between two acks lies an fdatasync of the write-ahead log that has returned."""
    require("strace", shutil.which("strace"), "no strace (Debian package strace)")
    url, trace = f"sqlite:///{tmp_path / 'log.db'}", tmp_path / "trace"
    command = ["strace", "-f", "-qq", "-y", "-o", str(trace), "-e", "trace=fdatasync,fsync,write"]
    command += [sys.executable, log_writer.__file__, url, "w", "200"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if "Operation not permitted" in done.stderr:
        require("strace", None, "tracing is not permitted here")
    acks, synced, early = 0, False, 0
    for line in trace.read_text(errors="replace").splitlines():
        if "sync(" in line and "log.db-wal" in line and line.endswith("= 0"):
            synced = True
        elif "write(1<" in line and '"ack' in line:
            acks, early, synced = acks + 1, early + (not synced), False
    assert (acks, early) == (200, 0)


def test_a_damaged_page_is_unavailable_not_a_wrong_answer(tmp_path: Path) -> None:
    path = tmp_path / "log.db"
    log = SqlLog(f"sqlite:///{path}")
    for nth in range(50):
        write(log, f"a{nth}", 2000)
    log.close()
    with open(path, "r+b") as file:
        file.seek(4096 * 4)
        file.write(b"\xff" * 4096 * 20)
    with pytest.raises(LogUnavailable, match="malformed"):
        SqlLog(f"sqlite:///{path}").read()


def test_a_log_whose_head_was_deleted_is_another_log(tmp_path: Path) -> None:
    from dispatch.errors import EpochChanged

    log = SqlLog(f"sqlite:///{tmp_path / 'log.db'}")
    with log.database.writing() as cursor:
        cursor.execute("DELETE FROM heads")
    with pytest.raises(EpochChanged):
        log.head()
    with pytest.raises(EpochChanged):
        write(log, "a")
