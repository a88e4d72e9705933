"""What an alert or ticket is about, and what follows from that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Opens = Literal["yes", "dispatcher", "after", "no"]
Check = Literal["yes", "sampled", "none"]
#: ``suggest``: proposed, a person sends · ``auto``: the best is asked · ``broadcast``: all near are asked at once, the
#: first to say yes has it · ``hand``: nobody is proposed
Mode = Literal["suggest", "auto", "broadcast", "hand"]
MODES: tuple[Mode, ...] = get_args(Mode)
#: the engine asks without being told to
BY_ITSELF = frozenset({"auto", "broadcast"})


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
    #: what was said before there were modes, and still a short word for them: the engine asks by itself
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
    #: one of MODES; empty: as ``auto`` says, which is what the log holds from before
    mode: str = ""
    #: ``broadcast`` asks everybody who is so many minutes away or less
    broadcast_min: int = 10

    def __post_init__(self) -> None:
        object.__setattr__(self, "mode", self.mode or ("auto" if self.auto else "suggest"))
        object.__setattr__(self, "auto", self.mode in BY_ITSELF)
