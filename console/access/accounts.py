"""People at desks. Whoever is disabled, or changes role or password, is out everywhere at once."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from console.access import hashing, passwords
from console.access.audit import Audit
from console.access.clock import Clock
from console.access.database import Database
from console.access.identity import ACCOUNT_ROLES
from console.access.revocations import Revocations
from console.access.tables import accounts, sessions
from console.problems import Problem
from dispatch.errors import InvalidField, NotFound

#: letters of any script, digits, and what names have between them
_NAME = re.compile(r"[\w][\w.@ -]{0,62}[\w]|[\w]")


@dataclass(frozen=True, slots=True)
class Account:
    """One person. ``id`` stays when the name does not."""

    id: str
    name: str
    role: str
    district: str
    demo: bool
    created_at: float
    seen_at: float | None
    disabled_at: float | None

    @property
    def owner(self) -> str:
        return f"user:{self.id}"

    @property
    def actor(self) -> str:
        """As the log and the audit name them."""
        return f"{'admin' if self.role == 'admin' else 'dispatcher'}:{self.name}"


def fold(name: str) -> str:
    """One spelling for a name: 甲 and ＡBC typed in any width or case."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


class Accounts:
    """The register of accounts; ``by`` is the actor that the audit names."""

    def __init__(self, database: Database, audit: Audit, revocations: Revocations, clock: Clock, district: str) -> None:
        self._database, self._audit, self._revocations = database, audit, revocations
        self._clock, self._district = clock, district

    def add(self, name: str, password: str, role: str, by: str, *, demo: bool = False) -> Account:
        """Raises InvalidField(name, role, password), and Problem("name_taken")."""
        folded = _checked_name(name)
        _checked_role(role)
        hashed = hashing.hash_password(password if demo else passwords.check(password, folded))
        values = {
            "id": hashing.new_id(),
            "name": folded,
            "role": role,
            "district": self._district,
            "password": hashed,
            "demo": demo,
            "created_at": self._clock().timestamp(),
        }

        def work(connection: Connection) -> None:
            if connection.execute(select(accounts.c.id).where(accounts.c.name == folded)).first():
                raise Problem("name_taken", name=folded)
            connection.execute(insert(accounts).values(values))
            self._audit.add(connection, by, "account_added", folded, {"role": role})

        try:
            self._database.write(work)
        except IntegrityError:  # two administrators at the same moment
            raise Problem("name_taken", name=folded) from None
        return self.named(folded)

    def all(self) -> list[Account]:
        query = select(accounts).order_by(accounts.c.name)
        return self._database.read(lambda connection: [_account(row) for row in connection.execute(query)])

    def named(self, name: str) -> Account:
        return self._one(accounts.c.name == fold(name), name)

    def get(self, account_id: str) -> Account:
        return self._one(accounts.c.id == account_id, account_id)

    def any_demo(self) -> bool:
        query = select(func.count()).where(accounts.c.demo.is_(True), accounts.c.disabled_at.is_(None))
        return self._database.read(lambda connection: bool(connection.execute(query).scalar()))

    def check(self, name: str, password: str) -> Account | None:
        """The account, if this is its password; the time taken tells nothing about the name."""
        folded = fold(name)[:64]
        query = select(accounts).where(accounts.c.name == folded, accounts.c.disabled_at.is_(None))
        row = self._database.read(lambda connection: connection.execute(query).first())
        if not hashing.check_password(row.password if row else None, password[: passwords.LONGEST]):
            return None
        assert row is not None
        seen: dict[str, Any] = {"seen_at": self._clock().timestamp()}
        if hashing.is_outdated(row.password):
            seen["password"] = hashing.hash_password(password)
        self._database.write(
            lambda connection: connection.execute(update(accounts).where(accounts.c.id == row.id).values(seen))
        )
        return _account(row)

    def set_role(self, account_id: str, role: str, by: str) -> None:
        _checked_role(role)
        self._change(account_id, {"role": role}, by, "account_role", {"role": role})

    def set_password(self, account_id: str, password: str, by: str) -> None:
        name = self.get(account_id).name
        hashed = hashing.hash_password(passwords.check(password, name))
        # whoever sets a password of their own is no demo account any more
        self._change(account_id, {"password": hashed, "demo": False}, by, "account_password", {})

    def disable(self, account_id: str, by: str) -> None:
        self._change(account_id, {"disabled_at": self._clock().timestamp()}, by, "account_disabled", {})

    def enable(self, account_id: str, by: str) -> None:
        self._change(account_id, {"disabled_at": None}, by, "account_enabled", {})

    def _change(self, account_id: str, values: dict[str, Any], by: str, action: str, detail: dict[str, str]) -> None:
        """Change, write it down, and end what the account had open."""
        account = self.get(account_id)

        def work(connection: Connection) -> None:
            connection.execute(update(accounts).where(accounts.c.id == account_id).values(values))
            if account.role == "admin" and not connection.execute(_living_admins()).scalar():
                raise Problem("last_admin")
            connection.execute(delete(sessions).where(sessions.c.owner == account.owner))
            self._audit.add(connection, by, action, account.name, detail)
            self._revocations.add(connection, account.owner)

        self._database.write(work)
        self._revocations.tell(account.owner)

    def _one(self, where: Any, shown: str) -> Account:
        query = select(accounts).where(where)
        row = self._database.read(lambda connection: connection.execute(query).first())
        if row is None:
            raise NotFound(f"no account {shown}", name=shown)
        return _account(row)


def _living_admins() -> Any:
    return select(func.count()).where(accounts.c.role == "admin", accounts.c.disabled_at.is_(None))


def _account(row: Any) -> Account:
    fields = ("id", "name", "role", "district", "demo", "created_at", "seen_at", "disabled_at")
    return Account(**{name: getattr(row, name) for name in fields})


def _checked_name(name: str) -> str:
    folded = fold(name)
    if not _NAME.fullmatch(folded):
        raise InvalidField("name", "1 to 64 letters, digits, dots, hyphens or spaces between them")
    return folded


def _checked_role(role: str) -> str:
    if role not in ACCOUNT_ROLES:
        raise InvalidField("role", f"one of {', '.join(ACCOUNT_ROLES)}")
    return role
