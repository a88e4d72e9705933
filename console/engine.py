"""The engine: one a district. It runs what the clock says, finds workers, keeps history, and plays the scenario.

Everything it does is a command under its lease, so a paused engine that wakes up changes nothing.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Protocol, runtime_checkable

from dispatch import checkpoint
from dispatch.actor import ENGINE
from dispatch.board import Board
from dispatch.commands import Command, OfferNext, OfferRole
from dispatch.deadlines import due, seeking, seeking_roles
from dispatch.dispatcher import Request
from dispatch.errors import EpochChanged, LogUnavailable, Refused
from dispatch.follower import Follower
from dispatch.log import Lease
from dispatch.ticket import Ticket

log_ = logging.getLogger(__name__)

TICK_S = 0.2
LEASE_S = 6.0
#: Ask for a ranking of the same ticket again no sooner than this, while nothing changes.
SEEK_AGAIN_S = 1.0


class Clockwork(Protocol):
    """Something that is stepped with the engine: the simulator, later solvers."""

    def step(self, now: datetime) -> None: ...


@runtime_checkable
class Keeper(Protocol):
    """A clockwork that makes some first offers itself, as the planner does."""

    def keeps(self, board: Board, now: datetime) -> frozenset[str]:
        """Tickets that are left to it for now."""
        ...


class Engine:
    """``services`` as in console.bootstrap. ``step`` does one round; ``run`` repeats it until ``stop`` is set."""

    def __init__(self, services: Any, clockworks: tuple[Clockwork, ...] = ()) -> None:
        self.services = services
        self.clockworks = clockworks
        self._follower = Follower(services.log)
        self.holder = f"{socket.gethostname()}:{os.getpid()}"
        self.lease: Lease | None = None
        self._renewed = 0.0
        self._checkpoint = self.board.seq
        self._sought: dict[str, tuple[float, int]] = {}

    @property
    def board(self) -> Board:
        return self._follower.board

    # --- one round ----------------------------------------------------------------------------

    def step(self, now: datetime) -> bool:
        """True where this process holds the district's lease and did its round."""
        if not self._hold(now):
            return False
        self._catch_up()
        for command_id, command in list(due(self.board, now)):
            self._submit(command_id, command)
        self._catch_up()
        wanted = seeking(self.board)
        kept = self._kept(now) if wanted else frozenset()
        for ticket in wanted:
            if ticket.id not in kept:
                self._find(ticket, now, OfferNext(ticket_id=ticket.id))
        for ticket, role in seeking_roles(self.board, now):
            self._find(ticket, now, OfferRole(ticket_id=ticket.id, role=role), role)
        for clockwork in self.clockworks:
            self._guarded(clockwork.step, now)
        return True

    def _hold(self, now: datetime) -> bool:
        """Renew at a third of its life; losing it, or the log, is no reason to die."""
        if self.lease is None or now.timestamp() - self._renewed > LEASE_S / 3:
            self.lease = self.services.log.take_lease(self.holder, LEASE_S, now)
            self._renewed = now.timestamp()
        return self.lease is not None

    def _catch_up(self) -> None:
        if not self._follower.look():
            return
        self._guarded(self.services.history.catch_up, self.services.log)
        if self.board.seq - self._checkpoint >= checkpoint.EVERY:
            self._checkpoint = self.board.seq
            self._guarded(self.services.log.save_checkpoint, self.board.seq, checkpoint.dump(self.board))

    def _kept(self, now: datetime) -> frozenset[str]:
        """A planner that fails keeps nothing."""
        try:
            keepers = [one for one in self.clockworks if isinstance(one, Keeper)]
            return frozenset().union(*(one.keeps(self.board, now) for one in keepers))
        except Exception:
            log_.exception("offering without the planner")
            return frozenset()

    def _find(self, ticket: Ticket, now: datetime, offer: Command, role: str = "") -> None:
        """Rank before the lock and offer; the decider checks again that the worker is free."""
        what = f"{ticket.id}:{role}" if role else ticket.id
        asked, at_seq = self._sought.get(what, (0.0, -1))
        if at_seq == self.board.seq and now.timestamp() - asked < SEEK_AGAIN_S:
            return
        self._sought[what] = (now.timestamp(), self.board.seq)
        ranking = self.services.ranker(self.board, ticket.where, ticket.kind, ticket=ticket)
        known = f"{len(self.board.by_ticket.get(ticket.id, ()))}:{len(ticket.tried)}:{len(ticket.escalations)}"
        self._submit(f"offer:{what}:{known}", offer, ranking=ranking)
        if len(self._sought) > 10_000:
            self._sought.clear()

    def _submit(self, command_id: str, command: Any, **more: Any) -> None:
        try:
            self.services.dispatcher.submit(Request(ENGINE, command_id, command, **more), lease=self.lease)
        except Refused as refusal:
            if refusal.code == "fenced":
                self.lease = None
            log_.info("%s refused: %s", command_id, refusal.code)

    def _guarded(self, work: Callable[..., Any], *args: Any) -> None:
        """One part that fails must not stop the clock; it is logged and tried again."""
        try:
            work(*args)
        except Exception:
            log_.exception("%s failed", getattr(work, "__qualname__", work))

    # --- living -------------------------------------------------------------------------------

    def run(self, stop: threading.Event, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        while not stop.wait(TICK_S):
            try:
                self.step(clock())
            except (LogUnavailable, EpochChanged) as problem:
                log_.warning("the log is away: %s", problem)
                self.lease = None
            except Exception:
                log_.exception("a round of the engine failed")


def main(settings: Any) -> None:
    """Run the engine of this process until SIGTERM."""
    from console import bootstrap

    services = bootstrap.build(settings, role="engine")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    try:
        Engine(services, bootstrap.clockworks(services)).run(stop)
    finally:
        services.close()
