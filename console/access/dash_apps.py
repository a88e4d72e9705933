"""Dash apps behind the gate: their inline scripts by hash, and bodies of callbacks looked at before Dash sees them.

Dash 4.4 answers six of seven junk bodies with 500 and a traceback in the log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from dash import Dash
from dash.exceptions import DependencyException, InvalidResourceError
from flask import Flask, request

from console.access.headers import admit_scripts
from console.problems import Problem
from dispatch.sources import strict_json

View = Callable[..., Any]

#: texts in forms are at most 200 characters
LARGEST = 256 * 1024


def admit_dash(server: Flask, app: Dash) -> None:
    """Call it when the app is built; its prefix must stand in ``policy.PREFIXES``."""
    prefix = str(app.config.routes_pathname_prefix)
    admit_scripts(server, prefix, app.csp_hashes)
    calls = f"{prefix}_dash-update-component"
    files = f"{prefix}_dash-component-suites/<string:package_name>/<path:fingerprinted_path>"
    server.view_functions[calls] = _looked_at(server.view_functions[calls], app)
    server.view_functions[files] = _found(server.view_functions[files])


def _looked_at(view: View, app: Dash) -> View:
    @wraps(view)
    def call(*args: Any, **kwargs: Any) -> Any:
        check(request.get_data(), app.callback_map)
        return view(*args, **kwargs)

    return call


def _found(view: View) -> View:
    """A package that Dash does not serve is not found, rather than an exception."""

    @wraps(view)
    def serve(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except (DependencyException, InvalidResourceError, FileNotFoundError):
            raise Problem("not_found") from None

    return serve


def check(raw: bytes, callbacks: Mapping[str, Any]) -> None:
    """Raises Malformed or Problem("malformed") unless the body asks for a callback there is, with its own inputs."""
    if len(raw) > LARGEST:
        raise Problem("too_large", limit=LARGEST)
    body = strict_json.loads(raw)
    _need(isinstance(body, dict), "an object is needed")
    output = body.get("output")
    _need(isinstance(output, str) and output in callbacks, "there is no such callback")
    spec = callbacks[output]
    _check_parts(body.get("inputs", []), spec["inputs"])
    _check_parts(body.get("state", []), spec["state"])
    changed = body.get("changedPropIds", [])
    _need(
        isinstance(changed, list) and all(isinstance(one, str) for one in changed), "changedPropIds is a list of texts"
    )
    outputs = body.get("outputs")
    _need(_is_part(outputs) or (isinstance(outputs, list) and all(map(_is_group, outputs))), "outputs name no property")


def _check_parts(parts: Any, spec: list[Any]) -> None:
    fits = isinstance(parts, list) and len(parts) == len(spec) and all(map(_is_group, parts))
    _need(fits, "inputs and state are those of the callback")


def _is_group(part: Any) -> bool:
    """One property, or those that a pattern matched."""
    return _is_part(part) or (isinstance(part, list) and all(map(_is_part, part)))


def _is_part(part: Any) -> bool:
    return isinstance(part, dict) and isinstance(part.get("id"), str | dict) and isinstance(part.get("property"), str)


def _need(holds: bool, why: str) -> None:
    if not holds:
        raise Problem("malformed", why)
