"""Pinyin of the words that can be searched, made when they are stored.

The web process reads the table and never loads pypinyin: 58 MB for its phrase dictionary.
"""

from __future__ import annotations

import json
import re
import sqlite3

#: Properties whose words people type; the name is always one.
SPOKEN = ("compound", "unit", "place", "alt_name")
_LETTERS = re.compile(r"[a-z0-9]+")


def spell(db: sqlite3.Connection) -> None:
    """Fill the table ``words`` with the words of the features that it lacks."""
    known = {row[0] for row in db.execute("SELECT word FROM words")}
    missing = _words(db) - known
    if missing:
        db.executemany("INSERT INTO words VALUES (?, ?, ?)", [(word, *pinyin(word)) for word in sorted(missing)])


def _words(db: sqlite3.Connection) -> set[str]:
    words = {row[0] for row in db.execute("SELECT DISTINCT name FROM features")}
    for (text,) in db.execute("SELECT DISTINCT props FROM features"):
        props = json.loads(text)
        words |= {str(props[key]) for key in SPOKEN if props.get(key)}
    return {word for word in words if word and not word.isascii()}


def pinyin(word: str) -> tuple[str, str]:
    """(``sijilvcheng5haolou``, ``sjlc5hl``): full pinyin with ü as v, and initials; digits and letters stay."""
    from pypinyin import Style, lazy_pinyin  # 58 MB: only where words are stored

    full = lazy_pinyin(word.lower(), style=Style.NORMAL, errors=lambda run: list(run))  # type: ignore[arg-type, return-value]
    parts = [part for run in full for part in ([run] if run.isalpha() and len(run) > 1 else _LETTERS.findall(run))]
    short = "".join(part if part[0].isdigit() else part[0] for part in parts if part)
    return "".join(parts), short
