"""The planner's latest proposal. Latest only, never in the log, may be lost: the next plan says it again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dispatch.adapters.latest import Codec, Latest


@dataclass(frozen=True, slots=True)
class Proposal:
    """``body`` as GET /plan tells it."""

    at: datetime
    body: dict[str, Any]

    @property
    def id(self) -> str:
        return str(self.body.get("id", ""))


NOTHING = Proposal(
    datetime(1970, 1, 1, tzinfo=UTC),
    {
        "id": "", "seq": 0, "changes": [], "notes": [], "late_before": 0, "late_after": 0,
        "walk_before_s": 0, "walk_after_s": 0, "gap": 0.0, "by": "", "bound_by": "",
    },
)  # fmt: skip
#: there is one, and this is its name among the latest
ONLY = "plan"
CODEC: Codec[Proposal] = Codec(
    lambda proposal: ONLY,
    lambda proposal: proposal.at,
    lambda proposal: json.dumps([proposal.at.isoformat(), proposal.body], ensure_ascii=False),
    lambda _field, text: _load(text),
)


def _load(text: str) -> Proposal:
    at, body = json.loads(text)
    return Proposal(datetime.fromisoformat(at), body)


class Proposals(Latest[Proposal]):
    """One proposal; a later one replaces it."""

    def __init__(self) -> None:
        super().__init__("plan", CODEC)

    def latest(self) -> Proposal | None:
        return self.get(ONLY)
