"""People in front of an application: they sign in by the form as a browser does, devices show their token."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKENS = {"source": "demo-source", "worker": "demo-worker-1", "display": "demo-display"}


class People:
    """``people.signed_in("dispatcher")`` is a browser; ``people.device("worker")`` a client with a token."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def nobody(self) -> Browser:
        return Browser(self.app.test_client())

    def signed_in(self, name: str, password: str = "demo") -> Browser:
        browser = self.nobody()
        answer = browser.sign_in(name, password)
        assert answer.status_code == 303, answer.text
        return browser

    def device(self, kind: str) -> Browser:
        client = self.app.test_client()
        client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {TOKENS[kind]}"
        return Browser(client)

    def all(self) -> dict[str, Browser]:
        """One of each, by role."""
        users = {role: self.signed_in(role) for role in ("admin", "dispatcher", "supervisor", "wall", "auditor")}
        return {"": self.nobody()} | users | {kind: self.device(kind) for kind in TOKENS}


class Browser:
    """A test client that echoes the CSRF value, as our pages do."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    @property
    def csrf(self) -> str:
        cookie = self.client.get_cookie("csrf_token") or self.client.get_cookie("__Host-csrf_token")
        return cookie.value if cookie else ""

    def sign_in(self, name: str, password: str, **more: Any) -> TestResponse:
        form = self.client.get("/login", headers={"Accept": "text/html"})
        value = re.search(r'name="csrf_token" value="([^"]+)"', form.text)
        csrf = value[1] if value else ""
        return self.client.post("/login", data={"username": name, "password": password, "csrf_token": csrf, **more})

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self.call("POST", path, json=json if json is not None else {}, **more)

    def call(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"X-CSRFToken": self.csrf, **more.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **more)
