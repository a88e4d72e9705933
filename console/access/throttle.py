"""Guessing passwords is slow: failures are counted by name and network, and by network alone; kept over restarts."""

from __future__ import annotations

import ipaddress

from sqlalchemy import Connection, delete, insert, select, update

from console.access.clock import Clock
from console.access.database import Database
from console.access.tables import failures
from console.problems import Problem

#: this many free tries for a name from one network, then 30 s, doubled each time up to 15 min. By name *and* network,
#: so that a stranger elsewhere cannot lock a dispatcher out on the day of a fire.
FREE_BY_NAME = 10
#: one password tried on many names
FREE_BY_NETWORK = 50
FIRST_WAIT_S = 30
LONGEST_WAIT_S = 900
#: a day without failures and it is forgotten
FORGOTTEN_S = 86400


def network_of(address: str) -> str:
    """IPv6 by its /64, which is one household; IPv4 as it is."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)


class Throttle:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    def check(self, name: str, address: str) -> None:
        """Raises Problem("too_many_requests") with the seconds to wait; the same for names that do not exist."""
        query = select(failures.c.until).where(failures.c.key.in_([key for key, _ in _keys(name, address)]))
        untils = self._database.read(lambda connection: list(connection.execute(query).scalars()))
        wait = max(untils, default=0.0) - self._clock().timestamp()
        if wait > 0:
            raise Problem("too_many_requests", retry_after=int(wait) + 1, seconds=int(wait) + 1)

    def failed(self, name: str, address: str) -> None:
        self._database.write(lambda connection: self._count(connection, name, address))

    def succeeded(self, name: str, address: str) -> None:
        """The name's count for this network starts anew; the network's goes on."""
        key, _ = _keys(name, address)[0]
        self._database.write(lambda connection: connection.execute(delete(failures).where(failures.c.key == key)))

    def _count(self, connection: Connection, name: str, address: str) -> None:
        now = self._clock().timestamp()
        connection.execute(delete(failures).where(failures.c.last_at < now - FORGOTTEN_S))
        for key, free in _keys(name, address):
            row = connection.execute(select(failures.c.count).where(failures.c.key == key)).scalar()
            count = int(row or 0) + 1
            values = {"count": count, "last_at": now, "until": now + wait_after(count, free)}
            if row:
                connection.execute(update(failures).where(failures.c.key == key).values(values))
            else:
                connection.execute(insert(failures).values({"key": key, **values}))


def wait_after(count: int, free: int) -> float:
    """Seconds to wait after the ``count``-th failure in a row."""
    if count < free:
        return 0.0
    return float(min(FIRST_WAIT_S * 2 ** min(count - free, 10), LONGEST_WAIT_S))


def _keys(name: str, address: str) -> list[tuple[str, int]]:
    network = network_of(address)
    return [(f"name:{name[:64]}|{network}", FREE_BY_NAME), (f"network:{network}", FREE_BY_NETWORK)]
