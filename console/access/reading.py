"""Reading a JSON body from a stranger: size first, then type, then a parser that refuses what breaks later."""

from __future__ import annotations

from typing import Any

from flask import Request

from console.problems import Problem
from dispatch.sources import strict_json

#: 256 kB; photos and imports have routes and limits of their own
LARGEST = 256 * 1024


def read_json(request: Request, max_bytes: int = LARGEST) -> Any:
    """The value. Raises Problem(unsupported_media_type, too_large) or Malformed (which becomes 400).

    NaN, numbers beyond 2^53, 32 levels of nesting, keys that stand twice and lone surrogates are malformed."""
    if request.mimetype != "application/json" and not request.mimetype.endswith("+json"):
        raise Problem("unsupported_media_type", "send application/json")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise Problem("unsupported_media_type", "send the body uncompressed")
    if request.mimetype_params.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Problem("unsupported_media_type", "send UTF-8")
    if (request.content_length or 0) > max_bytes:
        raise Problem("too_large", limit=max_bytes)
    body = request.stream.read(max_bytes + 1)
    if len(body) > max_bytes:
        raise Problem("too_large", limit=max_bytes)
    return _without_nul(strict_json.loads(body))


def _without_nul(value: Any) -> Any:
    """PostgreSQL has no text with a NUL in it, so no text of ours has."""
    pending = [value]
    while pending:
        one = pending.pop()
        if isinstance(one, str) and "\x00" in one:
            raise strict_json.Malformed("a text holds a NUL character")
        if isinstance(one, dict):
            pending += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            pending += one
    return value
