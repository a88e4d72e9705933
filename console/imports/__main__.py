"""The child: ``python -m console.imports FOLDER``, which holds the job and gets the answer."""

from __future__ import annotations

import logging
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from console import apart
from console.children import die_with_parent
from console.imports import work
from console.imports.job import ANSWER, PROGRESS, Job, put
from console.imports.said import refusal
from layers.importing.report import ImportRefused

#: How often at most it is said how far it is.
TELL_S = 0.2


class Told:
    """Progress, as layers.importing tells it, for whoever looks."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._at, self._what = folder, 0.0, ""

    def __call__(self, done: int, total: int, what: str) -> None:
        now = time.monotonic()
        if what == self._what and now - self._at < TELL_S:
            return
        self._at, self._what = now, what
        with suppress(OSError):  # a full disk must not end the import for want of a figure
            put(self._folder, PROGRESS, {"done": done, "total": total, "what": what})


def main() -> None:
    job = Job.of(Path(sys.argv[1]))
    apart.keep_to_itself()
    if job.parent:
        die_with_parent(job.parent, signal.SIGKILL)
    os.nice(5)  # screens come first
    put(Path(job.folder), ANSWER, _answered(job))


def _answered(job: Job) -> dict[str, Any]:
    try:
        return work.DEEDS[job.deed](job, Told(Path(job.folder)))
    except ImportRefused as refused:
        return {"refused": refusal(refused.code, refused.detail, job.locale)}
    except Exception as error:  # a file that we fail at must be told of like one that is wrong
        logging.getLogger(__name__).exception("%s of %s", job.deed, job.file)
        return {"refused": refusal("reader_crashed", {"value": type(error).__name__}, job.locale)}


if __name__ == "__main__":
    main()
