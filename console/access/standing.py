"""Accounts that stand for areas: 网格长, 社区, 街道, 区. What climbs in their area is told to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select

from console.access.accounts import Account
from console.access.audit import Audit
from console.access.database import Database
from console.access.tables import accounts, standing
from dispatch.errors import InvalidField
from dispatch.escalation import LEVELS


@dataclass(frozen=True, slots=True)
class Stand:
    """One account for one area. ``level`` is one of LEVELS and its title on screens."""

    name: str
    level: str
    code: str


class Standing:
    def __init__(self, database: Database, audit: Audit) -> None:
        self._database, self._audit = database, audit

    def all(self) -> list[Stand]:
        """Of the accounts that may sign in."""
        query = (
            select(accounts.c.name, standing.c.level, standing.c.code)
            .join(accounts, accounts.c.id == standing.c.account_id)
            .where(accounts.c.disabled_at.is_(None), accounts.c.role.in_(("dispatcher", "supervisor", "admin")))
            .order_by(accounts.c.name, standing.c.code)
        )
        return self._database.read(lambda connection: [Stand(*row) for row in connection.execute(query)])

    def set(self, account: Account, level: str | None, codes: Sequence[str], by: str) -> None:
        """All areas of an account, of one level; no level, no areas. Raises InvalidField(stands_for, areas)."""
        if level is not None and level not in LEVELS:
            raise InvalidField("stands_for", f"one of {', '.join(LEVELS)}")
        if level is None and codes:
            raise InvalidField("stands_for", "say what the account is there: a level")
        if level is not None and not codes:
            raise InvalidField("areas", "name the areas it stands for")

        def work(connection: Connection) -> None:
            connection.execute(delete(standing).where(standing.c.account_id == account.id))
            for code in dict.fromkeys(codes):
                connection.execute(insert(standing).values(account_id=account.id, level=level, code=code))
            detail = {"level": level or "", "areas": ", ".join(codes)}
            self._audit.add(connection, by, "account_areas", account.name, detail)

        self._database.write(work)
