"""A community or compound as people write it, and the one of ours that is meant."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_BLANK = re.compile(r"[\s·•,，、。.()（）\-_/#]+")
#: What is said after a name and is no part of it; the longest first.
_SUFFIX = re.compile(
    r"(?:社区居民委员会|居民委员会|村民委员会|社区居委会|住宅小区|居委会|村委会|委员会|社区|小区|街道办事处|街道"
    r"|第?[一二三四五六七八九十\d]+(?:期|网格|区|号车棚)|网格|车棚|家园|community|estate|compound)$",
    re.I,
)
#: Shorter names are found in everything.
_LEAST = 2


def bare(name: str) -> str:
    """Without blanks, brackets and what only says what kind of place it is."""
    name = _BLANK.sub("", unicodedata.normalize("NFKC", name)).lower()
    while (shorter := _SUFFIX.sub("", name)) != name and len(shorter) >= _LEAST:
        name = shorter
    return name


class Names:
    """Ours, to find theirs among."""

    def __init__(self, known: Iterable[str]) -> None:
        self._known = {short for one in known if len(short := bare(one)) >= _LEAST}
        self._longest_first = sorted(self._known, key=len, reverse=True)
        self._seen: dict[str, str | None] = {}

    def find(self, theirs: str) -> str | None:
        """The bare name that is meant: the same, or the longest with which theirs begins. None when we know none."""
        if theirs not in self._seen:
            short = bare(theirs)
            begins = (one for one in self._longest_first if short.startswith(one))
            self._seen[theirs] = short if short in self._known else next(begins, None)
        return self._seen[theirs]
