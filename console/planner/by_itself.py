"""What the engine may do of a plan without a person: only kinds that are sent by themselves, only by the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.planner.picture import OpenTicket, Picture

if TYPE_CHECKING:  # planned loads numpy, which the engine does without
    from console.planner.planned import Planned


def by_itself(shown: Picture, found: Planned) -> list[dict[str, Any]]:
    """Rows as of a proposal, each with ``gives_up``: tickets that are taken back from whoever is sent, and wait.

    What automatic dispatch seeks somebody for is left to it as long as one who can is free."""
    tickets = {one.id: one for one in shown.tickets}
    idle = {one.id for one in shown.crew if one.idle}
    rows = []
    for ticket_id, to in found.said.items():
        one = tickets[ticket_id]
        gives_up = [held for held in found.held.get(to, ()) if held not in found.said]
        if not all(tickets[name].auto for name in (ticket_id, *gives_up)) or _is_sought(one, idle):
            continue
        rows.append(
            {
                "ticket_id": one.id,
                "number": one.number,
                "from": one.told[0] if one.told else None,
                "to": to,
                "stack": to not in idle,
                "gives_up": gives_up,
            }
        )
    return rows


def _is_sought(one: OpenTicket, idle: set[str]) -> bool:
    return one.told is None and one.sought and not idle.isdisjoint(one.able)


def told_changes(row: dict[str, Any]) -> int:
    """How many things people were told it changes."""
    return (row["from"] is not None) + len(row["gives_up"])
