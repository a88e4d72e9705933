"""The demo's people and devices (contracts.md §4). Their passwords are public: on loopback only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from console.access.tables import accounts, machines, tokens

if TYPE_CHECKING:
    from console.access.access import Access

PASSWORD = "demo"
ACCOUNTS = {name: name for name in ("admin", "dispatcher", "wall", "supervisor", "auditor")}
SOURCE = "demo-source"
DISPLAY = "demo-display"
#: workers that no simulator moves; their tokens bear their names
WORKERS = tuple(f"demo-worker-{n}" for n in range(1, 10))
_BY = "system:demo"


def seed(access: Access) -> None:
    """What is there already is left as it is: whoever set a password of their own keeps it."""
    names, hashes = access.database.read(
        lambda connection: (
            set(connection.execute(select(accounts.c.name)).scalars()),
            set(connection.execute(select(tokens.c.name).where(tokens.c.demo.is_(True))).scalars())
            | set(connection.execute(select(machines.c.name)).scalars()),
        )
    )
    for name, role in ACCOUNTS.items():
        if name not in names:
            access.accounts.add(name, PASSWORD, role, _BY, demo=True)
    for kind, name in (("source", SOURCE), ("display", DISPLAY)):
        if name not in hashes:
            access.machines.add(kind, name, {}, _BY, secret=name)
    for worker in WORKERS:
        if worker not in hashes:
            access.tokens.make("worker", worker, worker, _BY, secret=worker)
