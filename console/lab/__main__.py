"""The lab's process: ``python -m console.lab FOLDER``, which holds the order and gets the answer (``runs``)."""

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
from console.imports.job import look, put
from console.lab.refused import LabRefused, Stopped
from console.lab.runs import ANSWER, ASKED, PROGRESS, STOP

#: how often at most it is said how far it is
TELL_S = 0.2


class Told:
    """Progress, for whoever looks; ends the run where somebody asked for that."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._at = folder, 0.0

    def __call__(self, done: int, total: int, what: str) -> None:
        if (self._folder / STOP).exists():
            raise Stopped
        now = time.monotonic()
        if now - self._at < TELL_S:
            return
        self._at = now
        with suppress(OSError):  # a full disk must not end it for want of a figure
            put(self._folder, PROGRESS, {"done": done, "total": total, "what": what})


def main(folder: Path) -> None:
    asked = look(folder, ASKED)
    apart.keep_to_itself()
    if asked.get("parent"):
        die_with_parent(asked["parent"], signal.SIGKILL)
    os.nice(10)  # screens and the engine come first
    put(folder, ANSWER, _answered(asked, folder))


def _answered(asked: dict[str, Any], folder: Path) -> dict[str, Any]:
    from console.lab.order import Order, carry_out
    from console.problems_text import sentence

    home = Path(asked["home"])
    names = ("scenario", "seeds", "load", "workers", "district")
    order = Order(policies=tuple(asked["policies"]), **{name: asked[name] for name in names})
    try:
        return carry_out(order, home, Told(folder)).as_dict()
    except LabRefused as refused:
        return _refusal(refused.code, str(refused))
    except Stopped:
        return _refusal("stopped", "stopped")
    except Exception as error:  # whatever it is, somebody waits for a word about it
        logging.getLogger(__name__).exception("the lab failed")
        return _refusal("failed", sentence(error) or type(error).__name__)


def _refusal(code: str, message: str) -> dict[str, Any]:
    return {"refused": {"code": code, "message": message}}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
