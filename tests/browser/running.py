"""A running demo, and the devices, workers and dispatchers who speak to it without a screen."""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).parents[2]
#: starting everything and tiling the district on a busy machine
UP_S = 120
PLACE = {"lon": 111.0031, "lat": 35.0302}


def until(good: Callable[[], Any], seconds: float = 20) -> Any:
    """Poll until it is true; the value."""
    end = time.monotonic() + seconds
    while True:
        with contextlib.suppress(requests.RequestException):
            value = good()
            if value:
                return value
        if time.monotonic() > end:
            raise AssertionError("did not come true in time")
        time.sleep(0.1)


class Server:
    """A child process that serves on a free port of the loopback, and ends with the tests."""

    def __init__(self, home: Path, *module: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.desks: dict[str, Desk] = {}
        self.home = home / "state"
        self.log = (home / "server.log").open("wb")
        command = [sys.executable, "-m", *module, "--port", str(self.port)]
        self.child = subprocess.Popen(
            [*command, "--data", str(self.home)], cwd=ROOT, stdout=self.log, stderr=subprocess.STDOUT
        )

    def ready(self) -> None:
        """Returns when it serves. Raises AssertionError after two minutes."""
        until(lambda: requests.get(f"{self.url}/readyz", timeout=2).status_code == 200, UP_S)

    def close(self) -> None:
        self.child.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.child.wait(15)
        self.child.kill()
        self.log.close()

    def call(self, method: str, path: str, token: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        answer = requests.request(method, f"{self.url}/api/v1/{path}", headers=headers, timeout=10, **more)
        assert answer.status_code < 300, answer.text
        return answer.json() if answer.content else None

    def alert(self, kind: str = "smoke", **more: Any) -> dict[str, Any]:
        """A device reports; every call is a device of its own unless it says otherwise."""
        device = uuid.uuid4().hex[:8]
        data = {"id": device, "kind": kind, "state": "firing", "device_id": device, **PLACE, **more}
        return dict(self.call("POST", "alerts", "demo-source", json=data))

    def say(self, token: str, type_: str, **data: Any) -> Any:
        """A worker's tap without the phone."""
        return self.call("POST", "commands", token, json={"id": str(uuid.uuid4()), "type": type_, "data": data})

    def desk(self, name: str = "dispatcher") -> Desk:
        """Signed in once for all tests: hashing a password is slow on purpose."""
        if name not in self.desks:
            self.desks[name] = Desk(self, name)
        return self.desks[name]

    def ticket(self, ticket_id: str) -> dict[str, Any]:
        """The ticket as a dispatcher reads it, with its timeline."""
        return dict(self.desk().get(f"tickets/{ticket_id}"))


class Demo(Server):
    """A running ``shaodao demo --scenario none --auto 0``."""

    def __init__(self, home: Path) -> None:
        super().__init__(home, "console", "demo", "--scenario", "none", "--auto", "0")
        self.ready()

    def at_work(self, n: int, **place: float) -> str:
        """Worker n is on duty and has said where; the id."""
        token = f"demo-worker-{n}"
        self.say(token, "SignOn")
        fix = {
            "lon": 111.0025,
            "lat": 35.0300,
            "accuracy_m": 10,
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        # Said three times: across the district in a second is a jump, and the third that agrees is believed.
        self.call("POST", "positions", token, json=[fix | place] * 3)
        return token


class Desk:
    """A dispatcher without a screen: logs in and sends commands."""

    def __init__(self, server: Server, name: str, password: str = "demo") -> None:
        self.server, self.session = server, requests.Session()
        page = self.session.get(f"{server.url}/login", timeout=10).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"username": name, "password": password, "csrf_token": token}
        assert self.session.post(f"{server.url}/login", data=form, timeout=10).ok

    @property
    def cookies(self) -> dict[str, str]:
        """What a browser would keep: the session and its CSRF value."""
        return {cookie.name: cookie.value or "" for cookie in self.session.cookies}

    def get(self, path: str) -> Any:
        answer = self.session.get(f"{self.server.url}/api/v1/{path}", timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def say(self, type_: str, **data: Any) -> Any:
        body = {"id": str(uuid.uuid4()), "type": type_, "data": data}
        answer = self._post(body)
        assert answer.ok, answer.text
        return answer.json()

    def tries(self, type_: str, **data: Any) -> int:
        """The status of a command that may be refused."""
        return self._post({"id": str(uuid.uuid4()), "type": type_, "data": data}).status_code

    def _post(self, body: dict[str, Any]) -> requests.Response:
        headers = {"X-CSRFToken": self.session.cookies["csrf_token"]}
        return self.session.post(f"{self.server.url}/api/v1/commands", json=body, headers=headers, timeout=10)
