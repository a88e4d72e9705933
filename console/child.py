"""One process of an installation, as the supervisor starts it: ``python -m console.child web|engine``."""

from __future__ import annotations

import sys

if __name__ == "__main__" and sys.argv[1:2] == ["web"]:
    from gevent import monkey

    monkey.patch_all()  # before anything else is imported

import logging
import os
import threading
import time

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
    if role == "web":
        from console import web

        web.main(Settings.load())
    elif role == "engine":
        from console import engine

        engine.main(Settings.load())
    else:
        sys.exit(f"no such role: {role}")


def _leave_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1])
    logging.shutdown()
    os._exit(0)  # native threads may still wait for a disk; everything was closed in order
