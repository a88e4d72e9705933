"""Who is connected, as whom, and in which room."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from console.access.identity import Identity
from console.transport import metrics


@dataclass(frozen=True, slots=True)
class Client:
    """One socket. ``room`` is its view: desk, wall or worker:<id>."""

    sid: str
    identity: Identity
    room: str


class Clients:
    def __init__(self) -> None:
        self._by_sid: dict[str, Client] = {}
        self._rooms: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, client: Client) -> None:
        self._by_sid[client.sid] = client
        self._rooms[client.room].add(client.sid)
        metrics.CLIENTS.labels(client.room.partition(":")[0]).inc()

    def remove(self, sid: str) -> Client | None:
        client = self._by_sid.pop(sid, None)
        if client is not None:
            self._rooms[client.room].discard(sid)
            if not self._rooms[client.room]:
                del self._rooms[client.room]
            metrics.CLIENTS.labels(client.room.partition(":")[0]).dec()
        return client

    def get(self, sid: str) -> Client | None:
        return self._by_sid.get(sid)

    def rooms(self) -> list[str]:
        """Rooms somebody is in."""
        return list(self._rooms)

    def occupied(self, room: str) -> bool:
        return room in self._rooms

    def all(self) -> list[Client]:
        return list(self._by_sid.values())

    def holding(self, key: str) -> list[Client]:
        """Those who end when ``key`` is revoked."""
        return [client for client in self._by_sid.values() if key in client.identity.keys]
