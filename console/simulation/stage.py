"""What simulated people share: the services, the board as it stands, and how they speak."""

from __future__ import annotations

import logging
import random
from datetime import datetime, timedelta
from typing import Any

from console.simulation.phrases import Phrases
from dispatch.actor import Actor
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.dispatcher import Answer, Request
from dispatch.errors import Refused
from dispatch.follower import Follower
from dispatch.position import Position
from dispatch.ticket import Ticket

log_ = logging.getLogger(__name__)

#: Actors by which the scenario's own tickets are known, also after a restart.
DESK = Actor("dispatcher", "demo-desk")
SOURCES = ("fire", "charging", "camera", "lift", "whistle", "service")


def source_name(source: str) -> str:
    return f"demo-{source}"


_OWN = {str(DESK), *(f"source:{source_name(source)}" for source in SOURCES)}


class Stage:
    """``speed`` is that of the scenario; people do not hurry beyond ``PACE``, or nobody could follow them."""

    PACE = 4.0

    def __init__(self, services: Any, *, speed: float, seed: int) -> None:
        self.services, self.speed, self.seed = services, speed, seed
        self.pace = min(speed, self.PACE)
        self.phrases = Phrases()
        self.now: datetime = services.clock()
        self._follower = Follower(services.log)
        self._run = f"{self.now.timestamp():.0f}"
        self._said = 0
        self.look(self.now)

    @property
    def board(self) -> Board:
        return self._follower.board

    def rng(self, who: str) -> random.Random:
        """A chance of one's own, the same for the same seed."""
        return random.Random(f"{self.seed}:{who}")

    def look(self, now: datetime) -> None:
        """Fold what happened since the last look."""
        self.now = now
        self._follower.look()

    def new_id(self, what: str) -> str:
        self._said += 1
        return f"sim:{self._run}:{self._said}:{what}"

    def say(self, actor: Actor, command: Command, **more: Any) -> Answer | None:
        """Submit; a refusal is how things go (another was quicker) and gives None."""
        request = Request(actor, self.new_id(type(command).__name__), command, **more)
        try:
            answer: Answer = self.services.dispatcher.submit(request)
        except Refused as refusal:
            log_.debug("%s %s refused: %s", actor, type(command).__name__, refusal.code)
            return None
        return answer

    def after(self, seconds: float) -> datetime:
        return self.now + timedelta(seconds=seconds)

    def is_own(self, ticket: Ticket) -> bool:
        """Opened by the scenario: its sources, its desk, its workers. Others' tickets the desk leaves alone."""
        if ticket.opened_by in _OWN:
            return True
        kind, _, id = ticket.opened_by.partition(":")
        if kind == "worker":
            worker = self.board.workers.get(id)
            return worker is not None and worker.simulated
        return kind == "engine" and bool(ticket.alert_ids) and all(map(self.is_own_alert, ticket.alert_ids))

    @staticmethod
    def is_own_alert(alert_id: str) -> bool:
        return any(alert_id.startswith(f"{source_name(source)}:") for source in SOURCES)

    @staticmethod
    def position_of(ticket: Ticket) -> Position | None:
        where = ticket.where
        return Position(lon=where.lon, lat=where.lat) if where.lon is not None and where.lat is not None else None
