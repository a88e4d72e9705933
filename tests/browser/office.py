"""One small office for the tests of the desk and the administration: its server, and the desks people sit at."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from console import valkey
from tests.browser.keys import walk_to
from tests.browser.running import ROOT, Desk, Server, until

Sit = Callable[..., Any]
SIZE = {"width": 1366, "height": 768}


class Office(Server):
    """``desk_server``: four buildings and nine workers on duty, and a Redis that can be pulled out."""

    def __init__(self, home: Path) -> None:
        state = home / "state"
        state.mkdir()
        self._command = valkey.command(state)
        self.redis: subprocess.Popen[bytes] | None = None
        if self._command:
            self.plug_redis_in()
        super().__init__(home, "tests.browser.desk_server")
        self.ready()

    def plug_redis_in(self) -> None:
        assert self._command is not None
        self.redis = subprocess.Popen(self._command, cwd=ROOT)

    def pull_redis_out(self) -> None:
        assert self.redis is not None
        self.redis.kill()
        self.redis.wait(10)

    def close(self) -> None:
        super().close()
        if self.redis is not None:
            self.pull_redis_out()


@pytest.fixture(scope="session")
def office(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running = Office(tmp_path_factory.mktemp("office"))
    yield running
    running.close()


@pytest.fixture(scope="session")
def complaints() -> list[str]:
    """What went wrong inside the pages: uncaught errors, and what the Content-Security-Policy stopped."""
    return []


@pytest.fixture(scope="session")
def sit(chromium: Any, office: Office, complaints: list[str]) -> Iterator[Sit]:
    """``sit("dispatcher")`` opens another desk and waits until it is live; ``path`` is another page of theirs,
    ``cookies`` are of somebody with another password, or of nobody."""
    contexts = []

    def down(name: str = "dispatcher", lang: str = "zh-CN", path: str = "/desk/", **more: Any) -> Any:
        cookies = more.pop("cookies", None)
        context = chromium.new_context(**{"viewport": SIZE, "base_url": office.url, "reduced_motion": "reduce"} | more)
        contexts.append(context)
        known = (Desk(office, name).cookies if cookies is None else cookies) | {"locale": lang}
        context.add_cookies([{"name": key, "value": value, "url": office.url} for key, value in known.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{error} {error.stack}"))
        page.on("console", lambda said: "Security Policy" in said.text and complaints.append(said.text))
        page.goto(path)
        if path == "/desk/":
            is_live(page)
        return page

    yield down
    for context in contexts:
        context.close()


def is_live(desk: Any) -> None:
    """Waits until the desk hears the server, and marks the page, so that a reload is noticed."""
    desk.locator("[data-testid=connection-badge][data-state=live]").wait_for()
    desk.locator("#desk-queue .ag-center-cols-container").wait_for(state="attached")
    desk.evaluate("window.stayed = true")


@pytest.fixture(scope="session")
def one_desk(sit: Sit) -> Any:
    """Drawing a map in software takes seconds: one desk serves all tests, as it serves a whole shift."""
    return sit()


@pytest.fixture
def page(one_desk: Any, office: Office, complaints: list[str]) -> Iterator[Any]:
    """The desk, at its first tab, nothing open, the pointer away from the lists; after the test nothing is left."""
    one_desk.bring_to_front()
    one_desk.mouse.move(800, 400)
    for key in ("Escape", "Escape", "1"):
        one_desk.keyboard.press(key)
    yield one_desk
    one_desk.unroute_all()
    assert complaints == []
    assert one_desk.evaluate("window.stayed"), "the desk was loaded anew"
    clear_away(office, one_desk)


def clear_away(office: Office, desk: Any) -> None:
    """What a test left open is cancelled, so that every test begins with free workers and an empty queue."""
    someone = office.desk()
    for ticket in desk.evaluate("window.shaodao.rows('tickets')"):
        someone.tries("CancelTicket", ticket_id=ticket["id"], reason="end of test")
    for alert in desk.evaluate("window.shaodao.rows('alerts')"):
        someone.tries("ResolveAlert", alert_id=alert["id"], reason="end of test")
    for held in someone.get("snapshot?view=desk")["assignments"]:
        who = {"ticket_id": held["ticket_id"], "on_behalf_of": held["worker_id"], "via": "phone"}
        someone.tries("ConfirmRecall", **who)  # whoever had answered is called back in two steps
    until(lambda: not desk.evaluate("window.shaodao.rows('assignments').length"))
    until(lambda: desk.locator("[data-testid=ticket-row]").count() == 0)


@pytest.fixture
def alert(office: Office) -> Callable[..., dict[str, Any]]:
    """A device at 四季绿城 5号楼 reports; the answer of the API."""

    def post(kind: str = "smoke", **more: Any) -> dict[str, Any]:
        return office.alert(kind, **{"place": "四季绿城 5号楼", "unit": "3单元", "floor": 3} | more)

    return post


@pytest.fixture
def ticket(alert: Callable[..., dict[str, Any]], page: Any) -> Callable[..., str]:
    """An alarm has come and its ticket is opened before the dispatcher; the ticket's id."""

    def opened(kind: str = "smoke", **more: Any) -> str:
        found = str(alert(kind, **more)["ticket_id"])
        walk_to(page, found)
        return found

    return opened
