"""The log is one JSON object a line, and keeps no secret."""

from __future__ import annotations

import io
import json
import logging

import pytest

from console import logs


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logs.JsonLines())
    logger = logging.getLogger("test.logs")
    logger.handlers, logger.propagate = [handler], False
    return stream


def test_a_line_break_from_outside_makes_no_second_line(lines: io.StringIO) -> None:
    logging.getLogger("test.logs").warning("name %s", "a\r\n{}\u2028\x1b[31m")
    assert lines.getvalue().count("\n") == 1
    assert "\x1b" not in lines.getvalue()
    assert json.loads(lines.getvalue())["message"].endswith("\x1b[31m")


def test_an_exception_and_what_came_with_it_stay_on_the_line(lines: io.StringIO) -> None:
    try:
        raise ValueError("token=abc123")
    except ValueError:
        logging.getLogger("test.logs").exception("failed", extra={"alert": "889-1"})
    line = json.loads(lines.getvalue())
    assert (line["level"], line["alert"]) == ("error", "889-1")
    assert "ValueError" in line["traceback"]
    assert "abc123" not in lines.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "GET /wall?display=SECRET&x=1 HTTP/1.1",
        "GET /p/#enrol=SECRET",
        "Authorization: Bearer SECRET",
        'auth {"token": "SECRET"}',
        "cookie session=SECRET; a=b",
        "__Host-session=SECRET",
        "postgresql://user:SECRET@host/db",
        "body password=SECRET",
    ],
)
def test_a_secret_does_not_reach_the_log(text: str) -> None:
    assert "SECRET" not in logs.scrub(text)


def test_what_is_no_secret_stays() -> None:
    text = "GET /tickets?state=pending&kind=smoke 200; http://127.0.0.1:8050/desk token made for w07"
    assert logs.scrub(text) == text
