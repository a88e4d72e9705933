"""Signed-in browsers, kept by us and not in the cookie, so that they can be ended: 12 h at most, 30 min idle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from console.access.clock import Clock
from console.access.database import Database
from console.access.hashing import digest, new_id, new_secret
from console.access.revocations import Revocations
from console.access.tables import sessions

ABSOLUTE_S = 12 * 3600
IDLE_S = 30 * 60
#: a wall hangs there for years; it ends when its token is revoked. Browsers keep no cookie for more than 400 days.
DISPLAY_S = 400 * 86400
#: writing every request down would be a commit each; a minute is near enough to 30
_TOUCH_S = 60


@dataclass(frozen=True, slots=True)
class Session:
    """``owner`` is user:<id> or token:<id> (a display)."""

    id: str
    owner: str
    created_at: float
    seen_at: float
    expires_at: float

    @property
    def is_display(self) -> bool:
        return self.owner.startswith("token:")

    def is_live(self, now: float) -> bool:
        return now < self.expires_at and (self.is_display or now - self.seen_at < IDLE_S)


class Sessions:
    def __init__(self, database: Database, revocations: Revocations, clock: Clock) -> None:
        self._database, self._revocations, self._clock = database, revocations, clock

    def open(self, owner: str, address: str = "") -> str:
        """A new session's secret, for the cookie. Always new: one from before signing in is worth nothing."""
        secret, now = new_secret(), self._clock().timestamp()
        lasts = DISPLAY_S if owner.startswith("token:") else ABSOLUTE_S
        values = {
            "hash": digest(secret),
            "id": new_id(),
            "owner": owner,
            "created_at": now,
            "seen_at": now,
            "expires_at": now + lasts,
            "address": address[:64],
        }

        def work(connection: Connection) -> None:
            connection.execute(delete(sessions).where(sessions.c.expires_at < now))
            connection.execute(insert(sessions).values(values))

        self._database.write(work)
        return secret

    def find(self, secret: str) -> Session | None:
        """The session of this secret, if it lives; reading it does not keep it alive (see ``touch``)."""
        return self._one(sessions.c.hash == digest(secret))

    def get(self, session_id: str) -> Session | None:
        """By the id that an identity carries."""
        return self._one(sessions.c.id == session_id)

    def _one(self, where: Any) -> Session | None:
        query = select(sessions).where(where)
        row = self._database.read(lambda connection: connection.execute(query).first())
        if row is None:
            return None
        session = Session(row.id, row.owner, row.created_at, row.seen_at, row.expires_at)
        return session if session.is_live(self._clock().timestamp()) else None

    def touch(self, session: Session) -> None:
        """Somebody is there. Written at most once a minute."""
        now = self._clock().timestamp()
        if now - session.seen_at >= _TOUCH_S:
            query = update(sessions).where(sessions.c.id == session.id).values(seen_at=now)
            self._database.write(lambda connection: connection.execute(query))

    def close(self, session_id: str) -> None:
        """Sign out: the cookie is worth nothing from now on, and its sockets are cut."""
        key = f"session:{session_id}"

        def work(connection: Connection) -> None:
            connection.execute(delete(sessions).where(sessions.c.id == session_id))
            self._revocations.add(connection, key)

        self._database.write(work)
        self._revocations.tell(key)
