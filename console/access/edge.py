"""The outermost WSGI layer: whose proxy, which Host, which Origin; before Flask and before Socket.IO."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from werkzeug.middleware.proxy_fix import ProxyFix

from console.i18n import t
from console.problems import STATUS
from console.settings import Settings

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]
#: set once a request was vetted, so that wrapping twice does no harm
_VETTED = "shaodao.vetted"
#: what only a proxy may say; Engine.IO would compare Origin with a forged X-Forwarded-Host
_FORWARDED = ("FOR", "PROTO", "HOST", "PORT", "PREFIX", "SERVER")


class Edge:
    """Refuses unknown hosts and origins; believes X-Forwarded-* only of the trusted proxies, and then once."""

    def __init__(self, app: Wsgi, settings: Settings) -> None:
        self._app = app
        self._settings = settings
        self._ours = lru_cache(maxsize=256)(lambda host: host_is_ours(host, settings))
        self._fixed = ProxyFix(self._vet, x_for=1, x_proto=1, x_host=1)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if environ.get(_VETTED):
            return self._app(environ, start_response)
        if self._is_proxy(environ.get("REMOTE_ADDR", "")):
            return self._fixed(environ, start_response)
        return self._vet(environ, start_response)

    def _is_proxy(self, address: str) -> bool:
        if not self._settings.trusted_proxies:
            return False
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(ip in network for network in self._settings.trusted_proxies)

    def _vet(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        for name in _FORWARDED:
            environ.pop(f"HTTP_X_FORWARDED_{name}", None)
        environ.pop("HTTP_FORWARDED", None)
        if code := self._refusal(environ):
            return _refuse(code, start_response)
        environ[_VETTED] = True
        return self._app(environ, start_response)

    def _refusal(self, environ: Environ) -> str | None:
        """``unknown_host``, ``unknown_origin``, or None when both are ours."""
        host = environ.get("HTTP_HOST") or ""
        if not self._ours(host):
            return "unknown_host"
        origin = environ.get("HTTP_ORIGIN")
        if origin is None:
            return None
        same = f"{environ.get('wsgi.url_scheme', 'http')}://{host.lower()}"
        return None if origin.lower() in {same, *self._settings.origins} else "unknown_origin"


def host_is_ours(host: str, settings: Settings) -> bool:
    """By name, whatever the port: a port may be mapped, and rebinding needs a name."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        _ = urlsplit(f"//{host}").port
    except ValueError:
        return False
    if any(char in host for char in "/\\@?# \t"):
        return False
    if name in settings.trusted_hosts:
        return True
    return settings.any_address and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _refuse(code: str, start_response: Any) -> Iterable[bytes]:
    error = {"code": code, "message": t(f"problem.{code}", "zh-CN") + " " + t(f"problem.{code}", "en"), "detail": {}}
    body = json.dumps({"error": error}, ensure_ascii=False).encode()
    headers = [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("X-Content-Type-Options", "nosniff"),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{STATUS[code]} Refused", headers)
    return [body]
