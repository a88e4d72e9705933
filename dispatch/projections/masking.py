"""Personal data is shown by need: lists get the masked form, the whole is a logged request."""

from __future__ import annotations

import re

_PHONE = re.compile(r"(?<!\d)(\d{3})\d{4}(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(\d{3,4}-?)\d{3,4}(\d{4})(?!\d)")


def phone(text: str) -> str:
    """13812345678 → 138****5678, inside any text."""
    return _LANDLINE.sub(r"\1****\2", _PHONE.sub(r"\1****\2", text))


def caller(text: str) -> str:
    """王小明 13812345678 → 王* 138****5678: the family name and the ends of the number."""
    words = [phone(word) if any(ch.isdigit() for ch in word) else f"{word[:1]}*" for word in text.split()]
    return " ".join(words)
