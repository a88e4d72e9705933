"""How often somebody may knock: the promise that dispatch.adapters.limits keeps over Redis."""

from __future__ import annotations

from typing import Protocol


class Verdict(Protocol):
    """May it pass, and if not, after how many seconds it is worth trying again."""

    @property
    def allowed(self) -> bool: ...

    @property
    def retry_after_s(self) -> int: ...


class Limits(Protocol):
    """Rules are written ``10/minute``; the key is whom it counts for."""

    def hit(self, rule: str, *key: str) -> Verdict: ...
