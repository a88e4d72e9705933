"""From a picture to a proposal: the ways, the plan, and what of it must be said now. Runs in the planner's process."""

from __future__ import annotations

import hashlib
import json
from math import inf
from typing import Any

import numpy as np

from console.planner.picture import Crew, OpenTicket, Picture
from dispatch.matching.jobs import guessed_s
from dispatch.planning import WEIGHT, Costs, Hand, Plan, Problem, Task, Told, kept, plan

Proposal = dict[str, Any]


def propose(shown: Picture, travel: Any, *, time_limit_s: float, seed: int = 0) -> Proposal:
    """The difference between what people were told and what would be best, with how far that is from the bound."""
    if not shown.tickets or not shown.crew:
        return _answer(shown, [], [{"code": "nobody_on_duty"}] if shown.tickets else [])
    seconds, cut_off = _seconds(shown, travel)
    problem = _problem(shown, seconds)
    before, after = kept(problem), plan(problem, time_limit_s=time_limit_s, seed=seed)
    changes = _changes(shown, before, after)
    figures = {
        "late_before": len(before.late),
        "late_after": len(after.late),
        "walk_before_s": round(before.walk_s),
        "walk_after_s": round(after.walk_s),
        "gap": round(after.gap, 4),
        "by": after.by,
        "bound_by": after.bound_by,
    }
    return _answer(shown, changes, [*_doubts(shown, after, cut_off)], **figures)


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
    }
    name = hashlib.sha256(told.encode()).hexdigest()[:12]
    return {"id": name, "seq": shown.seq, "changes": changes, "notes": notes, **figures, **more}


def _seconds(shown: Picture, travel: Any) -> tuple[Any, list[str]]:
    """Seconds from everybody and every ticket to every ticket, and the tickets nobody can reach on the map: those are
    guessed from the straight line and asked late rather than never, as the ranking does."""
    goals = [one.place for one in shown.tickets]
    placed = [n for n, one in enumerate(shown.crew) if one.place is not None]
    starts = [shown.crew[n].place for n in placed] + goals
    found = np.asarray(travel.matrix(goals, starts).seconds, dtype=float)
    cut_off = [
        one.number for j, one in enumerate(shown.tickets) if placed and not np.isfinite(found[: len(placed), j]).any()
    ]
    for i, j in np.argwhere(~np.isfinite(found)):
        found[i, j] = (guessed_s(starts[i], goals[j]) or 0.0) + shown.policy.no_way_s
    seconds = np.full((len(shown.crew) + len(goals), len(goals)), shown.policy.no_fix_s)
    seconds[placed] = found[: len(placed)] + np.array([[shown.crew[n].unsure_s] for n in placed]).reshape(-1, 1)
    seconds[len(shown.crew) :] = found[len(placed) :]
    return seconds + np.array([one.approach_s for one in shown.tickets]), cut_off


def _problem(shown: Picture, seconds: Any) -> Problem:
    ids = {one.id: n for n, one in enumerate(shown.crew)}
    most = 1_000_000 if shown.policy.stack else 1
    return Problem(
        now=shown.at,
        tasks=tuple(_task(one, ids) for one in shown.tickets),
        hands=tuple(Hand(one.id, one.free_at, one.until or inf, one.pace, most) for one in shown.crew),
        seconds=seconds,
        told={one.id: Told(*one.told) for one in shown.tickets if one.told},
        max_changes=shown.policy.max_changes,
        costs=Costs(change=shown.policy.change_s),
    )


def _task(one: OpenTicket, ids: dict[str, int]) -> Task:
    able = frozenset(ids[name] for name in one.able if name in ids)
    weight = WEIGHT.get(one.severity, 1.0)
    return Task(one.id, weight, one.opened_at, one.due, one.service_s, able, since=one.opened_at)


# --- what must be said now --------------------------------------------------------------------


def _changes(shown: Picture, before: Plan, after: Plan) -> list[dict[str, Any]]:
    tickets = {one.id: one for one in shown.tickets}
    crew = {one.id: one for one in shown.crew}
    leaving = {c.from_worker: tickets[c.ticket_id].number for c in after.changes if c.from_worker}
    found = []
    for change in after.changes:
        one, to = tickets[change.ticket_id], crew[change.to_worker]
        first = after.routes[to.id][0] == one.id
        if not _now(one, to, first, change.to_worker in leaving, shown):
            continue
        saves = before.arrivals.get(one.id, inf) - after.arrivals[one.id]
        found.append(
            {
                "ticket_id": one.id,
                "number": one.number,
                "from": change.from_worker,
                "to": change.to_worker,
                "saves_s": None if saves == inf else round(saves),
                "stack": not to.idle,
                "auto": one.auto,
                "why": _why(one, before, after, saves, change.from_worker, tickets),
            }
        )
    return found


def _now(one: OpenTicket, to: Crew, first: bool, freed: bool, shown: Picture) -> bool:
    """Who has nothing, or gives up what he has, hears at once; who is busy only where work may be stacked and somebody
    waits for a wrong one. What nobody has yet and nobody can begin now stays with the queue."""
    if one.told is None:
        return first and to.idle and not one.sought
    return (first and (to.idle or freed)) or shown.policy.stack


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


def _doubts(shown: Picture, after: Plan, cut_off: list[str]) -> list[dict[str, Any]]:
    """Plain statements on what the plan could not rely on."""
    numbers = {one.id: one.number for one in shown.tickets}
    notes: list[dict[str, Any]] = [{"code": "no_way", "number": number} for number in cut_off]
    notes += [{"code": why, "number": numbers[ticket]} for ticket, why in after.unplanned.items()]
    for code in ("fix_too_old", "no_fix"):
        names = [one.id for one in shown.crew if one.doubt == code]
        if names:
            notes.append({"code": code, "count": len(names), "workers": names[:8]})
    return notes
