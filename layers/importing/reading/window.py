"""A JSON text through a window that slides, so that a file of 500 MB is never whole in memory."""

from __future__ import annotations

import codecs
import json
import re
from pathlib import Path
from typing import Any

from layers.importing.limits import MAX_FEATURE_MB, MEGA
from layers.importing.reading.text import encoding
from layers.importing.report import ImportRefused

_SPACE = re.compile(r"[\s\ufeff\x1e]*")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}]')
#: Characters that a feature may take, and that are held at once, about.
WINDOW = MAX_FEATURE_MB * MEGA


class Window:
    """A text file through a window that slides: ``text[at:]`` holds at least a feature, if it is of allowed size."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._decoder = codecs.getincrementaldecoder(encoding(path))()
        self._decode = json.JSONDecoder().raw_decode
        self.text, self.at, self.ended = "", 0, False
        self.fill()

    def fill(self) -> bool:
        """Take in more; False at the end of the file."""
        if self.ended:
            return False
        data = self._file.read(WINDOW // 2)
        self.ended = not data
        more = self._decoder.decode(data, final=self.ended)
        self.text, self.at = self.text[self.at :] + more, 0
        return True

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        while True:
            self.at = _match_end(_SPACE, self.text, self.at)
            if self.at < len(self.text):
                return self.text[self.at]
            if not self.fill():
                return ""

    def expect(self, characters: str) -> str:
        """The next character, which must be one of these."""
        found = self.peek()
        if not found or found not in characters:
            raise ImportRefused("not_json", value=f"{characters!r} expected, {found!r} found")
        self.at += 1
        return found

    def value(self) -> Any:
        """The next JSON value; ``Oversize`` when it does not fit the window."""
        self.peek()
        while True:
            try:
                found, end = self._decode(self.text, self.at)
                if end < len(self.text) or self.ended or not self.fill_on(end):
                    self.at = end
                    return found
            except RecursionError as error:
                raise ImportRefused("not_json", value="nested too deeply") from error
            except ValueError as error:
                if len(self.text) - self.at > WINDOW:
                    raise Oversize from error
                if not self.fill():
                    raise ImportRefused("not_json", value=str(error)[:200]) from error

    def fill_on(self, end: int) -> bool:
        """A number that ends with the window may go on: take in more and read again."""
        return self.text[end - 1] not in '}]"' and self.fill()

    def skip_object(self) -> None:
        """Go past an object without keeping it."""
        depth = 0
        while True:
            end = self.at
            for token in _TOKEN.finditer(self.text, self.at):
                depth += {"{": 1, "}": -1}.get(token[0], 0)
                end = token.end()
                if depth == 0 and token[0] == "}":
                    self.at = end
                    return
            # What is left holds no whole token: half a text, which is kept, or numbers.
            quote = self.text.find('"', end)
            self.at = len(self.text) if quote < 0 else quote
            if not self.fill():
                raise ImportRefused("not_json", value="the file ends within a feature")


class Oversize(Exception):
    """A value is larger than the window."""


def _match_end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
