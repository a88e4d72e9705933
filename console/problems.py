"""One translator of everything that goes wrong: code → HTTP status → the sentence people read.

{"error": {"code": "worker_busy", "message": "…", "detail": {…}}}

Flask is imported by what answers with it: the engine and the command line raise problems too, and 0.4 s of a start
would be Flask's.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from console import problem_reasons, races
from console.i18n import current_locale, t
from dispatch.errors import CONFLICTS, EpochChanged, LogUnavailable, Refused
from dispatch.sources.strict_json import Malformed

if TYPE_CHECKING:
    from flask import Flask, Response

_LOG = logging.getLogger(__name__)

#: code → status; every conflict is 409
STATUS: dict[str, int] = {
    **dict.fromkeys(CONFLICTS, 409),
    "malformed": 400,
    "unknown_host": 400,
    "unauthenticated": 401,
    "sign_in_failed": 401,
    "display_unknown": 401,
    "forbidden": 403,
    "csrf": 403,
    "unknown_origin": 403,
    "not_found": 404,
    "method_not_allowed": 405,
    "refused": 409,
    "last_admin": 409,
    "no_roads": 409,
    "plan_gone": 409,
    "plan_moved_on": 409,
    "import_running": 409,
    "import_not_ready": 409,
    "import_done": 409,
    "name_taken": 409,
    "enrolment_void": 410,
    "reload": 410,
    "too_large": 413,
    "too_many_features": 413,
    "file_too_large": 413,
    "unsupported_media_type": 415,
    "invalid_field": 422,
    "off_network": 422,
    "import_refused": 422,
    "id_reused": 422,
    "too_many_requests": 429,
    "too_many": 429,
    "internal": 500,
    "not_ready": 503,
    "no_space": 507,
}
_CODE_OF_STATUS = {
    400: "malformed", 401: "unauthenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    409: "refused", 410: "reload", 413: "too_large", 415: "unsupported_media_type", 422: "invalid_field",
    429: "too_many_requests", 503: "not_ready",
}  # fmt: skip
#: seconds after which trying again makes sense
RETRY_AFTER_S = 2


class Problem(Exception):
    """What the edge itself refuses, by code; ``detail`` for programs, ``retry_after`` in seconds."""

    def __init__(self, code: str, message: str = "", *, retry_after: int | None = None, **detail: Any) -> None:
        super().__init__(message or code)
        self.code, self.detail, self.retry_after = code, detail, retry_after


def body_of(error: Exception) -> tuple[dict[str, Any], int]:
    """The ``error`` object of an exception, and its status; anything unknown is 500 and goes to the log."""
    code, detail = _code_of(error)
    if code == "internal":
        _LOG.error("unhandled", exc_info=error)
    params = {"field": "", "message": "", **races.params_of(detail)}
    if code in ("invalid_field", "malformed"):
        params["message"] = problem_reasons.words(error)
    message = t(races.key_of(code, detail), **{key: _shown(value) for key, value in params.items()})
    return {"code": code, "message": message, "detail": detail | _reason(error, code)}, STATUS[code]


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _reason(error: Exception, code: str) -> dict[str, str]:
    """The core's own words, for people who write programs."""
    text = str(error)
    silent = code == "internal" or _of_http(error)
    return {"reason": text} if not silent and text and text != code else {}


def _code_of(error: Exception) -> tuple[str, dict[str, Any]]:
    if isinstance(error, Refused | Problem):
        return (error.code if error.code in STATUS else "refused"), error.detail
    if isinstance(error, Malformed):
        return "malformed", {}
    if isinstance(error, LogUnavailable | EpochChanged):
        return "not_ready", {}
    status = getattr(error, "code", None) if _of_http(error) else None
    return ("internal" if status is None else _CODE_OF_STATUS.get(status, "internal")), {}


def _of_http(error: Exception) -> bool:
    """Whether Werkzeug raised it."""
    from werkzeug.exceptions import HTTPException

    return isinstance(error, HTTPException)


def response_of(error: Exception) -> Response:
    """The whole answer."""
    from flask import jsonify

    body, status = body_of(error)
    answer = jsonify({"error": body})
    answer.status_code = status
    retry_after = getattr(error, "retry_after", None)
    if status in (429, 503):
        answer.headers["Retry-After"] = str(int(retry_after or RETRY_AFTER_S))
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="shaodao"'
    return answer


def page_of(error: Exception) -> Response:
    """The same for a person's browser: the sentence, and the way back."""
    from flask import Response, render_template_string

    body, status = body_of(error)
    answer = Response(render_template_string(_PAGE, error=body, status=status, locale=current_locale(), t=t), status)
    retry_after = getattr(error, "retry_after", None)
    if status in (429, 503):
        answer.headers["Retry-After"] = str(int(retry_after or RETRY_AFTER_S))
    return answer


#: no scripts, the sign-in page's styles
_PAGE = """<!doctype html><html lang="{{ locale }}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{{ error.message }}</title>
<link rel="stylesheet" href="/login/tokens.css"><link rel="stylesheet" href="/login/login.css">
<body data-screen="login"><main class="card"><p class="status">{{ status }}</p><h1>{{ error.message }}</h1>
<a class="btn" href="/">{{ t("action.back") }}</a></main></body></html>"""


def install(app: Flask) -> None:
    """Every refusal and failure of the API is such an object, of a page such a page; a redirect stays one."""

    def answer(error: Exception) -> Any:
        if _of_http(error) and (getattr(error, "code", None) or 0) < 400:
            return error
        return page_of(error) if wants_page() else response_of(error)

    app.register_error_handler(Exception, answer)


def wants_page() -> bool:
    """A person's browser that asked for a page, not a script that asked for data."""
    from flask import request

    if request.path.startswith("/api/") or "/_" in request.path:
        return False
    return request.accept_mimetypes.best_match(["application/json", "text/html"]) == "text/html"
