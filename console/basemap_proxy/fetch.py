"""One source tile over HTTP, with limits: time, size, host."""

from __future__ import annotations

import re
import time
from collections import OrderedDict
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit

from gevent import monkey

#: Seconds for connecting and for each read; and for a whole tile.
TIMEOUT_S, WHOLE_S = 5.0, 8.0
#: A picture of 512 × 512 is 50-300 kB.
LARGEST = 2 * 1024 * 1024
#: Each source is cut by up to four of our tiles: 256 of them (about 8 MB) save three requests of four.
_KEPT = 256
#: … for this long.
_KEPT_S = 3_600.0
_MISSING = frozenset({204, 404, 410})
_RANGE = re.compile(r"\{(?:s|([0-9a-z])-([0-9a-z]))\}")
_AGENT = "shaodao (map of one district; cached)"


#: Held between native threads, where gevent's lock of the same name would look for a loop.
_native_lock = monkey.get_original("_thread", "allocate_lock")


class Away(Exception):
    """The upstream did not give a tile; says why, without the address (which may hold a key)."""


class _SameHost(request.HTTPRedirectHandler):
    """Follows a redirect to the same scheme, host and port; any other is a failure."""

    max_redirections = 2

    def redirect_request(
        self, req: request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> request.Request | None:
        there, here = urlsplit(newurl), urlsplit(req.full_url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise Away("redirects to another host")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Upstream:
    """Source tiles of one template. Methods block: call them in a native thread."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self._lock = _native_lock()
        self._opener = request.OpenerDirector()  # no file:, no ftp:, no data:
        for handler in (
            request.ProxyHandler(), request.HTTPHandler(), request.HTTPSHandler(), request.HTTPErrorProcessor(),
            request.HTTPDefaultErrorHandler(), _SameHost(),
        ):  # fmt: skip
            self._opener.add_handler(handler)

    @property
    def host(self) -> str:
        return urlsplit(_RANGE.sub("", self._template)).hostname or ""

    def get(self, z: int, x: int, y: int) -> bytes:
        """The picture's bytes; empty where the upstream says that there is none. Raises Away."""
        url = address(self._template, z, x, y)
        with self._lock:
            since, data = self._kept.get(url, (-_KEPT_S, b""))
        if time.monotonic() - since < _KEPT_S:
            return data
        data = self._ask(url)
        with self._lock:
            self._kept[url] = (time.monotonic(), data)
            self._kept.move_to_end(url)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return data

    def forget(self) -> None:
        """Something among what was kept is no picture: ask for everything again."""
        with self._lock:
            self._kept.clear()

    def _ask(self, url: str) -> bytes:
        asked = request.Request(url, headers={"User-Agent": _AGENT, "Accept": "image/*"})
        try:
            with self._opener.open(asked, timeout=TIMEOUT_S) as answer:
                if answer.status in _MISSING:
                    return b""
                if data := _body(answer):
                    return data
                raise Away("sends nothing")
        except HTTPError as error:
            with error:
                if error.code in _MISSING:
                    return b""
            raise Away(f"answers {error.code}") from None
        except URLError as error:
            raise Away(type(error.reason).__name__) from None
        except (OSError, HTTPException, ValueError) as error:
            raise Away(type(error).__name__) from None


def address(template: str, z: int, x: int, y: int) -> str:
    """The template filled in: {z} {x} {y}, and {s} (a to c) or a range such as {1-4} by the tile's place."""

    def host(found: re.Match[str]) -> str:
        first, last = ord(found[1] or "a"), ord(found[2] or "c")
        return chr(first + (x + y) % (max(first, last) - first + 1))

    filled = _RANGE.sub(host, template)
    return filled.replace("{z}", str(z)).replace("{x}", str(x)).replace("{y}", str(y))


def _body(answer: IO[bytes]) -> bytes:
    until, parts, size = time.monotonic() + WHOLE_S, [], 0
    while chunk := answer.read1(65_536) if hasattr(answer, "read1") else answer.read(65_536):
        parts.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            raise Away(f"sends more than {LARGEST // 2**20} MB for a tile")
        if time.monotonic() > until:
            raise Away(f"takes more than {WHOLE_S:.0f} s for a tile")
    return b"".join(parts)
