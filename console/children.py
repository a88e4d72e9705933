"""Child processes that end with their parent, also when the parent is killed with SIGKILL."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence

PR_SET_PDEATHSIG = 1


def _prctl() -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    return ctypes.CDLL(None, use_errno=True).prctl


#: Looked up before any fork: a child between fork and exec must not load libraries.
_PRCTL = _prctl()


def die_with_parent(parent: int, how: int = signal.SIGTERM) -> None:
    """The kernel sends this process ``how`` when its parent ends (Linux; elsewhere nothing happens).

    ``parent`` is the pid that is expected: one that died before the call would go unnoticed otherwise.
    """
    if _PRCTL is not None:
        _PRCTL(PR_SET_PDEATHSIG, how, 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), how)


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    how: int = signal.SIGTERM,
    stdin: int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start ``command`` in a session of its own, so that Ctrl-C on the terminal reaches only the supervisor."""
    parent = os.getpid()
    return subprocess.Popen(
        list(command),
        env=dict(env) if env is not None else None,
        stdin=stdin,
        start_new_session=True,
        preexec_fn=lambda: die_with_parent(parent, how),
    )
