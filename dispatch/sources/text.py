"""Text from strangers: composed (NFC), without characters that are not seen but act."""

from __future__ import annotations

import unicodedata

#: U+202A–202E and U+2066–2069 turn the reading direction: a floor could be shown as another.
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C}
_KEPT = {"\n", "\t"}


class BadText(ValueError):
    """A text we refuse; the message says why."""


def clean(text: str, limit: int) -> str:
    """The text to store: NFC, control and direction characters dropped, ends stripped.

    Raises BadText for NUL (PostgreSQL has no such text) and for more than ``limit`` characters."""
    if "\x00" in text:
        raise BadText("holds a NUL character")
    if len(text) > limit:
        raise BadText(f"{len(text)} characters, at most {limit}")
    if text.isascii() and text.isprintable():  # most ids and words: nothing to drop or to compose
        return text.strip()
    kept = text if text.isprintable() else "".join(char for char in text if _is_kept(char))
    return unicodedata.normalize("NFC", kept).strip()


def _is_kept(char: str) -> bool:
    if char in _KEPT:
        return True
    return unicodedata.category(char) not in ("Cc", "Cs") and ord(char) not in _BIDI
