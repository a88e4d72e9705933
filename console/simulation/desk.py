"""A simulated dispatcher for the scenario's own tickets: sends, sends a second one, merges doubles, checks, closes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from console.simulation.stage import DESK, Stage
from console.simulation.steps import DESK_STEP_S, left_over, next_of
from dispatch.alert import Alert
from dispatch.commands import (
    AcknowledgeAlert,
    CheckTicket,
    CloseTicket,
    CompleteStep,
    MergeTickets,
    OfferAssignment,
    OpenTicket,
    ResolveAlert,
    SkipStep,
    VerifyTicket,
)
from dispatch.modes import asks_by_itself
from dispatch.ticket import Ticket

#: Real seconds until a ticket is looked at; one in six waits long, so that the queue is never empty.
SEND_S: dict[str, tuple[float, float]] = {
    "extreme": (8, 16), "severe": (12, 30), "moderate": (20, 90), "minor": (30, 150), "unknown": (30, 150),
}  # fmt: skip
WAITS_LONG, LONG_S = 0.16, (240.0, 480.0)
CHECK_S, SEEN_S, MERGE_S = (60.0, 220.0), (4.0, 14.0), (12.0, 30.0)
JUDGE_S = (25.0, 80.0)
FAILS_CHECK, OPENS_ALERT = 0.05, 0.45
#: With more open tickets than this the desk hurries.
BUSY = 22
#: Kinds to which somebody of another role goes too: scene 4, and the property's fire crew.
SECOND = {"lift_trapped": "maintainer", "smoke": "property", "heat": "property", "fire_report": "property"}


class Desk:
    """Looks once a second. Tickets and alerts that others opened are not its own."""

    def __init__(self, stage: Stage) -> None:
        self._stage, self._rng = stage, stage.rng("desk")
        self._when: dict[str, datetime] = {}
        self._last: datetime | None = None
        self._open = 0

    def step(self) -> None:
        now = self._stage.now
        if self._last is not None and (now - self._last).total_seconds() < 1.0:
            return
        self._last = now
        own = [t for t in self._stage.board.tickets.values() if t.state in ("pending", "active", "resolved")]
        own = [ticket for ticket in own if self._stage.is_own(ticket)]
        self._open = len(own)
        for ticket in own:
            self._step_of_playbook(ticket)
            getattr(self, f"_{ticket.state}")(ticket)
        for alert in list(self._stage.board.alerts.values()):
            if alert.state == "firing" and self._stage.is_own_alert(alert.id):
                self._alert(alert)
        self._forget(now)

    def _due(self, what: str, delay_s: Callable[[], float]) -> bool:
        """False until the delay has passed, then true, and again after a while where it did not help."""
        hurry = 0.4 if self._open > BUSY else 1.0
        when = self._when.setdefault(what, self._stage.after(delay_s() * hurry))
        if self._stage.now < when:
            return False
        self._when[what] = self._stage.after(30.0)
        return True

    def _between(self, limits: tuple[float, float]) -> Callable[[], float]:
        return lambda: self._rng.uniform(*limits)

    def _forget(self, now: datetime) -> None:
        if len(self._when) > 2000:
            self._when = {key: at for key, at in self._when.items() if (now - at).total_seconds() < 600}

    # --- by state of the ticket -----------------------------------------------------------------

    def _pending(self, ticket: Ticket) -> None:
        if self._merged(ticket) or self._stage.board.assignments_of(ticket.id):
            return
        if asks_by_itself(self._stage.board, ticket.kind, ticket.severity):
            return  # the engine asks one after the other
        if self._due(f"send:{ticket.id}:{ticket.reworks}", lambda: self._patience(ticket.severity)):
            ranking = self._stage.services.ranker.of_ticket(self._stage.board, ticket.id)
            self._stage.say(DESK, OfferAssignment(ticket_id=ticket.id), ranking=tuple(ranking))

    def _patience(self, severity: str) -> float:
        waits_long = severity in ("moderate", "minor", "unknown") and self._rng.random() < WAITS_LONG
        return self._rng.uniform(*(LONG_S if waits_long else SEND_S[severity]))

    def _merged(self, ticket: Ticket) -> bool:
        """The same kind at the same building, opened before: one case, when nobody is on this one."""
        where = ticket.where
        if where.building_id is None or self._stage.board.assignments_of(ticket.id):
            return False
        twin = next((t for t in self._stage.board.tickets.values() if self._is_twin(t, ticket)), None)
        if twin is None or not self._due(f"merge:{ticket.id}", self._between(MERGE_S)):
            return twin is not None
        return self._stage.say(DESK, MergeTickets(into=twin.id, ticket_ids=(ticket.id,))) is not None

    def _is_twin(self, other: Ticket, ticket: Ticket) -> bool:
        same = other.kind == ticket.kind and other.where.building_id == ticket.where.building_id
        alike = other.where.unit == ticket.where.unit and other.exercise == ticket.exercise
        earlier = (other.opened_at, other.id) < (ticket.opened_at, ticket.id)
        return same and alike and earlier and other.state in ("pending", "active") and self._stage.is_own(other)

    def _step_of_playbook(self, ticket: Ticket) -> None:
        """The desk's own next step: the call through the intercom, 119, what a picture shows."""
        step = next_of(self._stage.board, ticket, "dispatcher")
        if step is None or ticket.state == "resolved":
            return
        if self._due(f"step:{ticket.id}:{step.id}", self._between(DESK_STEP_S)):
            word = VerifyTicket(ticket_id=ticket.id, ok=True) if step.on == "verify" else None
            self._stage.say(DESK, word or CompleteStep(ticket_id=ticket.id, step_id=step.id))

    def _active(self, ticket: Ticket) -> None:
        """Where the kind wants it, somebody of another role as well; a playbook says itself whom it wants."""
        role = None if ticket.playbook else SECOND.get(ticket.kind)
        workers, held = self._stage.board.workers, self._stage.board.assignments_of(ticket.id)
        if role is None or len(held) > 1 or ticket.arrived_at is not None:
            return
        if not self._due(f"second:{ticket.id}", self._between((6.0, 18.0))):
            return
        ranking = tuple(self._stage.services.ranker.of_ticket(self._stage.board, ticket.id))
        fitting = [row for row in ranking if row.worker_id in workers and workers[row.worker_id].role == role]
        second = next((row for row in fitting if not self._stage.board.work_of(row.worker_id)), None)
        if second is not None and workers[second.worker_id].simulated:
            self._stage.say(
                DESK, OfferAssignment(ticket_id=ticket.id, worker_id=second.worker_id, lead=False), ranking=ranking
            )

    def _resolved(self, ticket: Ticket) -> None:
        if not self._due(f"check:{ticket.id}:{ticket.reworks}", self._between(CHECK_S)):
            return
        ok = self._rng.random() >= FAILS_CHECK or ticket.reworks > 0
        note = self._stage.phrases.say("checked" if ok else "failed_check", self._rng)
        if self._stage.say(DESK, CheckTicket(ticket_id=ticket.id, ok=ok, note=note)) is not None and ok:
            for step in left_over(self._stage.board, ticket):
                reason = self._stage.phrases.say("skip_step", self._rng)
                self._stage.say(DESK, SkipStep(ticket_id=ticket.id, step_id=step.id, reason=reason))
            self._stage.say(DESK, CloseTicket(ticket_id=ticket.id))

    # --- alerts ---------------------------------------------------------------------------------

    def _alert(self, alert: Alert) -> None:
        kind = self._stage.board.kinds.get(alert.kind)
        if kind is None:
            return
        if alert.severity == "extreme" and not alert.acknowledged_by:
            if self._due(f"seen:{alert.id}", self._between(SEEN_S)):
                self._stage.say(DESK, AcknowledgeAlert(alert_id=alert.id))
        elif (
            kind.opens == "dispatcher"
            and alert.ticket_id is None
            and self._due(f"judge:{alert.id}", self._between(JUDGE_S))
        ):
            self._judge(alert)

    def _judge(self, alert: Alert) -> None:
        """After a look at the picture: a ticket, or nothing to it."""
        self._stage.say(DESK, AcknowledgeAlert(alert_id=alert.id))
        if self._rng.random() < OPENS_ALERT:
            self._stage.say(DESK, OpenTicket(kind=alert.kind, alert_id=alert.id))
        else:
            reason = self._stage.phrases.say("alert_seen", self._rng)
            self._stage.say(DESK, ResolveAlert(alert_id=alert.id, reason=reason))
