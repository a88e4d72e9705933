"""/healthz, /readyz and /metrics: for those who watch over the watcher."""

from __future__ import annotations

from flask import Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from console.access.identity import Identity
from console.api.routes import ANY, BOOLEAN, STRING, Route, ok, shape
from console.api.services import services
from console.api.who import me
from console.problems import Problem

EVERYONE: frozenset[str] = frozenset()


def healthz() -> Response:
    """This process answers."""
    return jsonify({"alive": True})


def readyz() -> Response:
    """The log can be read, the screens follow it, and nobody is shutting down; else 503 with what is wrong."""
    wrong = services().not_ready()
    answer = jsonify({"ready": not wrong, "wrong": wrong})
    answer.status_code = 503 if wrong else 200
    if wrong:
        answer.headers["Retry-After"] = "2"
    return answer


def metrics() -> Response:
    """Prometheus text, on loopback or for an administrator."""
    who: Identity = me()
    if who.role != "admin" and request.remote_addr not in ("127.0.0.1", "::1"):
        raise Problem("forbidden", "on loopback, or as an administrator")
    services().measure()
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)


ROUTES = (
    Route("GET", "/healthz", healthz, EVERYONE, "Alive.", answers=ok(shape(alive=BOOLEAN)), root=True),
    Route(
        "GET",
        "/readyz",
        readyz,
        EVERYONE,
        "Ready to take alerts and to feed screens.",
        answers=ok(shape(ready=BOOLEAN, wrong=ANY)),
        root=True,
    ),
    Route(
        "GET",
        "/metrics",
        metrics,
        EVERYONE,
        "Figures for Prometheus.",
        answers=ok(STRING, media="text/plain"),
        root=True,
    ),
)
