"""Backup and restore: one archive with the log, the accounts, the layers and the photos, made while the console runs.

What can be made again is left out: history (from the log), Redis (it may be lost). The archive is a .tar.gz; its last
member ``manifest.json`` names every file with its SHA-256, so that half an archive is known as such. A restored log has
a new epoch: every screen and every process that knew the former one starts over.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dispatch.adapters import backup_postgres, backup_sqlite
from dispatch.adapters.sql_engine import Database
from dispatch.errors import Refused

FORMAT = 1
MANIFEST = "manifest.json"
#: Made again from the log, worthless elsewhere, or alive.
LEFT_OUT = ("history.db", "valkey", "supervisor.lock")
LEFT_OUT_ENDS = ("-wal", "-shm", "-journal", ".lock", ".sock", ".pid", ".part", ".log", ".tar.gz")


class BackupProblem(Refused):
    """The archive cannot be made or used; the message says why, and nothing was changed."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What an archive holds: events by district, and how many files."""

    file: str
    made_at: str
    events: dict[str, int]
    files: int

    def __str__(self) -> str:
        logs = ", ".join(f"{count} events of district {district}" for district, count in sorted(self.events.items()))
        return f"{self.file}: {logs or 'an empty log'}, {self.files} files, made {self.made_at}"


def backup(home: Path, url: str, file: Path) -> Contents:
    """Write a consistent archive to ``file``; the console may go on writing. Raises BackupProblem, LogUnavailable."""
    home, file = home.resolve(), file.resolve()
    with tempfile.TemporaryDirectory(prefix=".shaodao-backup-", dir=file.parent) as folder:
        stage = Path(folder)
        database = Database(url)
        try:
            dumper: Any = backup_sqlite if database.is_sqlite else backup_postgres
            events = dumper.dump(database, stage)
        finally:
            database.close()
        members = {path.relative_to(stage).as_posix(): path for path in _files(stage)}
        for path in _files(home):
            if _belongs(home, path, database, file):
                name = path.relative_to(home).as_posix()
                members[f"home/{name}"] = _still(path, stage / "still" / name)
        contents = Contents(str(file), datetime.now(UTC).isoformat(timespec="seconds"), events, len(members))
        part = file.with_name(file.name + ".part")
        _write(part, members, contents, "sqlite" if database.is_sqlite else "postgresql")
        part.replace(file)
    return contents


def restore(file: Path, home: Path, url: str, district: str = "", *, force: bool = False) -> Contents:
    """Put the archive in the place of what is there; the log gets a new epoch. Everything is checked before anything is
    changed. Raises BackupProblem: not an archive, damaged, of the other database, or (without ``force``) something is
    there already. With ``force`` what is there is first kept as ``replaced-….tar.gz`` in ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".shaodao-restore-", dir=home) as folder:
        stage = Path(folder)
        manifest = _unpack(file, stage)
        contents = Contents(**{**manifest["contents"], "file": str(file)})
        if district and contents.events and district not in contents.events:
            raise BackupProblem(f"the archive is of district {', '.join(contents.events)}, not {district}")
        database = Database(url)
        try:
            _check_kind(manifest, database)
            _make_way(database, home, url, force)
            restorer: Any = backup_sqlite if database.is_sqlite else backup_postgres
            restorer.load(database, stage, contents.events)
        finally:
            database.close()
        _put_files(stage / "home", home)
    return contents


# --- making -----------------------------------------------------------------------------------


def _files(folder: Path) -> Iterator[Path]:
    """Plain files only: a socket or a link out of the home is not ours to keep."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path


def _belongs(home: Path, path: Path, database: Database, file: Path) -> bool:
    parts = path.relative_to(home).parts
    inside = any(part in LEFT_OUT or part.startswith(".shaodao-") for part in parts)
    is_log = database.is_sqlite and path == Path(database.url.database or "").resolve()
    return not (inside or is_log or path == file or path.name.endswith(LEFT_OUT_ENDS))


def _still(path: Path, copy: Path) -> Path:
    """The file, or a consistent copy where it is a database that may be written to just now."""
    if not backup_sqlite.is_database(path):
        return path
    copy.parent.mkdir(parents=True, exist_ok=True)
    backup_sqlite.copy(path, copy)
    return copy


def _write(part: Path, members: dict[str, Path], contents: Contents, kind: str) -> None:
    digests = {}
    with open(part, "wb") as raw:
        # Level 1: photos and tiles are compressed already, and the log shrinks to a sixth even so.
        with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive:
            for name, path in members.items():
                digests[name] = _digest(path)
                archive.add(path, name, recursive=False)
            manifest = {"format": FORMAT, "database": kind, "contents": asdict(contents), "sha256": digests}
            _add_text(archive, MANIFEST, json.dumps(manifest, indent=1))
        raw.flush()
        os.fsync(raw.fileno())


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    with tempfile.TemporaryFile() as file:
        info = tarfile.TarInfo(name)
        info.size = file.write(text.encode())
        file.seek(0)
        archive.addfile(info, file)


def _digest(path: Path) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- using ------------------------------------------------------------------------------------


def _unpack(file: Path, stage: Path) -> dict[str, Any]:
    """Unpack and check every file against the manifest."""
    try:
        with tarfile.open(file, "r:gz") as archive:
            archive.extractall(stage, filter="data")  # no absolute paths, no links outwards
        manifest: dict[str, Any] = json.loads((stage / MANIFEST).read_text())
        digests = manifest["sha256"]
    except (tarfile.TarError, EOFError, OSError, ValueError, KeyError) as error:
        raise BackupProblem(f"{file} is not a whole archive of shaodao: {error}") from error
    if manifest.get("format") != FORMAT:
        raise BackupProblem(f"{file} has format {manifest.get('format')}; this program reads {FORMAT}")
    for name, digest in digests.items():
        if not (stage / name).is_file() or _digest(stage / name) != digest:
            raise BackupProblem(f"{file} is damaged: {name}")
    return manifest


def _check_kind(manifest: dict[str, Any], database: Database) -> None:
    kind = "sqlite" if database.is_sqlite else "postgresql"
    if manifest["database"] != kind:
        raise BackupProblem(f"the archive is of {manifest['database']}, the database here is {kind}")


def _make_way(database: Database, home: Path, url: str, force: bool) -> None:
    dumper: Any = backup_sqlite if database.is_sqlite else backup_postgres
    events = sum(dumper.counts(database).values())
    layers = (home / "layers.db").exists()
    if not events and not layers:
        return
    if not force:
        raise BackupProblem(f"{home} is in use ({events} events): restore into an empty home, or force it")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    backup(home, url, home / f"replaced-{stamp}.tar.gz")


def _put_files(source: Path, home: Path) -> None:
    for path in _files(source) if source.exists() else ():
        target = home / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.name == "secret.key" and target.exists():
            continue  # running processes know this one
        if backup_sqlite.is_database(path) and target.exists():
            backup_sqlite.overwrite(path, target)  # in place: who has it open sees the new contents
        else:
            shutil.copy2(path, target.with_name(target.name + ".part"))
            target.with_name(target.name + ".part").replace(target)
