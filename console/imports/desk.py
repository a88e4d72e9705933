"""The web's side: begin a job in a child process, wait for it for a while, and tell how it stands."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from console.i18n import t
from console.imports import uploads
from console.imports.job import ANSWER, ASKED, PROGRESS, Job, look, put
from console.problems import Problem, body_of

_ROOT = Path(__file__).resolve().parents[2]
_LOCK = ".lock"
Answer = dict[str, Any]


class Going:
    """A job that was begun."""

    def __init__(self, child: subprocess.Popen[bytes], job: Job, then: Callable[[Answer], None] | None) -> None:
        self._child, self._job, self._then = child, job, then
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
            self._child.wait()
            answer = look(folder, ANSWER)
            if self._then is not None and answer is not None and "refused" not in answer:
                self._then(answer)
        except Exception as problem:  # a worker that the log refuses, a disk that is full: said where the rest is said
            body, _ = body_of(problem)
            put(folder, ANSWER, {"refused": body})
        finally:
            self._ended.set()


def begin(job: Job, *, alone: bool = True, then: Callable[[Answer], None] | None = None) -> Going:
    """Start the child. ``alone``: refused (409 ``import_running``) while another such job is at work. ``then`` is
    called with the answer before anybody gets it, unless it is a refusal."""
    folder = Path(job.folder)
    lock = _locked(Path(job.home), job) if alone else None
    try:
        for name in (ANSWER, PROGRESS):
            (folder / name).unlink(missing_ok=True)
        put(folder, ASKED, asdict(replace(job, parent=0)))
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "console.imports"],
            cwd=folder,
            env=_surroundings(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=() if lock is None else (lock,),
        )
    finally:
        if lock is not None:
            os.close(lock)  # the child holds it from now on, and lets go of it however it ends
    assert child.stdin is not None
    with suppress(BrokenPipeError), child.stdin as told:
        told.write(replace(job, parent=os.getpid()).as_json())
    return Going(child, job, then)


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
