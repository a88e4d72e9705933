"""The web's side: begin a job in a child process, wait for it for a while, and tell how it stands."""

from __future__ import annotations

import fcntl
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from console.i18n import t
from console.imports import uploads
from console.imports.job import ANSWER, ASKED, HELD, PROGRESS, Job, look, put
from console.native import native
from console.problems import Problem, body_of

_ROOT = Path(__file__).resolve().parents[2]
_LOCK = ".lock"
Answer = dict[str, Any]


class Going:
    """A job that was begun. ``end`` is a pipe whose other end the child holds: it closes when the child ends, whoever
    takes leave of the process (libev does, of all children)."""

    def __init__(self, pid: int, end: int, job: Job, then: Callable[[Answer], None] | None) -> None:
        self._pid, self._end, self._job, self._then = pid, end, job, then
        self._ended = threading.Event()
        threading.Thread(target=self._see_off, name="import", daemon=True).start()

    def wait(self, seconds: float) -> Answer | None:
        """The answer; None while it is not there."""
        if not self._ended.wait(seconds):
            return None
        answer: Answer | None = look(Path(self._job.folder), ANSWER)
        return lost(self._job.locale) if answer is None else answer

    def _see_off(self) -> None:
        folder = Path(self._job.folder)
        try:
            native(self._hear_the_end)
            with suppress(ChildProcessError):
                os.waitpid(self._pid, 0)  # in the loop's own thread: gevent knows of the child there
            answer = look(folder, ANSWER)
            if self._then is not None and answer is not None and "refused" not in answer:
                self._then(answer)
        except Exception as problem:  # a worker that the log refuses, a disk that is full: said where the rest is said
            body, _ = body_of(problem)
            put(folder, ANSWER, {"refused": body})
        finally:
            self._ended.set()

    def _hear_the_end(self) -> None:
        with os.fdopen(self._end, "rb") as end:
            end.read()


def begin(job: Job, *, alone: bool = True, then: Callable[[Answer], None] | None = None) -> Going:
    """Start the child. ``alone``: refused (409 ``import_running``) while another such job is at work. ``then`` is
    called with the answer before anybody gets it, unless it is a refusal."""
    folder = Path(job.folder)
    lock = _locked(Path(job.home), job) if alone else os.open(os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    try:
        for name in (ANSWER, PROGRESS):
            (folder / name).unlink(missing_ok=True)
        put(folder, ASKED, asdict(replace(job, parent=os.getpid())))
        end, childs = os.pipe()
        try:
            pid = _spawn(folder, lock, childs)
        finally:
            os.close(childs)
    finally:
        os.close(lock)  # the child holds it from now on, and lets go of it however it ends
    return Going(pid, end, job, then)


def _spawn(folder: Path, lock: int, end: int) -> int:
    """No fork: that of a process with gevent's locks complains, and copies the memory of the web."""
    command = [sys.executable, "-P", "-m", "console.imports", str(folder)]
    high = (_above(lock), _above(end))
    try:
        moved = [(os.POSIX_SPAWN_DUP2, fd, to) for fd, to in zip(high, HELD, strict=True)]
        nothing = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
        return os.posix_spawn(sys.executable, command, _surroundings(), file_actions=[*nothing, *moved])
    finally:
        for fd in high:
            os.close(fd)


def _above(fd: int) -> int:
    """A copy that none of the places in ``HELD`` overwrites."""
    return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, max(HELD) + 1)


def _surroundings() -> dict[str, str]:
    """No settings and no secrets of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHAODAO_")}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def _locked(home: Path, job: Job) -> int:
    """A descriptor that holds the one lock of imports."""
    path = uploads.folder_of(home) / _LOCK
    lock = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise Problem("import_running") from None
    os.truncate(lock, 0)
    os.write(lock, Path(job.folder).name.encode())
    return lock


def at_work(home: Path) -> str:
    """The id of the folder that is being worked on; "" where none is."""
    try:
        lock = os.open(uploads.folder_of(home) / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return ""
    except OSError:
        return os.read(lock, 32).decode()
    finally:
        os.close(lock)


def standing(home: Path, folder: Path, locale: str) -> Answer:
    """How it stands with a folder: ``state`` is reading, writing, ready (inspected), done (put in) or refused."""
    asked = look(folder, ASKED) or {}
    working = at_work(home) == folder.name
    answer = look(folder, ANSWER)
    begun = {"apply": ("writing", "done")}.get(asked.get("deed", ""), ("reading", "ready"))
    head = {"id": folder.name, "file": asked.get("file", ""), "progress": None}
    if answer is None and working:
        return {**head, "state": begun[0], "progress": look(folder, PROGRESS)}
    answer = lost(locale) if answer is None else answer
    return {**head, "state": "refused" if "refused" in answer else begun[1], **answer}


def lost(locale: str) -> Answer:
    """The child ended without a word: killed, or out of memory."""
    return {"refused": {"code": "import_lost", "message": t("admin.layers.lost", locale), "detail": {}}}
