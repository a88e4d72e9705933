"""What every answer tells the browser it may do (reliability.md §2.7). No unsafe-eval; inline scripts by hash only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, lru_cache

from flask import Flask, Response, g, request

from console.settings import Settings

_KEY = "shaodao.scripts"
Hashes = Callable[[], Iterable[str]]

FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
#: a year; only ever said over https
HSTS = "max-age=31536000; includeSubDomains"


def admit_scripts(app: Flask, prefix: str, hashes: Hashes) -> None:
    """The inline scripts of a Dash app, by hash: ``admit_scripts(server, "/desk/", dash_app.csp_hashes)``.

    Asked at the first page, when all clientside callbacks exist."""
    app.extensions.setdefault(_KEY, {})[prefix] = cache(lambda: tuple(hashes()))


def policy(scripts: tuple[str, ...], socket: str) -> str:
    """The Content-Security-Policy of a page with these inline scripts, whose socket is at ``socket``."""
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", *scripts)),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "media-src": "'self' blob:",
        "worker-src": "'self' blob:",
        "connect-src": f"'self' {socket}",
        "object-src": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in parts.items())


@lru_cache(maxsize=64)
def _said(scripts: tuple[str, ...], host: str, secure: bool, hsts: bool) -> tuple[tuple[str, str, str], ...]:
    """(name, name in small letters, value): the same for every answer to the same host, so made once."""
    said = FIXED | {"Content-Security-Policy": policy(scripts, f"{'wss' if secure else 'ws'}://{host}")}
    if hsts:
        said |= {"Strict-Transport-Security": HSTS}
    return tuple((name, name.lower(), value) for name, value in said.items())


def _scripts(app: Flask, path: str) -> tuple[str, ...]:
    """Hashes of the inline scripts under ``path``."""
    known = app.extensions.get(_KEY, {}).items()
    return tuple(one for prefix, hashes in known if path.startswith(prefix) for one in hashes())


def install(app: Flask, settings: Settings) -> None:
    """On every answer of Flask, errors included; what a view said itself stands."""

    @app.after_request
    def add(response: Response) -> Response:
        said = _said(_scripts(app, request.path), request.host, request.is_secure, settings.secure)
        given = {name.lower() for name in response.headers.keys()}  # noqa: SIM118 (not a dict: iterating gives pairs)
        response.headers.extend([(name, value) for name, lower, value in said if lower not in given])
        if getattr(g, "identity", None) is not None and g.identity.known:
            if "vary" in given:
                response.vary.add("Cookie")
            else:
                response.headers.add("Vary", "Cookie")
            if "cache-control" not in given:
                response.headers.add("Cache-Control", "no-store")
        return response
