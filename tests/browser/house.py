"""One web process for the wall's tests: it can be stopped, killed, started as another build, and left without Redis."""

from __future__ import annotations

import signal
import subprocess
import sys
import uuid
from pathlib import Path

import requests

from console.access.access import Access
from console.settings import Settings
from tests.browser.conftest import until
from tests.support.console_process import free_port

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-wall-tests"


class House:
    """``wall_server`` in a home of its own."""

    def __init__(self, home: Path, redis_url: str) -> None:
        self.home, self.port, self.redis_url = home, free_port(), redis_url
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, build: str = "one") -> None:
        command = [sys.executable, "-m", "tests.browser.wall_server", str(self.port), str(self.home), build, SECRET]
        with open(self.home / "server.log", "ab") as log:
            self.process = subprocess.Popen([*command, self.redis_url], cwd=ROOT, stdout=log, stderr=log)
        until(lambda: requests.get(f"{self.url}/readyz", timeout=2).ok, 60)

    def stop(self, how: int = signal.SIGTERM) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(10)
            self.process = None

    def alert(self) -> str:
        body = {"id": uuid.uuid4().hex, "kind": "smoke", "state": "firing", "lon": 111.0031, "lat": 35.0302}
        headers = {"Authorization": "Bearer demo-source"}
        answer = requests.post(f"{self.url}/api/v1/alerts", json=body, headers=headers, timeout=10)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["alert_id"])

    def revoke(self, display: str) -> None:
        """In this process, as the command line would: the server hears of it by the database."""
        access = Access(Settings(home=self.home, port=self.port, secret_key=SECRET))
        access.machines.revoke(f"display:{display}", "test")
        access.stop()
