"""Duty, SOS, and the register of workers."""

from __future__ import annotations

from dataclasses import fields

from dispatch import commands as c
from dispatch import events as e
from dispatch import roster
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders, kind_of, worker_of
from dispatch.decide.held import speaker
from dispatch.decide.tickets import opening
from dispatch.errors import Conflict, InvalidField
from dispatch.skills import checked
from dispatch.ticket import LIVE
from dispatch.worker import ROLES

WORKER_ROLES = ROLES


def duty(to: str, board: Board, cmd: c.DutyCommand, ctx: Context) -> list[e.Event]:
    worker = worker_of(board, speaker(cmd, ctx))
    if worker.duty == to:
        return []
    if to == "off_duty" and board.work_of(worker.id):
        raise Conflict("worker_has_work", "finish or return the work first", worker_id=worker.id)
    if to == "on_break" and worker.duty == "off_duty":
        raise Conflict("worker_off_duty", "sign on first", worker_id=worker.id)
    return [e.DutyChanged(worker.id, to, cmd.via)]


def end_break(board: Board, cmd: c.EndBreak, ctx: Context) -> list[e.Event]:
    worker = worker_of(board, speaker(cmd, ctx))
    if worker.duty == "off_duty":
        raise Conflict("worker_off_duty", "sign on first", worker_id=worker.id)
    return duty("available", board, cmd, ctx)


def raise_sos(board: Board, cmd: c.RaiseSOS, ctx: Context) -> list[e.Event]:
    """A worker in need is a ticket of its own; a second press while it lives is no second ticket."""
    worker = worker_of(board, speaker(cmd, ctx))
    for ticket_id, who in board.sos.items():
        if who == worker.id and board.tickets[ticket_id].state in LIVE:
            return []
    where = e.Place(
        lon=cmd.lon, lat=cmd.lat, place=cmd.place, building_id=cmd.building_id,
        grid_code=cmd.grid_code, outside_district=cmd.outside_district,
    )  # fmt: skip
    text = " ".join(part for part in (worker.name, cmd.text) if part)
    opened = opening(board, ctx, kind_of(board, "sos"), "extreme", where, description=text)
    return [opened, e.SOSRaised(worker.id, opened.ticket_id, cmd.text)]


def register(board: Board, cmd: c.RegisterWorker, ctx: Context) -> list[e.Event]:
    if cmd.role not in WORKER_ROLES:
        raise InvalidField("role", f"one of {', '.join(WORKER_ROLES)}")
    if not cmd.worker_id.strip() or not cmd.name.strip():
        raise InvalidField("name", "a worker needs an id and a name")
    event = e.WorkerRegistered(
        cmd.worker_id, cmd.name, cmd.role, cmd.org, cmd.grid_code, checked(cmd.skills), cmd.phone, cmd.simulated
    )
    held = board.workers.get(cmd.worker_id)
    same = held is not None and all(getattr(held, f.name, None) == getattr(event, f.name) for f in fields(event)[1:])
    return [] if same else [event]


def remove(board: Board, cmd: c.RemoveWorker, ctx: Context) -> list[e.Event]:
    worker = worker_of(board, cmd.worker_id)
    if board.work_of(worker.id):
        raise Conflict("worker_has_work", "finish or recall the work first", worker_id=worker.id)
    return [e.WorkerRemoved(worker.id)]


def set_roster(board: Board, cmd: c.SetRoster, ctx: Context) -> list[e.Event]:
    worker = worker_of(board, cmd.worker_id)
    held = board.rosters.get(worker.id)
    known = held.days if held else {}
    said = {roster.day_of(day): None if spans is None else roster.spans_of(spans) for day, spans in cmd.days.items()}
    days = {day: spans for day, spans in said.items() if known.get(day) != spans}
    return [e.RosterSet(worker.id, days)] if days else []


def set_policy(board: Board, cmd: c.SetPolicy, ctx: Context) -> list[e.Event]:
    same = "auto_dispatch" in board.policy and board.auto_dispatch == cmd.auto_dispatch
    return [] if same else [e.PolicySet(cmd.auto_dispatch)]


DECIDERS: Deciders = {
    c.SignOn: lambda b, cmd, ctx: duty("available", b, cmd, ctx),
    c.SignOff: lambda b, cmd, ctx: duty("off_duty", b, cmd, ctx),
    c.StartBreak: lambda b, cmd, ctx: duty("on_break", b, cmd, ctx),
    c.EndBreak: end_break,
    c.RaiseSOS: raise_sos,
    c.RegisterWorker: register,
    c.RemoveWorker: remove,
    c.SetRoster: set_roster,
    c.SetPolicy: set_policy,
}
