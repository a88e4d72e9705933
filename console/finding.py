"""One line of what ``shaodao doctor`` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["good", "note", "wrong"]


@dataclass(frozen=True, slots=True)
class Finding:
    """``wrong`` keeps the console from working as it should; a ``note`` is worth knowing."""

    level: Level
    text: str
