"""Header lines from strangers: read as the standard says, or refused; never guessed at."""

import io

import pytest

from console.transport.head import BadHead, read


def head(*lines: bytes):
    return read(io.BytesIO(b"".join(line + b"\r\n" for line in (*lines, b""))))


def test_names_are_found_however_they_are_written():
    found = head(b"Host: a:1", b"CONTENT-type:application/json", b"X-Two: 1", b"x-two:\t2 ")
    assert found.get("hOST") == "a:1"
    assert found.typeheader == "application/json"
    assert list(found.environ()) == [("HTTP_HOST", "a:1"), ("HTTP_X_TWO", "1"), ("HTTP_X_TWO", "2")]


def test_an_underscore_does_not_pass_for_a_hyphen():
    assert list(head(b"X_Forwarded_For: 1.2.3.4").environ()) == []


def test_a_bare_newline_ends_a_line_too():
    assert read(io.BytesIO(b"Host: a\nAccept: b\n\n")).get("accept") == "b"


@pytest.mark.parametrize(
    "line",
    [b"no colon", b": no name", b"Na me: x", b"Name : x", b" folded: x", b"N\xc3\xa4me: x", b"A: x\0y", b"A: x\ry"],
)
def test_what_is_no_header_line_is_refused(line: bytes):
    with pytest.raises(BadHead):
        head(b"Host: a", line)


@pytest.mark.parametrize(
    "lines",
    [
        (b"Content-Length: 5", b"Content-Length: 5"),
        (b"Content-Length: 5", b"content-length: 6"),
        (b"Content-Length: 5", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding: gzip, chunked",),
        (b"Host: a", b"Host: b"),
    ],
)
def test_where_the_next_request_begins_is_never_in_doubt(lines: tuple[bytes, ...]):
    with pytest.raises(BadHead):
        head(*lines)


def test_headers_without_an_end_and_headers_without_number_are_refused():
    with pytest.raises(BadHead, match="no end"):
        read(io.BytesIO(b"Host: a\r\nAccept: b"))
    with pytest.raises(BadHead, match="more than"):
        head(*(b"X-%d: 1" % n for n in range(101)))
