"""Who may come in, and what they may do: closed by default.

Names are imported when they are asked for: the engine and the command line take accounts and tokens from here and
never load Flask and Dash, which are 1.4 s of a start.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask

    from console.access.access import Access
    from console.access.dash_apps import admit_dash
    from console.access.edge import Edge
    from console.access.gate import current_identity
    from console.access.identity import NOBODY, ROLES, Identity
    from console.access.limits import Limits
    from console.access.policy import allow, closed_views
    from console.access.reading import read_json
    from console.settings import Settings

__all__ = [
    "NOBODY",
    "ROLES",
    "Access",
    "Edge",
    "Identity",
    "Limits",
    "admit_dash",
    "allow",
    "closed_views",
    "current_identity",
    "install",
    "read_json",
]
_MODULES = {
    "NOBODY": "identity",
    "ROLES": "identity",
    "Access": "access",
    "Edge": "edge",
    "Identity": "identity",
    "Limits": "limits",
    "admit_dash": "dash_apps",
    "allow": "policy",
    "closed_views": "policy",
    "current_identity": "gate",
    "read_json": "reading",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def install(app: Flask, settings: Settings, access: Access, limits: Limits | None = None) -> None:
    """Gate, headers, sign-in and problems on this Flask app. Call it before any other ``before_request``, and wrap the
    final WSGI callable (after Socket.IO was added) once more: ``app.wsgi_app = Edge(app.wsgi_app, settings)``.
    ``limits`` is services.limits; without it only signing in is slowed."""
    from console import problems
    from console.access import gate, headers, routes
    from console.access.edge import Edge
    from console.pages import login

    app.extensions["access"] = access
    app.config.update(
        SHAODAO_LOCALE=settings.locale,
        # a batch of 1,000 alerts is 1 MB; routes for photos raise ``request.max_content_length`` themselves
        MAX_CONTENT_LENGTH=app.config.get("MAX_CONTENT_LENGTH") or 2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    headers.install(app, settings)
    gate.install(app, access, limits)
    problems.install(app)
    routes.install(app)
    login.install(app)
    app.wsgi_app = Edge(app.wsgi_app, settings)  # type: ignore[method-assign]
