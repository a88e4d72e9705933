"""Routes that are sent files: who may not send any is told so by the head of the request, and no body is read."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from console.api.table import BASE, ROUTES
from console.transport.limits import FILES
from tests.support.web import Console

PATHS = [one.path for one in FILES]


class Untouched(io.RawIOBase):
    """A body that nobody may read."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        pytest.fail("the body was read")


def sent(client: FlaskClient, path: str, kind: str = "multipart/form-data; boundary=x") -> tuple[int, str]:
    body = {"wsgi.input": Untouched(), "CONTENT_LENGTH": "512000000"}
    answer = client.post(path, content_type=kind, environ_overrides=body)
    return answer.status_code, answer.json["error"]["code"]


@pytest.mark.parametrize("path", PATHS)
def test_nobody_is_refused_unread(console: Console, path: str) -> None:
    assert sent(console.client(), path) == (401, "unauthenticated")
    assert sent(console.client("wrong"), path) == (401, "unauthenticated")
    assert sent(console.client(), path, "application/x-www-form-urlencoded") == (401, "unauthenticated")


def test_who_may_send_it_is_read(console: Console, admin: FlaskClient) -> None:
    """So the stream above does tell."""
    with pytest.raises(pytest.fail.Exception, match="was read"):
        sent(admin, "/api/v1/imports")


@pytest.mark.parametrize("path", PATHS)
def test_other_roles_are_refused_unread(console: Console, sign_in: Callable[[str], FlaskClient], path: str) -> None:
    others = [console.client("demo-source"), sign_in("auditor"), sign_in("wall")]
    assert [sent(one, path) for one in others] == [(403, "forbidden")] * 3


def test_only_an_administrator_sends_registers(console: Console, sign_in: Callable[[str], FlaskClient]) -> None:
    console.worker("w1", 0)
    for one in (sign_in("dispatcher"), sign_in("supervisor"), console.client("token-w1")):
        assert sent(one, "/api/v1/imports") == (403, "forbidden")


def test_every_path_for_files_is_a_route_that_asks_who_is_there() -> None:
    posts = {BASE + route.rule: route for route in ROUTES if route.method == "POST"}
    assert all(posts[path].roles for path in PATHS)
