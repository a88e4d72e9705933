"""Which ticket each dispatcher has open, so that two of them do not work on one without knowing."""

from __future__ import annotations

from typing import Any

#: ticket numbers are 13 characters; nobody looks at a book
LONGEST_ID = 64


def ticket_of(data: Any) -> str | None:
    """The ticket a client says it looks at; None for none, and for anything that is not a ticket's id."""
    ticket_id = data.get("ticket_id") if isinstance(data, dict) else None
    return ticket_id if isinstance(ticket_id, str) and 0 < len(ticket_id) <= LONGEST_ID else None


class Looking:
    """Selections by socket: a dispatcher with two windows looks at two tickets."""

    def __init__(self) -> None:
        self._at: dict[str, tuple[str, str]] = {}

    def look(self, sid: str, name: str, ticket_id: str | None) -> bool:
        """True when that changed something."""
        before = self._at.pop(sid, None)
        if ticket_id is not None:
            self._at[sid] = (name, ticket_id)
        return before != self._at.get(sid)

    def items(self) -> list[list[str]]:
        """[[name, ticket_id], …], each once."""
        return [list(pair) for pair in sorted(set(self._at.values()))]
