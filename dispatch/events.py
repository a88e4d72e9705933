"""Everything that can happen, past tense. A stored event is never changed; a new shape is a new version (codec)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dispatch.kind import Kind
from dispatch.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. Its type on the log is the class name."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: a point (WGS 84) if known, and the words people say."""

    lon: float | None = None
    lat: float | None = None
    place: str = ""
    unit: str = ""
    floor: int | None = None
    room: str = ""
    building_id: str | None = None
    grid_code: str | None = None
    outside_district: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is a point, not words only, or half of one."""
        return self.lon is not None and self.lat is not None


# --- the district's own registers -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KindDefined(Event):
    kind: Kind


@dataclass(frozen=True, slots=True)
class PlaybookDefined(Event):
    """A version of a playbook, whole. Tickets that run another version keep theirs."""

    playbook: Playbook


@dataclass(frozen=True, slots=True)
class PlaybookRemoved(Event):
    """No ticket begins it any more; those that run it go on."""

    playbook_id: str


@dataclass(frozen=True, slots=True)
class PolicySet(Event):
    """Automatic dispatch on or off for the whole district; each kind has its own switch below that."""

    auto_dispatch: bool


@dataclass(frozen=True, slots=True)
class ModesSet(Event):
    """Severities that are dispatched one way whatever their kind says; the whole table."""

    by_severity: dict[str, str]


@dataclass(frozen=True, slots=True)
class LadderSet(Event):
    """Minutes until a ticket that waits is told to each level above, by severity; the whole table."""

    minutes: dict[str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class WorkerRegistered(Event):
    """A worker entered or amended in the register; the whole record, so that a later one replaces it."""

    worker_id: str
    name: str
    role: str = "grid_worker"  # grid_worker property maintainer building_head volunteer
    org: str = ""
    grid_code: str | None = None
    skills: tuple[str, ...] = ()
    phone: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class WorkerRemoved(Event):
    worker_id: str


@dataclass(frozen=True, slots=True)
class RosterSet(Event):
    """One worker's duty times by local day (``2026-11-23``; empty: every day without a line of its own).

    Of a day (from, to) as HH:MM, the end of a night shift on the day after; none is a day off, None takes its line out.
    Days that are not named stay as they are.
    """

    worker_id: str
    days: dict[str, tuple[tuple[str, str], ...] | None]


# --- alerts -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AlertRaised(Event):
    alert_id: str
    fingerprint: str
    source: str
    kind: str
    severity: str
    pulse: bool
    device_id: str | None
    where: Place
    description: str
    labels: dict[str, str]
    media: tuple[str, ...]
    exercise: bool
    occurred_at: datetime
    received_at: datetime
    clock_suspect: bool
    #: the live ticket of the same fingerprint, when there is one
    ticket_id: str | None = None


@dataclass(frozen=True, slots=True)
class AlertRepeated(Event):
    alert_id: str
    report_id: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class AlertResolved(Event):
    """The device says it is over, or (``by_hand``) a dispatcher. Never closes a ticket."""

    alert_id: str
    occurred_at: datetime
    by_hand: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ResolutionHeld(Event):
    """A resolved that came before its firing: kept until that comes."""

    fingerprint: str
    report_id: str
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class AlertAcknowledged(Event):
    alert_id: str
    by: str


@dataclass(frozen=True, slots=True)
class AlertAttached(Event):
    """The alert belongs to this ticket (fusion, merging, unmerging)."""

    alert_id: str
    ticket_id: str


# --- tickets ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TicketOpened(Event):
    ticket_id: str
    number: str
    kind: str
    severity: str
    title: str
    description: str
    where: Place
    exercise: bool
    caller: str
    opened_by: str
    opened_at: datetime
    arrive_by: datetime | None
    finish_by: datetime | None
    alert_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketAmended(Event):
    """What a person corrected; ``where`` whole, the others None where unchanged."""

    ticket_id: str
    where: Place | None = None
    title: str | None = None
    description: str | None = None
    caller: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class TicketPrioritised(Event):
    ticket_id: str
    severity: str
    arrive_by: datetime | None
    finish_by: datetime | None


@dataclass(frozen=True, slots=True)
class NoteAdded(Event):
    ticket_id: str
    text: str
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketVerified(Event):
    """核实: is the report true."""

    ticket_id: str
    ok: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class TicketResolved(Event):
    ticket_id: str
    disposition: str
    note: str
    photos: tuple[str, ...]
    by: str


@dataclass(frozen=True, slots=True)
class TicketChecked(Event):
    """核查: is it really done. ``ok=False`` sends it back to pending and counts as 返工."""

    ticket_id: str
    ok: bool
    note: str = ""
    photos: tuple[str, ...] = ()
    arrive_by: datetime | None = None
    finish_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketClosed(Event):
    ticket_id: str


@dataclass(frozen=True, slots=True)
class TicketReopened(Event):
    """``ticket`` carries what is needed when it had already left the board (more than 24 h)."""

    ticket_id: str
    reason: str
    arrive_by: datetime | None
    finish_by: datetime | None
    carried: TicketOpened | None = None


@dataclass(frozen=True, slots=True)
class TicketCancelled(Event):
    ticket_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class TicketMerged(Event):
    ticket_id: str
    into: str


@dataclass(frozen=True, slots=True)
class TicketUnmerged(Event):
    ticket_id: str


@dataclass(frozen=True, slots=True)
class TicketReferred(Event):
    ticket_id: str
    org: str
    reason: str


@dataclass(frozen=True, slots=True)
class EscalationRaised(Event):
    """Nobody comes, or a person asked for help: a supervisor must look; with a ``level``, who stands for it there."""

    ticket_id: str
    reason: str  # no_candidate | place_far_off | offers_failed | broadcast_nobody | not_taken | late | by_hand | sos
    text: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class EscalationTaken(Event):
    """Somebody it was told to looks after it: it climbs no further."""

    ticket_id: str
    by: str
    level: str


@dataclass(frozen=True, slots=True)
class LimitBreached(Event):
    """A ticket is late: ``limit`` is arrive or finish."""

    ticket_id: str
    limit: str
    due: datetime


# --- assignments ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AssignmentOffered(Event):
    assignment_id: str
    ticket_id: str
    worker_id: str
    lead: bool
    stacked: bool
    automatic: bool
    offered_at: datetime
    expires: datetime
    eta_s: float | None
    distance_m: float | None
    fix_age_s: float | None
    #: the fix and the walk that the choice was based on, [[lon, lat], …]
    path: tuple[tuple[float, float], ...] = ()
    travel: str = ""
    #: the role whose steps of the playbook it is for; empty: for the ticket itself
    role: str = ""
    #: offered to several at once: the first to say yes has it
    broadcast: bool = False


@dataclass(frozen=True, slots=True)
class AssignmentMoved(Event):
    """acknowledged, en_route, on_scene; ``said_at`` is the phone's clock when the tap came late."""

    assignment_id: str
    ticket_id: str
    worker_id: str
    stage: str
    via: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AssignmentEnded(Event):
    """cleared, declined, expired, recalled: the worker is free again (of this ticket).

    ``by``: the worker who was quicker, where it was offered to several.
    """

    assignment_id: str
    ticket_id: str
    worker_id: str
    stage: str
    reason: str = ""
    via: str = ""
    said_at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class AssignmentRecalling(Event):
    """Recall sent; the phone confirms it or ``expires`` passes."""

    assignment_id: str
    ticket_id: str
    worker_id: str
    reason: str
    expires: datetime


@dataclass(frozen=True, slots=True)
class LeadChanged(Event):
    ticket_id: str
    assignment_id: str
    worker_id: str


# --- steps of a playbook ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaybookStarted(Event):
    """A ticket begins a playbook and keeps this version; its name stands here for who reads the log alone."""

    ticket_id: str
    playbook_id: str
    playbook_version: int
    zh: str
    en: str
    automatic: bool = True


@dataclass(frozen=True, slots=True)
class StepDone(Event):
    """``worker_id``: whose work it was, empty at the desk; ``trigger``: what settled it where nobody said so."""

    ticket_id: str
    step_id: str
    zh: str
    en: str
    worker_id: str = ""
    note: str = ""
    trigger: str = ""
    via: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepSkipped(Event):
    ticket_id: str
    step_id: str
    zh: str
    en: str
    reason: str
    worker_id: str = ""
    via: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StepLate(Event):
    """The step's own clock ran out; the step stays open."""

    ticket_id: str
    step_id: str
    zh: str
    en: str
    due: datetime


# --- workers ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DutyChanged(Event):
    worker_id: str
    duty: str  # off_duty available on_break
    via: str = ""


@dataclass(frozen=True, slots=True)
class SOSRaised(Event):
    worker_id: str
    ticket_id: str
    text: str = ""


# --- rounds and standing -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RoundPlace:
    """A place of a round. ``at``: local time (HH:MM) at which the plan has it begin."""

    id: str
    name: str
    lon: float
    lat: float
    minutes: float = 0.0
    at: str = ""


@dataclass(frozen=True, slots=True)
class RoundWalk:
    """What one worker walks on one local day (2026-11-23), in order; ``minutes`` with the ways."""

    worker_id: str
    day: str
    places: tuple[RoundPlace, ...]
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class RoundPlanned(Event):
    """``begins``, ``ends``: local times (HH:MM) between which it is walked; empty: the usual day."""

    round_id: str
    title: str
    walks: tuple[RoundWalk, ...]
    begins: str = ""
    ends: str = ""


@dataclass(frozen=True, slots=True)
class RoundVisited(Event):
    """``result``: ok, or missed (nobody opened, closed, no time)."""

    round_id: str
    place_id: str
    worker_id: str
    result: str
    note: str = ""
    via: str = ""
    said_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RoundReplanned(Event):
    """Everything that is not done yet, anew; ``left`` are the places there was no room for. ``why``: by place, what
    kept it from being done as it was told: missed day_over off_duty on_break gone no_time."""

    round_id: str
    walks: tuple[RoundWalk, ...]
    left: tuple[str, ...] = ()
    why: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RoundEnded(Event):
    round_id: str
    how: str  # done cancelled
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StandAsked(Event):
    """Somebody without work is asked to wait there; it is no assignment and bars from none."""

    worker_id: str
    lon: float
    lat: float
    place: str = ""


@dataclass(frozen=True, slots=True)
class StandEnded(Event):
    worker_id: str
    reason: str = ""  # work off_duty by_hand


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it stands on the log."""

    district: str
    seq: int
    at: datetime
    actor: str
    cause: str
    event: Event
    version: int = 1


#: event type → how it changes a board; the board is named loosely, since it imports its rows, not they it
Folds = dict[type[Event], Callable[[Any, Recorded, Any], None]]


def _subclasses() -> dict[str, type[Event]]:
    return {cls.__name__: cls for cls in Event.__subclasses__()}


#: type name → class, for the codec
EVENTS: dict[str, type[Event]] = _subclasses()

__all__ = [*EVENTS, "EVENTS", "Event", "Folds", "Place", "Recorded", "RoundPlace", "RoundWalk"]
