"""Rounds are planned, walked, planned again and called off; who has no work is asked to stand somewhere."""

from __future__ import annotations

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, worker_of
from dispatch.decide.held import speaker
from dispatch.decide.round_reading import MOST_LIVE, hours_of, walks_of, why_of
from dispatch.errors import Conflict, InvalidField, NotFound
from dispatch.matching.obstacle import in_need
from dispatch.round import Round


def plan(board: Board, cmd: c.PlanRound, ctx: Context) -> list[e.Event]:
    if not cmd.title.strip():
        raise InvalidField("title", "a round needs a name")
    walks = walks_of(cmd.walks.get("walks"))
    for walk in walks:
        worker_of(board, walk.worker_id)
        if not walk.places:
            raise InvalidField("walks", "a walk without places")
    if len(board.rounds) >= MOST_LIVE:
        raise Conflict("too_many_rounds", f"{MOST_LIVE} rounds are under way; end one first", most=MOST_LIVE)
    begins, ends = hours_of(cmd.begins, cmd.ends)
    return [e.RoundPlanned(ctx.new_id(), cmd.title.strip(), walks, begins, ends)]


def visit(board: Board, cmd: c.VisitPlace, ctx: Context) -> list[e.Event]:
    """The same word twice is no second event; what was missed may be done later. The last place ends the round."""
    held = round_of(board, cmd.round_id)
    worker = worker_of(board, speaker(cmd, ctx))
    walk = held.walk_with(cmd.place_id)
    if walk is None and all(place.id != cmd.place_id for place in held.left):
        raise NotFound(f"no place {cmd.place_id} in this round", what="place", id=cmd.place_id)
    if not held.knows(worker.id):
        raise Conflict("not_your_round", "this round was not given to this worker", worker_id=worker.id)
    seen = held.seen.get(cmd.place_id)
    if seen is not None and (seen.result == cmd.result or seen.result == "ok"):
        return []
    events: list[e.Event] = [e.RoundVisited(held.id, cmd.place_id, worker.id, cmd.result, cmd.note, cmd.via, cmd.at)]
    if cmd.result == "ok" and all(held.is_done(place.id) or place.id == cmd.place_id for place in held.places()):
        events.append(e.RoundEnded(held.id, "done"))
    return events


def replan(board: Board, cmd: c.ReplanRound, ctx: Context) -> list[e.Event]:
    """Everything that is not done stands in one walk, or is named as left."""
    held = round_of(board, cmd.round_id)
    if cmd.rev is not None and cmd.rev != held.rev:
        raise Conflict("stale", "the round has gone on since", rev=held.rev)
    walks = walks_of(cmd.walks["walks"]) if cmd.walks.get("walks") else ()
    for walk in walks:
        worker_of(board, walk.worker_id)
    said = [place.id for walk in walks for place in walk.places] + list(cmd.left)
    due = {place.id for place in held.places() if not held.is_done(place.id)}
    if len(set(said)) < len(said) or set(said) != due:
        raise InvalidField("walks", "each place that is not done, once: in a walk or left")
    return [e.RoundReplanned(held.id, walks, tuple(cmd.left), why_of(cmd.why, due))]


def cancel(board: Board, cmd: c.CancelRound, ctx: Context) -> list[e.Event]:
    return [e.RoundEnded(round_of(board, cmd.round_id).id, "cancelled", cmd.reason)]


def round_of(board: Board, round_id: str) -> Round:
    held: Round | None = board.rounds.get(round_id)
    if held is None:
        raise NotFound(f"no round {round_id}", what="round", id=round_id)
    return held


# --- standing ----------------------------------------------------------------------------------


def ask_to_stand(board: Board, cmd: c.AskToStand, ctx: Context) -> list[e.Event]:
    """Only who is free: work comes before standing."""
    worker = worker_of(board, cmd.worker_id)
    if worker.duty != "available":
        code = "worker_off_duty" if worker.duty == "off_duty" else "worker_on_break"
        raise Conflict(code, f"{worker.name}: {worker.duty}", worker_id=worker.id)
    need = in_need(board, worker)
    if need is not None:
        raise Conflict(need[0], f"{worker.name} has called for help", worker_id=worker.id, **need[1])
    if board.work_of(worker.id):
        raise Conflict("worker_busy", f"{worker.name} has work", worker_id=worker.id)
    held = board.stands.get(worker.id)
    if held is not None and (held.lon, held.lat, held.place) == (cmd.lon, cmd.lat, cmd.place):
        return []
    return [e.StandAsked(worker.id, cmd.lon, cmd.lat, cmd.place)]


def end_stand(board: Board, cmd: c.EndStand, ctx: Context) -> list[e.Event]:
    return [e.StandEnded(cmd.worker_id, cmd.reason)] if cmd.worker_id in board.stands else []


DECIDERS: Deciders = {
    c.PlanRound: plan,
    c.VisitPlace: visit,
    c.ReplanRound: replan,
    c.CancelRound: cancel,
    c.AskToStand: ask_to_stand,
    c.EndStand: end_stand,
}
