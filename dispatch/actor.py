"""Who did it. Actors come from the authenticated identity, never from a body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["dispatcher", "worker", "source", "engine", "admin", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    kind: ActorKind
    id: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @property
    def is_person(self) -> bool:
        return self.kind in ("dispatcher", "admin")


ENGINE = Actor("engine")
SYSTEM = Actor("system")
