"""Bodies from strangers: what breaks later is refused at once, with a code."""

from __future__ import annotations

import pytest
from flask import Flask, Request
from werkzeug.test import EnvironBuilder

from console.access import read_json
from console.problems import Problem
from dispatch.sources.strict_json import Malformed


def body(data: bytes, kind: str = "application/json", **headers: str) -> Request:
    builder = EnvironBuilder(method="POST", data=data, content_type=kind, headers=headers)
    return Flask(__name__).request_class(builder.get_environ())


@pytest.mark.parametrize("kind", ["application/json", "application/cloudevents+json; charset=UTF-8"])
def test_json_is_read(kind: str) -> None:
    assert read_json(body('{"地点": ["四季绿城", 5]}'.encode(), kind)) == {"地点": ["四季绿城", 5]}


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[1,]", b"NaN", b"[Infinity]", b"1e400", b"123456789012345678901", b"9" * 5000, b'{"a":1,"a":2}',
     b"[" * 100_000, b'"\\ud800"', b'"a\\u0000b"', b'{"\\u0000": 1}', b"\xff\xfe", b'"\x01"', b"{'a': 1}"],
)  # fmt: skip
def test_what_breaks_later_is_malformed_now(data: bytes) -> None:
    with pytest.raises(Malformed):
        read_json(body(data))


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("text/plain", {}),
        ("application/x-www-form-urlencoded", {}),
        ("", {}),
        ("application/json; charset=gbk", {}),
        ("application/json", {"Content-Encoding": "gzip"}),
    ],
)
def test_another_type_is_refused(kind: str, headers: dict[str, str]) -> None:
    with pytest.raises(Problem, match="send") as caught:
        read_json(body(b"{}", kind, **headers))
    assert caught.value.code == "unsupported_media_type"


def test_a_body_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(Problem, match="too_large"):
        read_json(body(b'"' + b"a" * 2000 + b'"'), max_bytes=1000)
