"""The web's side: begin a job in a child process, wait for it for a while, and tell how it stands."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from console import apart
from console.i18n import t
from console.imports import uploads
from console.imports.job import ANSWER, ASKED, PROGRESS, Job, look, put
from console.native import native
from console.problems import Problem, body_of

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
            pid = apart.spawn("console.imports", folder, lock, childs)
        finally:
            os.close(childs)
    finally:
        os.close(lock)  # the child holds it from now on, and lets go of it however it ends
    return Going(pid, end, job, then)


def _lock_file(home: Path) -> Path:
    return uploads.folder_of(home) / ".lock"


def _locked(home: Path, job: Job) -> int:
    """A descriptor that holds the one lock of imports."""
    lock = apart.take(_lock_file(home), Path(job.folder).name)
    if lock is None:
        raise Problem("import_running")
    return lock


def at_work(home: Path) -> str:
    """The id of the folder that is being worked on; "" where none is."""
    return apart.at_work(_lock_file(home))


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
