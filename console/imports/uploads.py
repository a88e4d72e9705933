"""``home/uploads/<id>/``: files that came in and were not put into the map yet. Nobody but the server reads them."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

#: A file that nobody put into the map in this time goes.
KEPT_S = 86_400
#: Folders at most, the oldest go first: each may hold half a gigabyte.
MOST = 8
_ID = re.compile(r"[0-9a-f]{16}")
#: What a name may hold; it goes into the list of imports, into file names and onto screens.
_ODD = re.compile(r"[^\w.()\-]+")
_LONGEST = 100


def folder_of(home: Path) -> Path:
    return home / "uploads"


def make(home: Path) -> Path:
    """A new folder, after the old ones were cleared away."""
    whole = folder_of(home)
    whole.mkdir(parents=True, exist_ok=True, mode=0o700)
    sweep(whole)
    made = whole / secrets.token_hex(8)
    made.mkdir(mode=0o700)
    return made


def find(home: Path, id: str) -> Path | None:
    """The folder of this id; None where there is none."""
    folder = folder_of(home) / id
    return folder if _ID.fullmatch(id) and folder.is_dir() else None


def create(folder: Path, name: str) -> IO[bytes]:
    """A new file of this name in the folder, readable by the server alone."""
    path = folder / name
    made = path.open("x+b")
    path.chmod(0o600)
    return made


def plain(name: str | None) -> str:
    """A stranger's name without folders, marks and signs; its ending stays."""
    last = re.split(r"[/\\]", name or "")[-1]
    cleaned = _ODD.sub("_", last).lstrip(".")
    stem, dot, ending = cleaned.rpartition(".")
    if not dot:
        return cleaned[:_LONGEST] or "file"
    return f"{stem[: _LONGEST - 12]}.{ending[:11]}"


def drop(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def sweep(whole: Path) -> None:
    """Clear away what is older than a day, and all but the newest."""
    found = []
    for folder in whole.iterdir():
        with suppress(OSError):
            if _ID.fullmatch(folder.name):
                found.append((folder.stat().st_mtime, folder))
    found.sort(reverse=True)
    oldest = time.time() - KEPT_S
    for place, (at, folder) in enumerate(found):
        if at < oldest or place >= MOST:
            drop(folder)
