"""Bearer tokens of sources, workers' phones, displays and people's scripts. Shown once; we keep their hashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from console.access.audit import Audit
from console.access.clock import Clock
from console.access.database import Database
from console.access.hashing import digest, new_id, new_secret
from console.access.revocations import Revocations
from console.access.tables import tokens
from dispatch.errors import InvalidField, NotFound

KINDS = ("source", "worker", "display", "user")
#: when it was last used is told to the minute
_TOUCH_S = 60
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Token:
    """``owner`` is source:<name>, worker:<id>, display:<name> or user:<id>."""

    id: str
    kind: str
    owner: str
    name: str
    demo: bool
    created_at: float
    expires_at: float | None
    used_at: float | None
    revoked_at: float | None

    @property
    def owner_id(self) -> str:
        return self.owner.partition(":")[2]

    def is_live(self, now: float) -> bool:
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


class Tokens:
    def __init__(self, database: Database, audit: Audit, revocations: Revocations, clock: Clock) -> None:
        self._database, self._audit = database, audit
        self._revocations, self._clock = revocations, clock

    def make(
        self, kind: str, owner_id: str, name: str, by: str, *, days: int | None = None, secret: str | None = None
    ) -> tuple[str, Token]:
        """The secret, which nobody can show again, and its token. ``secret`` is for the demo's well-known ones."""
        if kind not in KINDS:
            raise InvalidField("kind", f"one of {', '.join(KINDS)}")
        if days is not None and not 1 <= days <= 3650:
            raise InvalidField("days", "from 1 to 3650")
        made, now = secret or new_secret(), self._clock().timestamp()
        token = Token(
            id=new_id(),
            kind=kind,
            owner=f"{kind}:{owner_id}",
            name=name.strip()[:LONGEST_NAME],
            demo=secret is not None,
            created_at=now,
            expires_at=None if days is None else now + days * 86400,
            used_at=None,
            revoked_at=None,
        )

        def work(connection: Connection) -> None:
            values = {field: getattr(token, field) for field in Token.__slots__}
            connection.execute(insert(tokens).values({**values, "hash": digest(made)}))
            self._audit.add(connection, by, "token_made", token.owner, {"token": token.id, "name": token.name})

        self._database.write(work)
        return made, token

    def find(self, secret: str) -> Token | None:
        """The token of this secret, if it lives."""
        token = self._first(tokens.c.hash == digest(secret))
        return token if token and token.is_live(self._clock().timestamp()) else None

    def get(self, token_id: str) -> Token:
        token = self._first(tokens.c.id == token_id)
        if token is None:
            raise NotFound(f"no token {token_id}", token_id=token_id)
        return token

    def of(self, owner: str) -> list[Token]:
        """Living ones, the newest first."""
        return [token for token in self._where(tokens.c.owner == owner) if token.is_live(self._now())]

    def of_kind(self, kind: str) -> list[Token]:
        """Living ones of all owners."""
        return [token for token in self._where(tokens.c.kind == kind) if token.is_live(self._now())]

    def any_demo(self) -> bool:
        return any(token.is_live(self._now()) for token in self._where(tokens.c.demo.is_(True)))

    def touch(self, token: Token) -> None:
        """It was used. Written at most once a minute."""
        now = self._now()
        if token.used_at is None or now - token.used_at >= _TOUCH_S:
            query = update(tokens).where(tokens.c.id == token.id).values(used_at=now)
            self._database.write(lambda connection: connection.execute(query))

    def revoke(self, token_id: str, by: str) -> None:
        """It is worth nothing from now on, and its sockets are cut. Twice is no error."""
        token = self.get(token_id)
        if token.revoked_at is None:
            self._end(tokens.c.id == token_id, f"token:{token_id}", by, token.owner)

    def revoke_all(self, owner: str, by: str) -> None:
        """All of a worker's phones, a source's or a display's tokens."""
        self._end(tokens.c.owner == owner, owner, by, owner)

    def _end(self, where: Any, key: str, by: str, subject: str) -> None:
        query = update(tokens).where(where, tokens.c.revoked_at.is_(None)).values(revoked_at=self._now())

        def work(connection: Connection) -> None:
            connection.execute(query)
            self._audit.add(connection, by, "token_revoked", subject, {"key": key})
            self._revocations.add(connection, key)

        self._database.write(work)
        self._revocations.tell(key)

    def _now(self) -> float:
        return self._clock().timestamp()

    def _first(self, where: Any) -> Token | None:
        return next(iter(self._where(where)), None)

    def _where(self, where: Any) -> list[Token]:
        query = select(tokens).where(where).order_by(tokens.c.created_at.desc())
        return self._database.read(lambda connection: [_token(row) for row in connection.execute(query)])


def _token(row: Any) -> Token:
    return Token(**{field: getattr(row, field) for field in Token.__slots__})
