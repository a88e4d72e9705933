"""What the engine does of a plan without a person: only kinds that are sent by themselves, only by the policy."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from console.planner.picture import OpenTicket, Picture
from console.planner.planned import planned
from console.planner.ways import Ways

Change = dict[str, Any]


def by_itself(shown: Picture, ways: Ways, *, seed: int = 0) -> list[Change]:
    """Rows as of a proposal, each with ``gives_up``: tickets that are taken back from whoever is sent, and wait.

    It is a plan of its own, of what needs nobody's leave: nothing in it waits for a person to accept something else."""
    policy = replace(
        shown.policy, max_changes=min(shown.policy.max_changes, shown.own_changes), change_s=shown.own_change_s
    )
    idle = {one.id for one in shown.crew if one.idle}
    mine = {one.id: one for one in _own(shown)}
    ranked = {one.id for one in mine.values() if one.sought and not one.left and not idle.isdisjoint(one.able)}
    found = planned(shown, ways, policy, time_limit_s=0.0, seed=seed, of=mine.values(), ranked=ranked)
    return [
        {
            "ticket_id": ticket_id,
            "number": mine[ticket_id].number,
            "from": told[0] if (told := mine[ticket_id].told) else None,
            "to": to,
            "stack": to not in idle,
            "gives_up": [held for held in found.held.get(to, ()) if held not in found.said],
        }
        for ticket_id, to in found.said.items()
    ]


def _own(shown: Picture) -> list[OpenTicket]:
    """Tickets of kinds that are sent by themselves; whom a person sent to something else, too, keeps what he has."""
    sent = {one.told[0] for one in shown.tickets if one.told and not one.auto}
    return [one for one in shown.tickets if one.auto and not (one.told and one.told[0] in sent)]
