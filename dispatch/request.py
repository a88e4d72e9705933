"""What is asked of a district, and what was answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dispatch.actor import Actor
from dispatch.commands import Command
from dispatch.events import Recorded
from dispatch.matching import Ranking


@dataclass(frozen=True, slots=True)
class Request:
    """A command with who asks; ``id`` makes resending safe; ``ranking`` was computed before the lock."""

    actor: Actor
    id: str
    command: Command
    body_hash: str = ""
    ranking: Ranking | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """``seq`` of the last event (the head when there was none); ``data`` is what was and will be answered."""

    seq: int
    events: tuple[Recorded, ...]
    duplicate: bool = False
    data: dict[str, Any] = field(default_factory=dict)
