"""What comes after the street: the gate's wait, and the stairs or the lift to a flat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from time import monotonic
from typing import Literal

from dispatch.alert import Alert
from dispatch.board import Board
from dispatch.events import Place
from dispatch.kind import Kind
from dispatch.position import Position
from dispatch.ticket import OPEN

By = Literal["", "stairs", "lift"]


@dataclass(frozen=True, slots=True)
class Approach:
    """``entrance`` is where the walk along the streets ends (None: at the place itself), ``seconds`` come after it.

    ``floors`` are climbed or ridden, negative into a basement; ``by`` is empty where there is nothing to climb.
    ``reasons`` are codes: ``lift_out``, ``stairs_fire``, ``no_lift``, ``gate_closed_until``; their numbers are in
    ``why`` (``until``: local time HH:MM; ``gate``: its name). ``gate_s`` of the ``seconds`` go by at a shut gate.
    """

    entrance: Position | None = None
    seconds: float = 0.0
    floors: int = 0
    by: By = ""
    reasons: tuple[str, ...] = ()
    why: tuple[tuple[str, str], ...] = ()
    gate_s: float = 0.0

    def at_any_hour(self) -> Approach:
        """As if every gate were open."""
        reasons = tuple(code for code in self.reasons if code != "gate_closed_until")
        return replace(self, seconds=self.seconds - self.gate_s, reasons=reasons, why=(), gate_s=0.0)


#: the approach to a place for a kind (None: any); answers without waiting for a disk or a network
Approaches = Callable[[Place, Kind | None], Approach]

NOTHING = Approach()

#: Kinds of this category are about a lift that does not work (lift_fault, lift_trapped, and what /admin adds).
LIFT = "lift"
#: The alerts of a day (10,000) are looked through in 2 ms: at most once a second, and only when something happened.
LOOK_EVERY_S = 1.0


class LiftsOut:
    """Devices that an alert says are lifts out of order: while it is firing; one that no resolution follows (a report
    by a person) while its ticket is open. An exercise stops no lift."""

    def __init__(self, board: Callable[[], Board], clock: Callable[[], float] = monotonic) -> None:
        self._board, self._clock = board, clock
        self._seq, self._looked_at = -1, float("-inf")
        self._out: frozenset[str] = frozenset()

    def __call__(self, device_id: str) -> bool:
        if self._clock() - self._looked_at >= LOOK_EVERY_S:
            self._looked_at, board = self._clock(), self._board()
            if board.seq != self._seq:
                self._seq, self._out = board.seq, lifts_out(board)
        return device_id in self._out


def lifts_out(board: Board) -> frozenset[str]:
    """As ``LiftsOut``, as of now."""
    kinds = {kind.id for kind in board.kinds.values() if kind.category == LIFT}
    told = (alert for alert in board.alerts.values() if alert.kind in kinds and not alert.exercise)
    return frozenset(alert.device_id for alert in told if alert.device_id and _lasts(board, alert))


def _lasts(board: Board, alert: Alert) -> bool:
    ticket = board.tickets.get(alert.ticket_id) if alert.ticket_id else None
    return alert.state == "firing" or (alert.state == "pulse" and ticket is not None and ticket.state in OPEN)
