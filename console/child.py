"""One process of an installation, as the supervisor starts it: ``python -m console.child web|engine``.

It loads first, and begins when its standard input ends: a supervisor that makes the home ready holds it until then.
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and sys.argv[1:2] == ["web"]:
    from gevent import monkey

    monkey.patch_all()  # before anything else is imported

import gc
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from console import deferred

if TYPE_CHECKING:
    from console.settings import Settings

#: how often a machine without prctl looks whether its parent is still there
LOOK_S = 1.0


def main(role: str) -> None:
    """Serve or run the engine until SIGTERM. Exit status 0 after an orderly end."""
    from console import logs
    from console.settings import Settings

    logs.to(level=logging.getLevelNamesMapping().get(os.environ.get("LOGLEVEL", "INFO"), logging.INFO))
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    if not sys.platform.startswith("linux"):
        threading.Thread(target=_leave_with_parent, args=(os.getppid(),), daemon=True).start()
    deferred.install()
    if role not in ("web", "engine"):
        sys.exit(f"no such role: {role}")
    begin = _loaded(role)
    while os.read(0, 64):
        pass
    begin(Settings.load())


def _loaded(role: str) -> Callable[[Settings], None]:
    """The role's ``main`` with all that it imports, before there is anything to serve. What is imported stays for
    good, so the collector need not look at it: not now (0.3 s), and never again."""
    gc.disable()
    if role == "web":
        from console import app, bootstrap, live, relay, web  # noqa: F401

        main = web.main
    else:
        from console import bootstrap, engine, simulation  # noqa: F401

        main = engine.main
    gc.freeze()
    gc.enable()
    return main


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
    logging.shutdown()
    os._exit(0)  # native threads may still wait for a disk; everything was closed in order
