"""Steps of a playbook: what people, triggers and the clock say about them, and who is asked to do them."""

from __future__ import annotations

from collections.abc import Iterator

from dispatch import commands as c
from dispatch import events as e
from dispatch import playbook as rules
from dispatch.assignment import TAKEN
from dispatch.board import Board
from dispatch.changed import changed
from dispatch.decide.context import Context, Deciders, ticket_of, worker_of
from dispatch.decide.held import speaker
from dispatch.decide.offering import offered
from dispatch.decide.roles import nearest_of_role
from dispatch.errors import Conflict, InvalidField, NotFound
from dispatch.first_offer import ASK_AGAIN_AFTER
from dispatch.playbook import DESK, Mark, Step
from dispatch.steps import playbook_of
from dispatch.ticket import LIVE, OPEN, Ticket

#: The role that a ticket is first offered to; a step of it is covered by whoever leads.
LEAD_ROLE = "grid_worker"

# --- what people say ----------------------------------------------------------------------------


def complete(board: Board, cmd: c.CompleteStep, ctx: Context) -> list[e.Event]:
    """Also of a step that still waits for another: what is done in truth is done."""
    ticket, step, mark = _step(board, cmd)
    who = _whose(board, cmd, ctx, step)
    if mark.state == "done" and mark.worker_id == who:
        return []  # a phone that resent its tap under a new id, or one that came after the trigger
    _must_be_unsettled(mark)
    return [e.StepDone(ticket.id, step.id, step.zh, step.en, who, cmd.note, "", cmd.via, cmd.at)]


def skip(board: Board, cmd: c.SkipStep, ctx: Context) -> list[e.Event]:
    ticket, step, mark = _step(board, cmd)
    who = _whose(board, cmd, ctx, step)
    if not cmd.reason.strip():
        raise InvalidField("reason", "say why")
    _must_be_unsettled(mark)
    return [e.StepSkipped(ticket.id, step.id, step.zh, step.en, cmd.reason, who, cmd.via, cmd.at)]


def _step(board: Board, cmd: c.CompleteStep | c.SkipStep) -> tuple[Ticket, Step, Mark]:
    ticket = ticket_of(board, cmd.ticket_id)
    if ticket.state not in LIVE:
        raise Conflict("ticket_not_open", f"ticket {ticket.number} is {ticket.state}", state=ticket.state)
    playbook = playbook_of(board, ticket)
    step = playbook.step(cmd.step_id) if playbook is not None else None
    mark = rules.mark_of(ticket.steps, cmd.step_id)
    if step is None or mark is None:
        raise NotFound(f"no step {cmd.step_id} in ticket {ticket.number}", what="step", id=cmd.step_id)
    return ticket, step, mark


def _must_be_unsettled(mark: Mark) -> None:
    if mark.is_settled:
        raise Conflict("already_done", f"the step is {mark.state}", state=mark.state, by=mark.done_by)


def _whose(board: Board, cmd: c.CompleteStep | c.SkipStep, ctx: Context, step: Step) -> str:
    """The worker whose word it is; empty for the desk's own, which may settle every step."""
    if ctx.actor.kind != "worker" and not cmd.on_behalf_of:
        return ""
    worker = worker_of(board, speaker(cmd, ctx))
    held = board.latest(cmd.ticket_id, worker.id)
    if held is None or held.stage not in (*TAKEN, "recalling", "cleared"):
        raise Conflict("not_your_assignment", "this worker is not on this ticket", worker_id=worker.id)
    if worker.role != step.role:
        raise Conflict("not_your_step", f"the step is for {step.role}", worker_id=worker.id, role=step.role)
    return worker.id


# --- what follows by itself ---------------------------------------------------------------------


def triggered(board: Board, ticket: Ticket) -> Iterator[tuple[Step, str]]:
    """(step, worker) of every open step whose trigger has happened."""
    playbook = playbook_of(board, ticket)
    if playbook is None or ticket.state not in LIVE:
        return
    for step, _ in rules.open_steps(playbook, ticket.steps):
        if step.on == "arrive":
            yield from ((step, who) for who in _on_the_spot(board, ticket, step.role)[:1])
        elif (step.on == "verify" and ticket.verified) or (step.on == "alerts_over" and _quiet(board, ticket)):
            yield step, ""


def _on_the_spot(board: Board, ticket: Ticket, role: str) -> list[str]:
    there = [a.worker_id for a in board.assignments_of(ticket.id) if a.stage == "on_scene"]
    return [one for one in there if one in board.workers and board.workers[one].role == role]


def _quiet(board: Board, ticket: Ticket) -> bool:
    alerts = [board.alerts[one] for one in ticket.alert_ids if one in board.alerts]
    return bool(alerts) and all(alert.state == "resolved" for alert in alerts)


def settle(board: Board, cmd: c.SettleSteps, ctx: Context) -> list[e.Event]:
    """Everything that a trigger settles, and what that opens and settles in turn, in one go."""
    ticket = board.tickets.get(cmd.ticket_id)
    playbook = playbook_of(board, ticket) if ticket is not None else None
    events: list[e.Event] = []
    while ticket is not None and playbook is not None and (found := list(triggered(board, ticket))):
        for step, who in found:
            events.append(e.StepDone(ticket.id, step.id, step.zh, step.en, who, trigger=step.on))
            steps = rules.settle(playbook, ticket.steps, Mark(step.id, "done"), ctx.now)
            ticket = changed(ticket, steps=steps)
    return events


def late(board: Board, cmd: c.LateStep, ctx: Context) -> list[e.Event]:
    ticket = board.tickets.get(cmd.ticket_id)
    playbook = playbook_of(board, ticket) if ticket is not None else None
    if ticket is None or playbook is None or ticket.state not in OPEN:
        return []
    step, mark = playbook.step(cmd.step_id), rules.mark_of(ticket.steps, cmd.step_id)
    if step is None or mark is None or mark.state != "open" or mark.late or mark.due_at is None:
        return []
    return [] if ctx.now < mark.due_at else [e.StepLate(ticket.id, step.id, step.zh, step.en, mark.due_at)]


# --- who does them ------------------------------------------------------------------------------


def roles_wanted(board: Board, ticket: Ticket) -> list[str]:
    """Roles with an open step and nobody of theirs on the ticket, in the order of the playbook; the desk's own not."""
    playbook = playbook_of(board, ticket)
    if playbook is None or ticket.state not in OPEN:
        return []
    live = board.assignments_of(ticket.id)
    there = {board.workers[a.worker_id].role for a in live if a.worker_id in board.workers} | {DESK}
    if not any(a.stage in TAKEN for a in live):
        there.add(LEAD_ROLE)  # the ticket itself is being offered to them
    wanted = (step.role for step, _ in rules.open_steps(playbook, ticket.steps))
    return list(dict.fromkeys(role for role in wanted if role not in there))


def offer_role(board: Board, cmd: c.OfferRole, ctx: Context) -> list[e.Event]:
    """One at a time; nobody of that role free: nothing, and the desk says so. Where a person took somebody back,
    automatic dispatch keeps its hands off."""
    ticket = board.tickets.get(cmd.ticket_id)
    if ticket is None or ticket.hands_on or cmd.role not in roles_wanted(board, ticket):
        return []
    tried = {worker for worker, at in ticket.tried if ctx.now - at < ASK_AGAIN_AFTER}
    worker_id = nearest_of_role(board, cmd.role, ctx, tried)
    if worker_id is None:
        return []
    return [offered(board, ticket, worker_id, ctx, False, automatic=True, role=cmd.role)]


DECIDERS: Deciders = {
    c.CompleteStep: complete,
    c.SkipStep: skip,
    c.SettleSteps: settle,
    c.LateStep: late,
    c.OfferRole: offer_role,
}
