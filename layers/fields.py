"""What a layer's rows may say: the columns of a register, what they are called in files, and what they may hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Holds = Literal["text", "number", "integer", "yes_no", "choice", "hours", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """One property of a layer's features, and of its template.

    ``name`` is ours (and the key of the property); ``title`` is the Chinese heading of the template's column, which
    import understands as well; ``aliases`` are other headings seen in registers, best first. ``low`` and ``high``
    bound numbers, ``pattern`` is what a whole text must match. A value that does not fit rejects its row, except in
    ``text`` without a pattern.
    """

    name: str
    title: str
    holds: Holds = "text"
    aliases: tuple[str, ...] = ()
    required: bool = False
    choices: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    #: what the template's example row shows
    example: str = ""
    pattern: str = ""
    #: what registers write → what we keep, for choices: (("电动汽车", "ev"), …)
    values: tuple[tuple[str, str], ...] = ()
