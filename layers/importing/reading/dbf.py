"""Texts of a Shapefile: a .cpg that is missing or wrong is usual, so the bytes themselves say what they are."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from layers.importing.reading.source import Head

_CANDIDATES = ("utf-8", "gb18030")
#: Batches looked at before anything is decoded: 40,000 rows.
_LOOK = 2


class Decoder:
    """Takes texts that were read as ISO-8859-1, byte by byte, to what was meant."""

    def __init__(self, path: Path, head: Head) -> None:
        cpg = next((p for p in path.parent.glob(f"{path.stem}.*") if p.suffix.lower() == ".cpg"), None)
        self._said = _codec(cpg.read_text("ascii", "ignore").strip()) if cpg else ""
        self._head, self._encoding = head, ""

    def names(self, info: dict[str, Any]) -> list[str]:
        """The columns' names, in the encoding of their texts as soon as that is known."""
        names = [str(name) for name in info["fields"]]
        return [self._text(name, self._encoding or self._choose(n.encode("latin-1") for n in names)) for name in names]

    def decoded(self, frames: Iterable[tuple[list[str], list[Any], Any]]) -> Iterator[tuple[list[str], list[Any], Any]]:
        """The frames with their texts put right."""
        source = iter(frames)
        first = list(islice(source, _LOOK))
        self._encoding = self._choose(_bytes(first))
        if self._said and self._said != codecs.lookup(self._encoding).name:
            self._head.notes.append({"code": "encoding", "value": self._encoding})
        return self._all(chain(first, source))

    def _all(self, frames: Iterable[tuple[list[str], list[Any], Any]]) -> Iterator[tuple[list[str], list[Any], Any]]:
        for names, values, wkb in frames:
            texts = [[self._text(v, self._encoding) if isinstance(v, str) else v for v in column] for column in values]
            yield [self._text(name, self._encoding) for name in names], texts, wkb

    def _choose(self, texts: Iterable[bytes]) -> str:
        """The encoding in which most texts can be read; what the .cpg says where both or none do."""
        found = [text for text in texts if not text.isascii()]
        said = [self._said] if self._said else []
        scores = {name: sum(_fits(text, name) for text in found) for name in dict.fromkeys((*_CANDIDATES, *said))}
        best = max(scores.values())
        # UTF-8 hardly ever comes about by chance, GB18030 reads nearly anything, a .cpg is believed after those.
        return next(name for name in scores if scores[name] == best)

    @staticmethod
    def _text(text: str, encoding: str) -> str:
        raw = text.encode("latin-1", "replace")
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        return decoder.decode(raw, final=False)  # a dbf cuts texts at a byte, not at a character


def _bytes(frames: list[tuple[list[str], list[Any], Any]]) -> Iterator[bytes]:
    for names, values, _ in frames:
        for text in (*names, *(v for column in values for v in column if isinstance(v, str))):
            yield text.encode("latin-1", "replace")


def _fits(raw: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _codec(name: str) -> str:
    for spelling in (name, f"cp{name}", name.replace("ANSI ", "cp")):
        try:
            return codecs.lookup(spelling).name
        except LookupError:
            continue
    return ""
