"""A child process apart from the web's, for strangers' files and for long sums; of each sort one at a time.

It holds a lock, which it lets go of however it ends, and a pipe that closes then. What it is at stands in the lock's
file, so that any process of the console can tell.
"""

from __future__ import annotations

import fcntl
import os
import sys
from contextlib import suppress
from pathlib import Path

#: the descriptors of the child: its lock, and the pipe that tells of its end
HELD = (3, 4)
_ROOT = Path(__file__).resolve().parents[1]


def take(lock_file: Path, name: str) -> int | None:
    """A descriptor that holds the lock, to be handed to the child; None while another one is at work."""
    lock = os.open(lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        return None
    os.truncate(lock, 0)
    os.write(lock, name.encode())
    return lock


def at_work(lock_file: Path) -> str:
    """The name of what is being worked on; "" where nothing is."""
    try:
        lock = os.open(lock_file, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return ""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return ""
    except OSError:
        return os.read(lock, 32).decode()
    finally:
        os.close(lock)


def spawn(module: str, folder: Path, lock: int, end: int) -> int:
    """The process id of ``python -m module folder``. No fork: that of a process with gevent's locks complains, and
    copies the memory of the web."""
    command = [sys.executable, "-P", "-m", module, str(folder)]
    high = (_above(lock), _above(end))
    try:
        moved = [(os.POSIX_SPAWN_DUP2, fd, to) for fd, to in zip(high, HELD, strict=True)]
        nothing = [(os.POSIX_SPAWN_OPEN, fd, os.devnull, os.O_RDWR, 0) for fd in (0, 1)]
        return os.posix_spawn(sys.executable, command, _surroundings(), file_actions=[*nothing, *moved])
    finally:
        for fd in high:
            os.close(fd)


def keep_to_itself() -> None:
    """In the child: what it starts in turn and leaves behind (the making of tiles) must not hold the lock."""
    for held in HELD:
        with suppress(OSError):  # not started by ``spawn``
            os.set_inheritable(held, False)


def _above(fd: int) -> int:
    """A copy that none of the places in ``HELD`` overwrites."""
    return fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, max(HELD) + 1)


def _surroundings() -> dict[str, str]:
    """No settings and no secrets of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHAODAO_")}
    return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
