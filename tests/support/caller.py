"""HTTP as a device or a phone speaks it: one connection kept open, made anew when it breaks."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable
from typing import Any


class Caller:
    """``status`` 0 means that nothing was heard: it may or may not have happened."""

    def __init__(self, port: int, token: str | None = None, *, timeout: float = 15.0) -> None:
        self._port, self._timeout = port, timeout
        self._headers = {"Content-Type": "application/json"}
        if token is not None:
            self._headers["Authorization"] = f"Bearer {token}"
        self._connection: http.client.HTTPConnection | None = None

    def get(self, path: str) -> tuple[int, Any]:
        return self._ask("GET", path, None)

    def post(self, path: str, body: Any) -> tuple[int, Any]:
        return self._ask("POST", path, json.dumps(body))

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, Any]:
        try:
            if self._connection is None:
                self._connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=self._timeout)
            self._connection.request(method, path, body, self._headers)
            answer = self._connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text else None
        except (OSError, http.client.HTTPException, ValueError):
            self.close()
            return 0, None


def until_ready(port: int, log: Callable[[], str], patience_s: float) -> float:
    """When /readyz first says so (monotonic seconds); where it never does, the log is shown."""
    deadline, caller = time.monotonic() + patience_s, Caller(port, timeout=2)
    while caller.get("/readyz")[0] != 200:
        assert time.monotonic() < deadline, f"not ready: {log()[-3000:]}"
        time.sleep(0.05)
    return time.monotonic()
