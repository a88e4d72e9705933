"""Two real web processes of one installation, as two machines behind a balancer are: one log, one Redis."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

from console import catalogue
from console.access.access import Access
from console.settings import Settings
from dispatch.actor import Actor
from dispatch.adapters.sql_log import SqlLog
from dispatch.commands import RegisterWorker, SignOn
from dispatch.dispatcher import Dispatcher, Request
from tests.support.caller import Caller, until_ready
from tests.support.console_process import free_port

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-two-web-processes"
ADMIN = Actor("admin", "test")


def prepare(home: Path, workers: int = 3) -> None:
    """The demo's accounts and tokens, the kinds of tickets, and workers w1, w2 … on duty."""
    settings = Settings(home=home, secret_key=SECRET)
    access = Access(settings)
    access.seed_demo()
    access.stop()
    log = SqlLog(settings.database_url, settings.district)
    dispatcher = Dispatcher(log)
    for kind in catalogue.read().values():
        dispatcher.submit(Request(ADMIN, f"kind-{kind.id}", catalogue.define(kind)))
    for n in range(1, workers + 1):
        dispatcher.submit(Request(ADMIN, f"w{n}", RegisterWorker(worker_id=f"w{n}", name=f"网格员{n}")))
        dispatcher.submit(Request(Actor("worker", f"w{n}"), f"on-{n}", SignOn()))
    dispatcher.close()
    log.close()


class WebProcess:
    """``shaodao up`` starts the same: one web process over ``home`` and ``redis_url``, on a port of its own."""

    def __init__(self, home: Path, redis_url: str) -> None:
        self.home, self.port = home, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._env = {name: value for name, value in os.environ.items() if not name.startswith("SHAODAO_")} | {
            "SHAODAO_HOME": str(home),
            "SHAODAO_PORT": str(self.port),
            "SHAODAO_REDIS_URL": redis_url,
            "SHAODAO_SECRET_KEY": SECRET,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> WebProcess:
        with open(self.home / f"web-{self.port}.log", "ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "console.child", "web"],
                cwd=ROOT, env=self._env, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        return self

    def until_ready(self, patience_s: float = 60.0) -> WebProcess:
        until_ready(self.port, (self.home / f"web-{self.port}.log").read_text, patience_s)
        return self

    def signal(self, number: int) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def kill(self) -> None:
        """As the OOM killer would: nothing is said any more."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(10)

    def stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(10)
            self.kill()

    def alert(self, device: str, **more: Any) -> str:
        """A device reports smoke; its ticket's id."""
        data = {"id": device, "kind": "smoke", "state": "firing", "device_id": device, "lon": 111.0031, "lat": 35.0302}
        status, answer = Caller(self.port, "demo-source").post("/api/v1/alerts", data | more)
        assert status == 202, answer
        return str(answer["ticket_id"])
