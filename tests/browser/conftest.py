"""One demo without a scenario for all browser tests of a run, and people who sit before its screens."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.support.require import require

CHROMIUM = shutil.which("chromium")
#: software rendering draws the map; the rest keeps Chromium from calling home
FLAGS = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox", "--disable-background-networking"]
#: starting everything and tiling the district on a busy machine
UP_S = 120
#: three pages drawn in software on two busy cores take their time
PATIENT_MS = 20_000
PLACE = {"lon": 111.0031, "lat": 35.0302}


with contextlib.suppress(ImportError):  # without Playwright the tests say that they are skipped
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENT_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


class Demo:
    """A running ``shaodao demo --scenario none --auto 0``, and what devices and scripts say to it."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        command = [
            sys.executable,
            "-m",
            "console",
            "demo",
            "--port",
            str(self.port),
            "--scenario",
            "none",
            "--auto",
            "0",
        ]
        self.log = (home / "demo.log").open("wb")
        self.child = subprocess.Popen(
            [*command, "--data", str(home / "state")],
            cwd=Path(__file__).parents[2],
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
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
        return Desk(self, name)

    def ticket(self, ticket_id: str) -> dict[str, Any]:
        """The ticket as a dispatcher reads it, with its timeline."""
        return dict(self.desk().get(f"tickets/{ticket_id}"))

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
        self.call("POST", "positions", token, json=fix | place)
        return token


class Desk:
    """A dispatcher without a screen: logs in and sends commands."""

    def __init__(self, demo: Demo, name: str) -> None:
        self.demo, self.session = demo, requests.Session()
        page = self.session.get(f"{demo.url}/login", timeout=10).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"username": name, "password": "demo", "csrf_token": token}
        assert self.session.post(f"{demo.url}/login", data=form, timeout=10).ok

    def get(self, path: str) -> Any:
        answer = self.session.get(f"{self.demo.url}/api/v1/{path}", timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def say(self, type_: str, **data: Any) -> Any:
        body = {"id": str(uuid.uuid4()), "type": type_, "data": data}
        headers = {"X-CSRFToken": self.session.cookies["csrf_token"]}
        answer = self.session.post(f"{self.demo.url}/api/v1/commands", json=body, headers=headers, timeout=10)
        assert answer.ok, answer.text
        return answer.json()


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


def is_fault(line: Any) -> bool:
    """A script's complaint; not the browser's note of a request that failed, which tests cause on purpose."""
    return line.type == "error" and "Failed to load resource" not in line.text and "WebSocket" not in line.text


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    require("browser", CHROMIUM, "chromium is not installed")
    running = Demo(tmp_path_factory.mktemp("demo"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    require("browser", CHROMIUM, "chromium is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def screens(chromium: Any, demo: Demo) -> Iterator[Callable[..., Any]]:
    """``screens(role, path, …)`` opens a page; people at desks log in, phones and walls bring their token.
    A script error or a refused source on any page fails the test."""
    contexts, problems = [], []

    def open_page(
        who: str, path: str, *, size: tuple[int, int] = (1920, 1080), lang: str = "zh-CN", **more: Any
    ) -> Any:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=lang, base_url=demo.url, **more
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda line: problems.append(line.text) if is_fault(line) else None)
        if who in ("dispatcher", "admin", "supervisor"):
            page.goto("/login")
            page.fill("input[name=username]", who)
            page.fill("input[name=password]", "demo")
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}" if "#" not in path else path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems
