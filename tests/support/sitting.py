"""A dispatcher signed in at a web process: what his desk says over HTTP, and what it hears over its socket."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import requests

from tests.support.raw_socket import RawSocket

Items = list[list[str]]


class Sitting:
    """Signs in as people do, by the form; its socket is the desk's."""

    def __init__(self, port: int, name: str, password: str = "demo") -> None:
        self.name, self._port, self._url = name, port, f"http://127.0.0.1:{port}"
        self.session = requests.Session()
        page = self.session.get(f"{self._url}/login", timeout=10).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"username": name, "password": password, "csrf_token": token}
        assert self.session.post(f"{self._url}/login", data=form, timeout=10).ok
        self.socket = self._sit_down()

    def _sit_down(self) -> RawSocket:
        made = RawSocket(self._port)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.session.cookies)
        assert "101" in made.handshake(Cookie=cookies)
        made.message()
        made.connect_namespace(None)
        made.hear("hello")
        return made

    def look(self, ticket_id: str | None, worker_id: str | None = None) -> None:
        self.socket.say("look", {"ticket_id": ticket_id, **({"worker_id": worker_id} if worker_id else {})})

    def hears(self, good: Callable[[Items], bool], seconds: float) -> float:
        """Seconds until this desk is told of selections that are ``good``. Raises AssertionError after ``seconds``."""
        began, said = time.monotonic(), None
        while time.monotonic() - began < seconds:
            self.socket.sock.settimeout(max(0.05, began + seconds - time.monotonic()))
            try:
                name, payload = self.socket.event()
            except TimeoutError:
                break
            if name == "looking":
                said = payload["items"]
                if good(said):
                    return time.monotonic() - began
        raise AssertionError(f"not told within {seconds} s; last told {said}")

    def command(self, type_: str, **data: Any) -> tuple[int, Any]:
        """Status and answer of a command of this desk."""
        body = {"id": str(uuid.uuid4()), "type": type_, "data": data}
        headers = {"X-CSRFToken": self.session.cookies["csrf_token"]}
        answer = self.session.post(f"{self._url}/api/v1/commands", json=body, headers=headers, timeout=15)
        return answer.status_code, answer.json()

    def leave(self) -> None:
        """The window is closed."""
        self.socket.close()
