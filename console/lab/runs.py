"""``home/lab/runs/<id>/``: what was asked of the lab, how far it is, and what came of it. One run at a time."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from console import apart
from console.imports.job import look, put
from console.lab.order import Order
from console.lab.refused import LabRefused
from console.native import native

ASKED, PROGRESS, ANSWER, STOP = "order.json", "progress.json", "answer.json", "stop"
#: runs that are kept; the oldest goes
MOST = 12
_ID = re.compile(r"[0-9]{10}-[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Standing:
    """``state``: running, done, refused (``refused`` says why: {code, message}), stopped or lost."""

    id: str
    state: str
    order: dict[str, Any]
    progress: dict[str, Any]
    refused: dict[str, Any]
    found: dict[str, Any] | None


def folder_of(home: Path) -> Path:
    return home / "lab" / "runs"


def all_ids(home: Path) -> list[str]:
    """The runs that are kept, the last first."""
    folder = folder_of(home)
    return (
        sorted((one.name for one in folder.iterdir() if _ID.fullmatch(one.name)), reverse=True)
        if folder.is_dir()
        else []
    )


def begin(order: Order, home: Path, who: str) -> str:
    """Start it in a process of its own. LabRefused ``busy`` while another is at work."""
    folder = folder_of(home) / f"{int(time.time()):010d}-{secrets.token_hex(3)}"
    lock = _lock(home, folder.name)
    try:
        _sweep(home)
        folder.mkdir(parents=True, mode=0o700)
        put(folder, ASKED, {**asdict(order), "home": str(home.resolve()), "by": who, "parent": os.getpid()})
        end, childs = os.pipe()
        try:
            pid = apart.spawn("console.lab", folder, lock, childs)
        finally:
            os.close(childs)
        threading.Thread(target=_see_off, args=(pid, end), name="lab", daemon=True).start()
        return folder.name
    finally:
        os.close(lock)  # the child holds it from now on, and lets go of it however it ends


def stop(home: Path, run_id: str) -> None:
    """Ask it to end after the day it is at."""
    if _ID.fullmatch(run_id) and (folder_of(home) / run_id).is_dir():
        put(folder_of(home) / run_id, STOP, True)


def standing(home: Path, run_id: str) -> Standing | None:
    """How it stands with a run; None where there is none of that id."""
    folder = folder_of(home) / run_id
    order = look(folder, ASKED) if _ID.fullmatch(run_id) else None
    if order is None:
        return None
    working, answer = at_work(home) == run_id, look(folder, ANSWER)
    progress = look(folder, PROGRESS) or {"done": 0, "total": 0, "what": ""}
    if answer is None:
        return Standing(run_id, "running" if working else "lost", order, progress, {}, None)
    if "refused" in answer:
        code = answer["refused"]["code"]
        return Standing(run_id, "stopped" if code == "stopped" else "refused", order, progress, answer["refused"], None)
    return Standing(run_id, "done", order, progress, {}, answer)


def at_work(home: Path) -> str:
    """The id of the run that is under way; "" where none is."""
    return apart.at_work(_lock_file(home))


def _lock_file(home: Path) -> Path:
    return home / "lab" / ".lock"


def _lock(home: Path, run_id: str) -> int:
    path = _lock_file(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = apart.take(path, run_id)
    if lock is None:
        raise LabRefused("busy", "the lab is at work; wait for it or stop it")
    return lock


def _sweep(home: Path) -> None:
    for run_id in all_ids(home)[MOST - 1 :]:
        shutil.rmtree(folder_of(home) / run_id, ignore_errors=True)


def _see_off(pid: int, end: int) -> None:
    """Hear its end on the pipe in a native thread, then take leave of it where gevent knows of children."""

    def hear() -> None:
        with os.fdopen(end, "rb") as pipe:
            pipe.read()

    native(hear)
    with suppress(ChildProcessError):
        os.waitpid(pid, 0)
