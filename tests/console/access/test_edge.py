"""The outermost layer: whose proxy, which host, which origin."""

from __future__ import annotations

from typing import Any

import pytest

from console.access.edge import Edge
from console.settings import Settings

SECRET = "0123456789abcdef-not-from-a-guide"
LOOPBACK = Settings.load({})
PUBLIC = Settings.load(
    {
        "SHAODAO_BIND": "0.0.0.0",
        "SHAODAO_SECRET_KEY": SECRET,
        "SHAODAO_PUBLIC_URL": "https://grid.example.cn",
        "SHAODAO_ALLOWED_ORIGINS": "https://city.example.cn",
        "SHAODAO_TRUSTED_PROXIES": "10.0.0.2",
    }
)


def knock(settings: Settings, **environ: str) -> tuple[str, dict[str, Any]]:
    """The status, and the environ that the application saw."""
    seen: dict[str, Any] = {}
    said: list[str] = []

    def application(inner: dict[str, Any], start: Any) -> list[bytes]:
        seen.update(inner)
        start("200 OK", [])
        return [b""]

    base = {"wsgi.url_scheme": "http", "REMOTE_ADDR": "192.0.2.9", "HTTP_HOST": "127.0.0.1:8050"}
    Edge(application, settings)({**base, **environ}, lambda status, headers: said.append(status))
    return said[0][:3], seen


@pytest.mark.parametrize("host", ["127.0.0.1:8050", "localhost", "LOCALHOST:9", "[::1]:8050", "127.0.0.1"])
def test_our_own_names_are_known(host: str) -> None:
    assert knock(LOOPBACK, HTTP_HOST=host)[0] == "200"


@pytest.mark.parametrize(
    "host",
    ["", "evil.cn", "127.0.0.1.evil.cn", "localhost.evil.cn", "evil.cn:8050", "127.0.0.1@evil.cn", "a/b", "127.0.0.1:x",
     "192.168.1.5", "127.0.0.1\\x", "[::1", "127.0.0.1 evil.cn"],
)  # fmt: skip
def test_any_other_host_is_refused(host: str) -> None:
    assert knock(LOOPBACK, HTTP_HOST=host)[0] == "400"


def test_a_console_for_all_addresses_takes_bare_addresses_and_its_public_name() -> None:
    assert knock(PUBLIC, HTTP_HOST="192.168.1.5:8050")[0] == "200"
    assert knock(PUBLIC, HTTP_HOST="grid.example.cn")[0] == "200"
    assert knock(PUBLIC, HTTP_HOST="evil.example.cn")[0] == "400"


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8050", "HTTP://127.0.0.1:8050"])
def test_our_own_origin_is_known(origin: str) -> None:
    assert knock(LOOPBACK, HTTP_ORIGIN=origin)[0] == "200"


@pytest.mark.parametrize(
    "origin",
    ["null", "", "http://evil.cn", "https://127.0.0.1:8050", "http://127.0.0.1:9999", "http://localhost:8050",
     "http://127.0.0.1:8050.evil.cn", "file://"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_any_other_origin_is_refused(origin: str, method: str) -> None:
    assert knock(LOOPBACK, HTTP_ORIGIN=origin, REQUEST_METHOD=method)[0] == "403"


def test_origins_that_were_allowed_are() -> None:
    for origin in ("https://grid.example.cn", "https://city.example.cn"):
        assert knock(PUBLIC, HTTP_HOST="grid.example.cn", HTTP_ORIGIN=origin)[0] == "200"


def test_a_stranger_cannot_say_whom_it_forwards_for() -> None:
    forged = {
        "HTTP_X_FORWARDED_FOR": "127.0.0.1",
        "HTTP_X_FORWARDED_HOST": "evil.cn",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_FORWARDED": "host=evil.cn",
    }
    status, seen = knock(PUBLIC, HTTP_HOST="grid.example.cn", **forged)
    assert status == "200"
    assert seen["REMOTE_ADDR"] == "192.0.2.9"
    assert seen["wsgi.url_scheme"] == "http"
    assert not set(forged) & set(seen)
    assert knock(LOOPBACK, HTTP_ORIGIN="http://evil.cn", HTTP_X_FORWARDED_HOST="evil.cn")[0] == "403"


def test_the_trusted_proxy_is_believed_once() -> None:
    status, seen = knock(
        PUBLIC,
        REMOTE_ADDR="10.0.0.2",
        HTTP_X_FORWARDED_FOR="127.0.0.1, 203.0.113.7",
        HTTP_X_FORWARDED_PROTO="https",
        HTTP_X_FORWARDED_HOST="grid.example.cn",
        HTTP_ORIGIN="https://grid.example.cn",
    )
    assert status == "200"
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"], seen["HTTP_HOST"]) == (
        "203.0.113.7",
        "https",
        "grid.example.cn",
    )


def test_wrapping_twice_asks_once() -> None:
    calls: list[str] = []

    def application(environ: dict[str, Any], start: Any) -> list[bytes]:
        calls.append(environ["REMOTE_ADDR"])
        return []

    inner = Edge(application, PUBLIC)
    environ = {"HTTP_HOST": "grid.example.cn", "REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "10.0.0.2, 192.0.2.1"}
    Edge(inner, PUBLIC)(environ, lambda *_: None)
    assert calls == ["192.0.2.1"]
