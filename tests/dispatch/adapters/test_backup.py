"""Backup while writing, restore into an empty place, and what is refused."""

from __future__ import annotations

import tarfile
import threading
from pathlib import Path

import pytest

from console.access.access import Access
from console.settings import Settings
from dispatch.adapters import backup as archive
from dispatch.adapters.backup import BackupProblem
from dispatch.adapters.history_sql import History
from dispatch.adapters.sql_log import SqlLog
from dispatch.errors import EpochChanged
from tests.support.samples import draft


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The database of the old installation, and of the new one."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'old' / 'shaodao.db'}", f"sqlite:///{tmp_path / 'new' / 'shaodao.db'}"
    server = request.getfixturevalue("postgres_server")
    return server.url(f"old_{tmp_path.name[-20:]}".lower()), server.url(f"new_{tmp_path.name[-20:]}".lower())


def append(log: SqlLog, *ids: str) -> None:
    with log.transaction() as transaction:
        transaction.append([draft(one, description="四季绿城\t\\N\n\0") for one in ids])
        transaction.remember("source:fire", ids[0], "hash", {"seq": transaction.head.seq})


@pytest.fixture
def old(urls: tuple[str, str], tmp_path: Path) -> SqlLog:
    """A home with events, an account, a photo and tiles."""
    home = tmp_path / "old"
    (home / "photos").mkdir(parents=True)
    (home / "photos" / "ab.jpg").write_bytes(b"\xff\xd8 a photo")
    (home / "valkey").mkdir()
    (home / "valkey" / "dump").write_text("may be lost")
    log = SqlLog(urls[0])
    append(log, *"abc")
    Access(Settings(home=home, database_url=urls[0])).accounts.add("wang", "a long pass phrase 9", "dispatcher", "test")
    return log


def ids(log: SqlLog) -> list[str]:
    return [r.event.alert_id for r in log.read()]  # type: ignore[attr-defined]


def test_what_was_backed_up_is_there_after_restoring_elsewhere(
    old: SqlLog, urls: tuple[str, str], tmp_path: Path
) -> None:
    file, home = tmp_path / "b.tar.gz", tmp_path / "new"
    made = archive.backup(tmp_path / "old", urls[0], file)
    assert made.events == {"140802": 3}
    restored = archive.restore(file, home, urls[1], "140802")
    assert restored.events == made.events
    log = SqlLog(urls[1])
    assert log.read() == old.read()
    assert log.head().epoch != old.head().epoch
    with log.transaction() as transaction:
        assert transaction.remembered("source:fire", "a").body_hash == "hash"  # type: ignore[union-attr]
    assert (home / "photos" / "ab.jpg").read_bytes() == b"\xff\xd8 a photo"
    assert not (home / "valkey").exists()
    people = Access(Settings(home=home, database_url=urls[1])).accounts.all()
    assert [one.name for one in people] == ["wang"]
    append(log, "d")
    assert ids(log) == list("abcd")


def test_a_backup_made_while_others_write_is_whole(old: SqlLog, urls: tuple[str, str], tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        log = SqlLog(urls[0])
        while not stop.is_set():
            append(log, "x")
        log.close()

    def append(log: SqlLog, one: str) -> None:
        with log.transaction() as transaction:
            transaction.append([draft(one, description="y" * 500)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [archive.backup(tmp_path / "old", urls[0], tmp_path / f"b{nth}.tar.gz") for nth in range(3)]
    finally:
        stop.set()
        writer.join()
    assert [one.events["140802"] for one in made] == sorted(one.events["140802"] for one in made)
    archive.restore(tmp_path / "b2.tar.gz", tmp_path / "new", urls[1])
    log = SqlLog(urls[1])
    assert [r.seq for r in log.read()] == list(range(1, made[2].events["140802"] + 1))


def test_a_home_in_use_is_not_overwritten_unless_forced(old: SqlLog, urls: tuple[str, str], tmp_path: Path) -> None:
    file, home = tmp_path / "b.tar.gz", tmp_path / "old"
    archive.backup(home, urls[0], file)
    append(old, "late")
    with pytest.raises(BackupProblem, match="in use"):
        archive.restore(file, home, urls[0])
    assert old.head().seq == 4
    before = old.head().epoch
    archive.restore(file, home, urls[0], force=True)
    assert ids(old) == list("abc")  # the running console sees it, through the connections it has
    with pytest.raises(EpochChanged), old.transaction(expect_epoch=before):
        pass
    (kept,) = home.glob("replaced-*.tar.gz")
    archive.restore(kept, tmp_path / "new", urls[1])
    assert ids(SqlLog(urls[1])) == [*"abc", "late"]


def test_a_running_console_notices_the_restored_log(old: SqlLog, urls: tuple[str, str], tmp_path: Path) -> None:
    archive.backup(tmp_path / "old", urls[0], tmp_path / "b.tar.gz")
    before = old.changed()
    archive.restore(tmp_path / "b.tar.gz", tmp_path / "old", urls[0], force=True)
    assert old.changed() != before


def test_history_follows_the_restored_log(old: SqlLog, urls: tuple[str, str], tmp_path: Path) -> None:
    history = History(str(tmp_path / "history.db"))
    archive.backup(tmp_path / "old", urls[0], tmp_path / "b.tar.gz")
    append(old, "late")
    assert history.catch_up(old) == 4
    archive.restore(tmp_path / "b.tar.gz", tmp_path / "old", urls[0], force=True)
    assert history.catch_up(old) == 3


def test_an_archive_cut_in_half_changes_nothing(old: SqlLog, urls: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "b.tar.gz"
    archive.backup(tmp_path / "old", urls[0], file)
    half = tmp_path / "half.tar.gz"
    half.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(BackupProblem, match="not a whole archive"):
        archive.restore(half, tmp_path / "old", urls[0], force=True)
    assert ids(old) == list("abc")
    assert not list((tmp_path / "old").glob("replaced-*"))


def test_an_archive_with_a_changed_file_is_damaged(old: SqlLog, urls: tuple[str, str], tmp_path: Path) -> None:
    file, folder = tmp_path / "b.tar.gz", tmp_path / "unpacked"
    archive.backup(tmp_path / "old", urls[0], file)
    with tarfile.open(file) as opened:
        opened.extractall(folder, filter="data")
    (folder / "home" / "photos" / "ab.jpg").write_bytes(b"another photo")
    with tarfile.open(file, "w:gz") as changed:
        changed.add(folder, "")
    with pytest.raises(BackupProblem, match=r"damaged: home/photos/ab\.jpg"):
        archive.restore(file, tmp_path / "new", urls[1])


def test_an_archive_of_another_district_is_refused(old: SqlLog, urls: tuple[str, str], tmp_path: Path) -> None:
    archive.backup(tmp_path / "old", urls[0], tmp_path / "b.tar.gz")
    with pytest.raises(BackupProblem, match="140802, not 110108"):
        archive.restore(tmp_path / "b.tar.gz", tmp_path / "new", urls[1], "110108")


def test_some_other_file_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("hello")
    with pytest.raises(BackupProblem, match="not a whole archive"):
        archive.restore(tmp_path / "x", tmp_path / "new", f"sqlite:///{tmp_path / 'new' / 'shaodao.db'}")


@pytest.mark.postgres
def test_an_archive_of_sqlite_does_not_go_into_postgresql(tmp_path: Path, postgres_url: str) -> None:
    url = f"sqlite:///{tmp_path / 'log.db'}"
    append(SqlLog(url), "a")
    archive.backup(tmp_path / "home", url, tmp_path / "b.tar.gz")
    with pytest.raises(BackupProblem, match="of sqlite, the database here is postgresql"):
        archive.restore(tmp_path / "b.tar.gz", tmp_path / "new", postgres_url)


def test_layers_and_tiles_are_in_the_archive_and_what_can_be_made_again_is_not(tmp_path: Path) -> None:
    home, url = tmp_path / "old", f"sqlite:///{tmp_path / 'old' / 'shaodao.db'}"
    (home / "tiles").mkdir(parents=True)
    (home / "tiles" / "buildings-1.pmtiles").write_bytes(b"tiles")
    append(SqlLog(url), "a")
    append(SqlLog(str(home / "layers.db")), "any SQLite file")
    append(SqlLog(str(home / "history.db")), "made again")
    archive.backup(home, url, home / "b.tar.gz")
    with tarfile.open(home / "b.tar.gz") as opened:
        names = opened.getnames()
    assert names == ["log.sqlite", "home/layers.db", "home/tiles/buildings-1.pmtiles", "manifest.json"]
    archive.restore(home / "b.tar.gz", tmp_path / "new", f"sqlite:///{tmp_path / 'new' / 'shaodao.db'}")
    assert ids(SqlLog(str(tmp_path / "new" / "layers.db"))) == ["any SQLite file"]
