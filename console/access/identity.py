"""Who is asking: a person at a desk, a worker's phone, a source, a display, or nobody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

#: roles of accounts; worker, source and display come with tokens
ACCOUNT_ROLES = ("admin", "dispatcher", "supervisor", "wall", "auditor")
ROLES = (*ACCOUNT_ROLES, "worker", "source", "display")


@dataclass(frozen=True, slots=True)
class Identity:
    """``kind`` is user, worker, source, display or nobody; ``role`` is what policies ask for.

    ``name`` is the account's name, the worker's id, the source's or display's name: the id in ``actor``."""

    kind: str = "nobody"
    name: str = ""
    role: str = ""
    district: str = ""
    owner: str = ""
    worker_id: str | None = None
    session_id: str | None = None
    token_id: str | None = None
    #: what a source may speak for; None is everything
    kinds: tuple[str, ...] | None = None
    devices: tuple[str, ...] | None = None

    @property
    def known(self) -> bool:
        return self.kind != "nobody"

    @property
    def by_cookie(self) -> bool:
        """The browser sends it by itself, so a changing call needs the CSRF value."""
        return self.session_id is not None

    @property
    def keys(self) -> frozenset[str]:
        """What revoking one of ends this identity: its owner, its session, its token."""
        parts = {self.owner} if self.owner else set()
        if self.session_id:
            parts.add(f"session:{self.session_id}")
        if self.token_id:
            parts.add(f"token:{self.token_id}")
        return frozenset(parts)

    @property
    def actor_kind(self) -> str:
        """The kind of ``dispatch.actor.Actor``: an administrator's word, a dispatcher's, a worker's, a source's."""
        if self.kind == "user":
            return "admin" if self.role == "admin" else "dispatcher"
        return self.kind

    @property
    def actor(self) -> str:
        return f"{self.actor_kind}:{self.name}" if self.known else "nobody"

    def may(self, *roles: str) -> bool:
        return self.role in roles

    def public(self) -> dict[str, Any]:
        """What GET /me answers."""
        me = {"role": self.role, "name": self.name, "district": self.district, "kind": self.kind}
        return me | ({"worker_id": self.worker_id} if self.worker_id else {})


NOBODY = Identity()
