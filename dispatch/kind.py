"""What an alert or ticket is about, and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Opens = Literal["yes", "dispatcher", "after", "no"]
Check = Literal["yes", "sampled", "none"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One line of the catalogue (data/catalogue), editable in /admin."""

    id: str
    zh: str
    en: str
    category: str
    severity: str
    #: ``yes`` at once · ``dispatcher`` decides · ``after``: still firing ``opens_after_min`` later · ``no``: a notice
    opens: Opens = "yes"
    opens_after_min: int = 30
    #: offer the best worker without asking
    auto: bool = False
    arrive_min: int | None = None
    finish_min: int | None = 2880
    check: Check = "none"
    skills: tuple[str, ...] = ()
    #: a pulse repeats within this window when no ticket lives
    pulse_window_min: int = 10
    #: fire kinds: take the stairs
    fire: bool = False
    #: what to bring, shown on the phone (catalogue keys, translated)
    bring: tuple[str, ...] = ()
