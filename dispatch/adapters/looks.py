"""What each dispatcher has before them, over all web processes. Latest only, never in the log, may be lost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from dispatch.adapters.latest import Codec, Latest


@dataclass(frozen=True, slots=True)
class Look:
    """``key`` names the process and one of its windows; an empty ``ticket_id`` is a window that looks at none.
    ``worker_id``: whom they are about to send there."""

    key: str
    name: str
    ticket_id: str
    worker_id: str
    at: datetime


CODEC: Codec[Look] = Codec(
    lambda look: look.key,
    lambda look: look.at,
    lambda look: json.dumps([look.name, look.ticket_id, look.worker_id, look.at.isoformat()], ensure_ascii=False),
    lambda key, text: _load(key, text),
)


def _load(key: str, text: str) -> Look:
    name, ticket_id, worker_id, at = json.loads(text)
    return Look(key, name, ticket_id, worker_id, datetime.fromisoformat(at))


class Looks(Latest[Look]):
    """One look a window."""

    def __init__(self) -> None:
        super().__init__("looks", CODEC)
