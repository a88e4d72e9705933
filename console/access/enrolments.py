"""One-time links that make one phone a worker's: ``/p/#enrol=CODE``. Behind the #, so that no server log holds it."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from console.access.audit import Audit
from console.access.clock import Clock
from console.access.database import Database
from console.access.hashing import digest
from console.access.tables import enrolments
from console.access.tokens import Tokens
from console.problems import Problem

#: a day: the link goes out in the morning and the phone is at hand by the evening
LASTS_S = 24 * 3600


class Enrolments:
    def __init__(self, database: Database, audit: Audit, tokens: Tokens, clock: Clock) -> None:
        self._database, self._audit, self._tokens, self._clock = database, audit, tokens, clock

    def make(self, worker_id: str, code: str, by: str) -> None:
        """``code`` opens the door once, within a day. Links made before for this worker are void."""
        now = self._clock().timestamp()
        values = {"hash": digest(code), "worker_id": worker_id, "created_at": now, "expires_at": now + LASTS_S}

        def work(connection: Connection) -> None:
            connection.execute(
                delete(enrolments).where(enrolments.c.worker_id == worker_id, enrolments.c.used_at.is_(None))
            )
            connection.execute(insert(enrolments).values(values))
            self._audit.add(connection, by, "enrolment_made", worker_id)

        self._database.write(work)

    def redeem(self, code: str, device: str, address: str) -> tuple[str, str]:
        """The phone's token and its worker. Raises Problem("enrolment_void") when used, late or unknown: one answer
        for all three, so that guessing learns nothing."""
        now = self._clock().timestamp()
        hashed = digest(code)

        def work(connection: Connection) -> str | None:
            row = connection.execute(select(enrolments).where(enrolments.c.hash == hashed)).first()
            if row is None or row.used_at is not None or row.expires_at <= now:
                return None
            connection.execute(update(enrolments).where(enrolments.c.hash == hashed).values(used_at=now))
            self._audit.add(connection, f"worker:{row.worker_id}", "enrolled", row.worker_id, {}, address)
            return str(row.worker_id)

        worker_id = self._database.write(work)
        if worker_id is None:
            raise Problem("enrolment_void")
        secret, _ = self._tokens.make("worker", worker_id, device, f"worker:{worker_id}")
        return secret, worker_id
