"""What every answer tells the browser it may do (reliability.md §2.7). No unsafe-eval; inline scripts by hash only."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache

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


def policy(app: Flask, path: str, host: str, *, secure: bool) -> str:
    """The Content-Security-Policy of one page."""
    scripts = ["'self'"]
    for prefix, hashes in app.extensions.get(_KEY, {}).items():
        if path.startswith(prefix):
            scripts += hashes()
    socket = f"{'wss' if secure else 'ws'}://{host}"
    parts = {
        "default-src": "'self'",
        "script-src": " ".join(scripts),
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


def install(app: Flask, settings: Settings) -> None:
    """On every answer of Flask, errors included."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in FIXED.items():
            response.headers.setdefault(name, value)
        secure = request.is_secure
        response.headers.setdefault("Content-Security-Policy", policy(app, request.path, request.host, secure=secure))
        if settings.secure:
            response.headers.setdefault("Strict-Transport-Security", HSTS)
        if getattr(g, "identity", None) is not None and g.identity.known:
            response.vary.add("Cookie")
            if "Cache-Control" not in response.headers:
                response.headers["Cache-Control"] = "no-store"
        return response
