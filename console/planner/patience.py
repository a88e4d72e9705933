"""How long the plan is waited for. It counts the time since the board differs from what the last answer was about."""

from __future__ import annotations

from datetime import datetime, timedelta

#: People walk while nothing happens: as long as tickets are open, the plan is looked at again this often.
AGAIN_S = 20.0


class Patience:
    """Told by the planner what it sees, asks and hears; times are the engine's. Nothing of it must survive: before
    the first answer the time runs from what the log says (``since``), so that an engine that was away finds it over.
    """

    def __init__(self) -> None:
        self._asked_for: datetime | None = None
        self._answered_for: datetime | None = None
        #: since when the board differs from the picture that is being worked on; from the one that was answered
        self._moved: datetime | None = None
        self._behind: datetime | None = None

    def moved(self, now: datetime) -> None:
        """Something changed that a plan depends on."""
        self._moved = self._moved or now
        self._behind = self._behind or now

    def asked(self, now: datetime) -> None:
        """A picture of now went out."""
        self._asked_for, self._moved = now, None

    def answered(self) -> None:
        """What it proposed has been done."""
        self._answered_for, self._behind = self._asked_for, self._moved

    def failed(self, now: datetime) -> None:
        """There is no plan, or what it proposed could not be done: it counts as not answered."""
        self._behind = self._behind or now

    def is_over(self, since: datetime, patience_s: float, now: datetime) -> bool:
        """Whether a ticket that has waited ``since`` waits for the plan no longer. A plan that saw it and keeps it for
        somebody is an answer, for as long as the planner goes on looking."""
        if self._answered_for is None:
            begun = since
        elif self._behind is not None:
            begun = self._behind
        else:
            begun = self._answered_for + timedelta(seconds=AGAIN_S)
        return (now - begun).total_seconds() >= patience_s
