"""Sources that report and displays that hang on a wall. A source may be held to certain kinds and devices."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select, update

from console.access.audit import Audit
from console.access.clock import Clock
from console.access.database import Database
from console.access.tables import machines
from console.access.tokens import Tokens
from console.problems import Problem
from dispatch.errors import InvalidField, NotFound

_NAME = re.compile(r"[\w][\w .-]{0,63}")
KINDS = ("source", "display")


@dataclass(frozen=True, slots=True)
class Machine:
    """``config`` of a source: format, kinds (None = all), devices (None = all)."""

    kind: str
    name: str
    demo: bool
    created_at: float
    revoked_at: float | None
    config: dict[str, Any] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        return f"{self.kind}:{self.name}"

    def limit(self, name: str) -> tuple[str, ...] | None:
        """``kinds`` or ``devices`` that it may speak for; None is all."""
        values = self.config.get(name)
        return tuple(values) if values else None


class Machines:
    def __init__(self, database: Database, audit: Audit, tokens: Tokens, clock: Clock) -> None:
        self._database, self._audit, self._tokens, self._clock = database, audit, tokens, clock

    def add(
        self, kind: str, name: str, config: dict[str, Any], by: str, *, secret: str | None = None
    ) -> tuple[str, Machine]:
        """Its token's secret, shown once, and the machine. A revoked name may come back."""
        name = name.strip()
        if kind not in KINDS:
            raise InvalidField("kind", f"one of {', '.join(KINDS)}")
        if not _NAME.fullmatch(name):
            raise InvalidField("name", "1 to 64 letters, digits, dots, hyphens or spaces")
        values = {
            "owner": f"{kind}:{name}",
            "kind": kind,
            "name": name,
            "config": json.dumps(config, ensure_ascii=False),
            "demo": secret is not None,
            "created_at": self._clock().timestamp(),
            "revoked_at": None,
        }
        self._database.write(lambda connection: self._put(connection, values, by))
        made, _ = self._tokens.make(kind, name, name, by, secret=secret)
        return made, self.get(f"{kind}:{name}")

    def _put(self, connection: Connection, values: dict[str, Any], by: str) -> None:
        row = connection.execute(select(machines).where(machines.c.owner == values["owner"])).first()
        if row is not None and row.revoked_at is None:
            raise Problem("name_taken", name=values["name"])
        if row is None:
            connection.execute(insert(machines).values(values))
        else:
            connection.execute(update(machines).where(machines.c.owner == values["owner"]).values(values))
        self._audit.add(connection, by, f"{values['kind']}_added", values["name"], {"config": values["config"]})

    def all(self, kind: str) -> list[Machine]:
        """Those not revoked, by name."""
        query = select(machines).where(machines.c.kind == kind, machines.c.revoked_at.is_(None))
        return self._database.read(
            lambda connection: [_machine(row) for row in connection.execute(query.order_by(machines.c.name))]
        )

    def get(self, owner: str) -> Machine:
        row = self._database.read(
            lambda connection: connection.execute(select(machines).where(machines.c.owner == owner)).first()
        )
        if row is None:
            raise NotFound(f"no {owner}", name=owner)
        return _machine(row)

    def amend(self, owner: str, config: dict[str, Any], by: str) -> None:
        """What it may speak for, from its next report on."""
        self.get(owner)
        words = json.dumps(config, ensure_ascii=False)

        def work(connection: Connection) -> None:
            connection.execute(update(machines).where(machines.c.owner == owner).values(config=words))
            self._audit.add(connection, by, "machine_amended", owner, {"config": words})

        self._database.write(work)

    def new_token(self, owner: str, by: str) -> str:
        """A further token, so that a device can be given a new one before the old one is revoked."""
        machine = self.get(owner)
        return self._tokens.make(machine.kind, machine.name, machine.name, by)[0]

    def revoke(self, owner: str, by: str) -> None:
        """With all its tokens; its sockets are cut."""
        machine, now = self.get(owner), self._clock().timestamp()

        def work(connection: Connection) -> None:
            connection.execute(update(machines).where(machines.c.owner == owner).values(revoked_at=now))
            self._audit.add(connection, by, f"{machine.kind}_revoked", machine.name)

        self._database.write(work)
        self._tokens.revoke_all(owner, by)


def _machine(row: Any) -> Machine:
    return Machine(row.kind, row.name, row.demo, row.created_at, row.revoked_at, json.loads(row.config))
