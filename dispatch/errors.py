"""Why the core refuses. Each refusal has a code; ``console.problems`` turns it into status and sentence.

Refused                    a rule says no; nothing was changed
├── NotFound               the thing named is not on the board
├── Forbidden              this actor may not do this
├── InvalidField           a field is missing or wrong; ``field`` names it
└── Conflict               the state of things says no; ``code`` says why
LogUnavailable             the log cannot be written now: try again (never acknowledged)
EpochChanged               the log was restored or replaced under us: fold it anew
"""

from __future__ import annotations

from typing import Any

#: Every code a Conflict may carry; documented in the API and translated in the catalogue.
CONFLICTS = frozenset(
    {
        "worker_busy",
        "worker_off_duty",
        "worker_on_break",
        "worker_in_need",
        "worker_lacks_skill",
        "worker_on_extreme",
        "worker_has_work",
        "no_candidate",
        "ticket_not_open",
        "ticket_not_resolved",
        "ticket_not_closed",
        "ticket_not_merged",
        "not_your_assignment",
        "not_a_move",
        "already_done",
        "already_offered",
        "already_assigned",
        "not_escalated",
        "nobody_near",
        "offer_expired",
        "alert_not_firing",
        "playbook_running",
        "no_playbook",
        "steps_open",
        "not_your_area",
        "not_your_step",
        "not_your_round",
        "too_many_rounds",
        "stale",
        "fenced",
    }
)


class Refused(Exception):
    """A rule says no. ``code`` is for programs, ``detail`` for the sentence; the state is as it was."""

    code = "refused"

    def __init__(self, message: str = "", **detail: Any) -> None:
        super().__init__(message or self.code)
        self.detail = detail


class NotFound(Refused):
    """The ticket, worker, alert or assignment named is not on the board."""

    code = "not_found"


class Forbidden(Refused):
    """This actor may not do this."""

    code = "forbidden"


class InvalidField(Refused):
    """A field is missing or wrong; ``field`` names it and the message says what would be right."""

    code = "invalid_field"

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message, field=field)
        self.field = field


class IdReused(Refused):
    """The same command id came again with another body."""

    code = "id_reused"


class Conflict(Refused):
    """The state of things says no."""

    def __init__(self, code: str, message: str = "", **detail: Any) -> None:
        assert code in CONFLICTS, code
        self.code = code
        super().__init__(message or code, **detail)


class LogUnavailable(Exception):
    """The log cannot be written now (disk full, database away): nothing was acknowledged."""


class EpochChanged(Exception):
    """The log was restored or replaced: a board folded from the former one is worthless."""
