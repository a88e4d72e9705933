"""A whole console as people start it (`shaodao demo`), with the means to kill parts of it."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.support.caller import until_ready


class Console:
    """One installation in ``home`` on loopback; only processes that it started are ever signalled."""

    def __init__(self, home: Path, port: int | None = None, *, scenario: str = "none", auto: bool = True) -> None:
        self.home, self.port = home, port or free_port()
        self._arguments = ["--port", str(self.port), "--scenario", scenario, "--auto", "1" if auto else "0"]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, patience_s: float = 60.0) -> float:
        """Start and wait until it is ready; the seconds that took."""
        began = time.monotonic()
        self.home.mkdir(parents=True, exist_ok=True)
        command = [str(Path(sys.executable).with_name("shaodao")), "demo", *self._arguments, "--data", str(self.home)]
        with open(self.home / "console.log", "ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, start_new_session=True, env=_environment()
            )
        return self.until_ready(patience_s) - began

    def until_ready(self, patience_s: float = 60.0) -> float:
        """When /readyz first says so (monotonic seconds)."""
        return until_ready(self.port, self.log, patience_s)

    def pid(self, role: str) -> int | None:
        """The process of ``web`` or ``engine``; None while it is away."""
        for child in self._children():
            with contextlib.suppress(psutil.Error):
                if child.cmdline()[-2:] == ["console.child", role]:
                    return child.pid
        return None

    def kill(self, role: str) -> bool:
        """SIGKILL to one process, as the OOM killer would; False while it is away."""
        pid = self.pid(role)
        if pid is None:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            return True
        return False

    def kill_all(self) -> None:
        """SIGKILL to the supervisor: its children end with it."""
        assert self._process is not None
        children = self._children()
        self._process.kill()
        self._process.wait(10)
        psutil.wait_procs(children, timeout=10)

    def stop(self) -> float:
        """SIGTERM; the seconds until everything has ended."""
        if self._process is None or self._process.poll() is not None:
            return 0.0
        began, children = time.monotonic(), self._children()
        self._process.terminate()
        self._process.wait(30)
        psutil.wait_procs(children, timeout=10)
        return time.monotonic() - began

    def resident_mb(self) -> float:
        """Memory of all its processes; shared pages counted once (PSS) where the system tells."""
        assert self._process is not None
        total = 0.0
        for one in [psutil.Process(self._process.pid), *self._children()]:
            with contextlib.suppress(psutil.Error):
                total += getattr(one.memory_full_info(), "pss", one.memory_info().rss)
        return total / 2**20

    def cpu_s(self) -> float:
        """CPU seconds of all its processes so far, and of those that have ended."""
        assert self._process is not None
        total = 0.0
        for one in [psutil.Process(self._process.pid), *self._children()]:
            with contextlib.suppress(psutil.Error):
                total += sum(one.cpu_times()[:4])  # user, system, and both of children that were waited for
        return total

    def log(self) -> str:
        return (self.home / "console.log").read_text(errors="replace")

    def _children(self) -> list[psutil.Process]:
        if self._process is None or self._process.poll() is not None:
            return []
        with contextlib.suppress(psutil.Error):
            return psutil.Process(self._process.pid).children(recursive=True)
        return []


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    """Nothing of the caller's own settings leaks in."""
    return {name: value for name, value in os.environ.items() if not name.startswith("SHAODAO_")}
