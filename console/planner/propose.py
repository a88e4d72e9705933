"""From a picture to a proposal: the ways, the plan, and what of it must be said now. Runs in the planner's process."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from math import inf
from typing import Any

from console.planner.by_itself import by_itself
from console.planner.far import notes_of
from console.planner.picture import OpenTicket, Picture
from console.planner.planned import Planned, planned
from console.planner.ways import ways_of, within_reach
from dispatch.planning import Plan, kept
from dispatch.planning.board import waits
from dispatch.policy import Policy
from dispatch.severity import rank

Proposal = dict[str, Any]


def propose(shown: Picture, travel: Any, *, time_limit_s: float, seed: int = 0) -> Proposal:
    """The difference between what people were told and what would be best, with how far that is from the bound.

    ``changes`` are for a person to look at; ``own`` is what the engine may do by itself, by the policy alone."""
    if not shown.tickets or not shown.crew:
        return _answer(shown, [], [*([{"code": "nobody_on_duty"}] if shown.tickets else []), *notes_of(shown)])
    asked, ways = shown, ways_of(shown, travel)
    shown, far = within_reach(asked, ways)
    found = planned(shown, ways, _for_eyes(shown), time_limit_s=time_limit_s, seed=seed)
    before, after = kept(found.problem), found.plan
    own = by_itself(shown, ways, seed=seed) if any(one.auto for one in shown.tickets) else []
    figures = {
        "late_before": len(before.late),
        "late_after": len(after.late),
        "walk_before_s": round(before.walk_s),
        "walk_after_s": round(after.walk_s),
        "gap": round(after.gap, 4),
        "by": after.by,
        "bound_by": after.bound_by,
        "own": own,
    }
    notes = [*notes_of(shown), *far, *_doubts(asked, found, ways.cut_off)]
    return _answer(shown, _changes(shown, found, before), notes, **figures)


def _for_eyes(shown: Picture) -> Policy:
    """A person looks before it happens, so exchanges are shown too; a policy that changes nothing stays as it is."""
    return replace(shown.policy, exchange=True)


def _answer(shown: Picture, changes: list[dict[str, Any]], notes: list[dict[str, Any]], **more: Any) -> Proposal:
    told = json.dumps([[c["ticket_id"], c["from"], c["to"]] for c in changes])
    figures = {
        "late_before": 0,
        "late_after": 0,
        "walk_before_s": 0,
        "walk_after_s": 0,
        "gap": 0.0,
        "by": "",
        "bound_by": "",
        "own": [],
    }
    name = hashlib.sha256(told.encode()).hexdigest()[:12]
    return {"id": name, "seq": shown.seq, "changes": changes, "notes": notes, **figures, **more}


# --- what must be said now --------------------------------------------------------------------


def _changes(shown: Picture, found: Planned, before: Plan) -> list[dict[str, Any]]:
    tickets = {one.id: one for one in shown.tickets}
    idle = {one.id for one in shown.crew if one.idle}
    after, rows = found.plan, []
    for change in after.changes:
        one, to = tickets[change.ticket_id], change.to_worker
        if waits(to) or not _now(one, to, found, shown, idle):
            continue
        saves = before.arrivals.get(one.id, inf) - after.arrivals[one.id]
        rows.append(
            {
                "ticket_id": one.id,
                "number": one.number,
                "from": change.from_worker,
                "to": to,
                "saves_s": None if saves == inf else round(saves),
                "stack": to not in idle,
                "auto": one.auto,
                "why": _why(one, before, after, saves, change.from_worker, tickets),
            }
        )
    return _sound(rows, found, tickets, shown.policy)


def _now(one: OpenTicket, to: str, found: Planned, shown: Picture, idle: set[str]) -> bool:
    """Who has nothing, or gives up what he has, hears at once; who is busy only where work may be stacked and somebody
    waits for a wrong one. What nobody has yet and nobody can begin now stays with the queue, and what automatic
    dispatch is finding somebody for stays with it as long as somebody is free."""
    if one.told is None:
        return found.said.get(one.id) == to and not (one.sought and not idle.isdisjoint(one.able))
    return found.said.get(one.id) == to or shown.policy.stack


def _sound(
    rows: list[dict[str, Any]], found: Planned, tickets: dict[str, OpenTicket], policy: Policy
) -> list[dict[str, Any]]:
    """Nobody is given a ticket beside another that is as bad and stays his: he would not go to it first."""

    def first(row: dict[str, Any], leaving: set[str]) -> bool:
        mine = [tickets[held] for held in found.held.get(row["to"], ()) if held not in leaving]
        bad = rank(tickets[row["ticket_id"]].severity)
        return not mine or (policy.stack and all(rank(held.severity) > bad for held in mine))

    while True:
        leaving = {row["ticket_id"] for row in rows if row["from"]}
        kept = [row for row in rows if first(row, leaving)]
        if len(kept) == len(rows):
            return rows
        rows = kept


def _why(
    one: OpenTicket, before: Plan, after: Plan, saves: float, former: str | None, tickets: dict[str, OpenTicket]
) -> dict[str, Any]:
    """The strongest reason, as a code with its numbers; the desk makes the sentence."""
    if one.due is not None and one.id in before.late and saves > 0:
        over = before.arrivals[one.id] - one.due
        return {
            "code": "late_otherwise" if one.id not in after.late else "less_late",
            "minutes": max(1, round(over / 60)),
        }
    spared = [t for t in before.late if t not in after.late and t != one.id and t in tickets]
    if spared:
        return {"code": "spares", "number": tickets[spared[0]].number}
    if former is None:
        return {"code": "nobody_yet"}
    if saves > 0:
        return {"code": "sooner"}
    followers = [t for t in after.routes.get(former, ()) if t in tickets]
    return {"code": "frees", "number": tickets[followers[0]].number} if followers else {"code": "less_walking"}


def _doubts(shown: Picture, found: Planned, cut_off: tuple[str, ...]) -> list[dict[str, Any]]:
    """Plain statements on what the plan could not rely on."""
    numbers = {one.id: one.number for one in shown.tickets}
    notes: list[dict[str, Any]] = [{"code": "no_way", "number": number} for number in cut_off]
    notes += [{"code": "nobody_able", "number": one.number} for one in shown.tickets if not one.able]
    notes += [{"code": why, "number": numbers[ticket]} for ticket, why in found.in_vain().items()]
    for code in ("fix_too_old", "no_fix"):
        names = [one.id for one in shown.crew if one.doubt == code]
        if names:
            notes.append({"code": code, "count": len(names), "workers": names[:8]})
    return notes
