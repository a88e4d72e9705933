"""Everything that can be asked, imperative. Field names are those of POST /api/v1/commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from dispatch.events import TicketOpened

Severity = Literal["extreme", "severe", "moderate", "minor", "unknown"]
Disposition = Literal["done", "no_fault_found", "duplicate", "referred", "cancelled"]
Via = Literal["", "phone", "radio"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A wish. ``decide`` answers with events or refuses with a reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerCommand(Command):
    """A worker's own word; a dispatcher may pass it on (``on_behalf_of``, ``via``)."""

    ticket_id: str
    at: datetime | None = None
    on_behalf_of: str | None = None
    via: Via = ""


# --- devices ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseAlert(Command):
    """One report of a source. ``report_id`` is the sender's id; place fields may be None (asset's place is used)."""

    report_id: str
    kind: str
    state: Literal["firing", "resolved", "pulse"] = "firing"
    device_id: str | None = None
    severity: Severity | None = None
    lon: float | None = None
    lat: float | None = None
    place: str = ""
    unit: str = ""
    floor: int | None = None
    room: str = ""
    building_id: str | None = None
    grid_code: str | None = None
    outside_district: bool = False
    description: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    media: tuple[str, ...] = ()
    exercise: bool = False
    occurred_at: datetime | None = None


# --- dispatchers ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket(Command):
    kind: str
    lon: float | None = None
    lat: float | None = None
    building_id: str | None = None
    place: str = ""
    unit: str = ""
    floor: int | None = None
    room: str = ""
    severity: Severity | None = None
    title: str = ""
    description: str = ""
    caller: str = ""
    exercise: bool = False
    grid_code: str | None = None  # filled in by the edge from the map
    outside_district: bool = False
    alert_id: str | None = None  # open it for this alert (kinds that a dispatcher decides on)
    at: datetime | None = None  # a phone's clock, of a tap that waited for a signal


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendTicket(Command):
    ticket_id: str
    lon: float | None = None
    lat: float | None = None
    building_id: str | None = None
    place: str | None = None
    unit: str | None = None
    floor: int | None = None
    room: str | None = None
    title: str | None = None
    description: str | None = None
    caller: str | None = None
    kind: str | None = None
    grid_code: str | None = None
    outside_district: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    ticket_id: str
    text: str
    photos: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyTicket(Command):
    ticket_id: str
    ok: bool
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrioritiseTicket(Command):
    ticket_id: str
    severity: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferAssignment(Command):
    """Without ``worker_id`` the best candidate of the ranking handed in. ``stack`` gives a busy worker one more."""

    ticket_id: str
    worker_id: str | None = None
    lead: bool | None = None
    stack: bool = False
    #: without ``worker_id``: the nearest free worker of this role, for its steps of the playbook
    role: str | None = None
    #: only where nobody is asked or coming yet: of two dispatchers who send at once the second is told
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BroadcastTicket(Command):
    """Offer it to everybody able within so many minutes' walk (default: the kind's); the first to say yes has it."""

    ticket_id: str
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallAssignment(Command):
    ticket_id: str
    worker_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTicket(Command):
    ticket_id: str
    ok: bool
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseTicket(Command):
    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenTicket(Command):
    """``carried`` is filled in by the edge from history when the ticket has left the board (after 24 h)."""

    ticket_id: str
    reason: str
    carried: TicketOpened | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelTicket(Command):
    ticket_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeTickets(Command):
    into: str
    ticket_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmergeTicket(Command):
    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferTicket(Command):
    ticket_id: str
    org: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalateTicket(Command):
    ticket_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeEscalation(Command):
    """I'm on it: it climbs no further."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPlaybook(Command):
    """Without ``playbook_id`` the one of the ticket's kind."""

    ticket_id: str
    playbook_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteStep(WorkerCommand):
    """By a dispatcher, or by a worker of the step's role who is on the ticket."""

    step_id: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipStep(WorkerCommand):
    step_id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAlert(Command):
    alert_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveAlert(Command):
    alert_id: str
    reason: str


# --- workers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeAssignment(WorkerCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineAssignment(WorkerCommand):
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartTravel(WorkerCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ArriveOnScene(WorkerCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveTicket(WorkerCommand):
    disposition: Disposition
    note: str = ""
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmRecall(WorkerCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyCommand(Command):
    at: datetime | None = None
    on_behalf_of: str | None = None
    via: Via = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOn(DutyCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff(DutyCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StartBreak(DutyCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EndBreak(DutyCommand):
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseSOS(DutyCommand):
    lon: float | None = None
    lat: float | None = None
    text: str = ""
    place: str = ""  # this and what follows is filled in by the edge from the map
    building_id: str | None = None
    grid_code: str | None = None
    outside_district: bool = False


# --- rounds and standing ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRound(Command):
    """``walks``: ``{"walks": [{worker_id, day, minutes, places: [{id, name, lon, lat, minutes, at}]}]}``, as POST
    /rounds answers them; at most 1,000 places. ``begins``, ``ends``: HH:MM between which it is walked, so that a later
    plan keeps to them; empty: the usual day."""

    title: str
    walks: dict[str, object]
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPlace(DutyCommand):
    """A place of a round was seen, or could not be."""

    round_id: str
    place_id: str
    result: Literal["ok", "missed"] = "ok"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplanRound(Command):
    """``walks`` as of PlanRound; with ``left`` it names each place that is not done once. ``rev``: of the round it was
    made for; another one is refused as stale. ``why``: as of the event, of places of this round."""

    round_id: str
    walks: dict[str, object] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    rev: int | None = None
    why: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelRound(Command):
    round_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskToStand(Command):
    """No work, but a place to wait at."""

    worker_id: str
    lon: float
    lat: float
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndStand(Command):
    worker_id: str
    reason: str = "by_hand"


# --- the clock and the registers (not open to POST /commands) ---------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireAssignment(Command):
    assignment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRecall(Command):
    """Sixty seconds passed and the phone did not confirm."""

    assignment_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachLimit(Command):
    ticket_id: str
    limit: Literal["arrive", "finish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenForAlert(Command):
    """The alert has been firing long enough (offline devices, sockets full but occupied)."""

    alert_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferNext(Command):
    """Offer to the best candidates that were not asked yet; escalate when there is none. ``patient``: not where the
    plan of the whole board makes this offer (``first_offer.left_to_plan``)."""

    ticket_id: str
    patient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbEscalation(Command):
    """Its minutes at the level below are over."""

    ticket_id: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginPlaybook(Command):
    """The playbook of the ticket's kind begins, where there is one."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSteps(Command):
    """Steps whose trigger has happened are done."""

    ticket_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateStep(Command):
    ticket_id: str
    step_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRole(Command):
    """Offer the steps of this role to its nearest free worker who was not asked yet."""

    ticket_id: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinePlaybook(Command):
    playbook: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovePlaybook(Command):
    playbook_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefineKind(Command):
    kind: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPolicy(Command):
    auto_dispatch: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SetModes(Command):
    """Severity → mode, whatever the kind says; a severity that is not named goes by its kind."""

    by_severity: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLadder(Command):
    """Severity → minutes until each level above hears of it, rising; a severity that is not named never climbs."""

    minutes: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterWorker(Command):
    worker_id: str
    name: str
    role: str = "grid_worker"
    org: str = ""
    grid_code: str | None = None
    skills: tuple[str, ...] = ()
    phone: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWorker(Command):
    worker_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRoster(Command):
    """Duty times of a worker by local day (``2026-11-23``; empty: every day), (from, to) as HH:MM; what ends no later
    than it begins ends the day after. No spans: a day off. None: the day has no line of its own any more."""

    worker_id: str
    days: dict[str, tuple[tuple[str, str], ...] | None]


#: who may ask what over POST /commands
DISPATCHER_COMMANDS: tuple[type[Command], ...] = (
    OpenTicket, AmendTicket, AddNote, VerifyTicket, PrioritiseTicket, OfferAssignment, RecallAssignment,
    CheckTicket, CloseTicket, ReopenTicket, CancelTicket, MergeTickets, UnmergeTicket, ReferTicket,
    EscalateTicket, AcknowledgeAlert, ResolveAlert, StartPlaybook, CompleteStep, SkipStep,
    BroadcastTicket, AcknowledgeEscalation,
    PlanRound, ReplanRound, CancelRound, AskToStand, EndStand,
)  # fmt: skip
WORKER_COMMANDS: tuple[type[Command], ...] = (
    AcknowledgeAssignment, DeclineAssignment, StartTravel, ArriveOnScene, ResolveTicket, ConfirmRecall,
    SignOn, SignOff, StartBreak, EndBreak, OpenTicket, AddNote, RaiseSOS, CompleteStep, SkipStep, VisitPlace,
)  # fmt: skip
ADMIN_COMMANDS: tuple[type[Command], ...] = (
    DefineKind, SetPolicy, RegisterWorker, RemoveWorker, SetRoster, DefinePlaybook, RemovePlaybook,
    SetModes, SetLadder,
)  # fmt: skip
