"""Rounds planned anew as the engine's clock goes: what was missed, and what nobody will do any more, goes to others."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from console.problems import Problem
from console.rounds.asked import Work
from console.rounds.lost import QUIET, due
from console.rounds.process import Ask, Row, by_process
from console.rounds.rest import changes, rest, with_hours
from dispatch.actor import ENGINE
from dispatch.commands import ReplanRound
from dispatch.dispatcher import Request
from dispatch.errors import Refused
from dispatch.follower import Follower
from dispatch.round import Round

log_ = logging.getLogger(__name__)

#: Looking at 20 rounds of 1,000 places takes some 25 ms; what is lost is lost by minutes, so not at every tick.
LOOK_S = 5.0
#: A commit that takes longer is a database that is away.
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class _Asked:
    held: Round
    why: dict[str, str]
    answer: Future[Row]


class RoundWatch:
    """A clockwork of the engine. ``step`` never waits: a thread waits for the process that works on the question. One
    round at a time; one for which no other plan was found, or none at all, is looked at again after ``QUIET``."""

    def __init__(self, services: Any, ask: Ask | None = None) -> None:
        self._services = services
        self._ask_process = ask or by_process(services.settings.home)
        self._follower = Follower(services.log)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="rounds")
        self._asked: _Asked | None = None
        self._looked = float("-inf")
        self._rest_until: dict[str, datetime] = {}
        services.closers.append(self.close)

    def step(self, now: datetime) -> None:
        self._follower.look()
        if self._asked is not None:
            self._collect(now)
        elif now.timestamp() - self._looked >= LOOK_S:
            self._looked = now.timestamp()
            self._look(now)

    def _look(self, now: datetime) -> None:
        board = self._follower.board
        self._rest_until = {id: until for id, until in self._rest_until.items() if id in board.rounds and now < until}
        for held in board.rounds.values():
            if held.id in self._rest_until:
                continue
            why = due(board, held, now)
            if why is not None:
                fixes = {id: (one.position.lon, one.position.lat) for id, one in self._services.positions.all().items()}
                work = rest(held, board, fixes, now, by_itself=True)
                self._asked = _Asked(held, dict(why), self._thread.submit(self._work, work))
                return

    def _work(self, work: Work) -> Row:
        """In the thread. A process that fails, twice, costs quality, never the answer."""
        whole = with_hours(work, self._services.layers)
        try:
            return self._ask_process(whole)
        except Problem as problem:
            log_.warning("rounds: planned in the engine's thread: %s", problem)
            from console.rounds.work import answer  # numpy: the process's, as long as there is one

            return answer(replace(whole, time_limit_s=0.0), self._services.travel)

    def _collect(self, now: datetime) -> None:
        assert self._asked is not None
        if not self._asked.answer.done():
            return
        asked, self._asked = self._asked, None
        try:
            made = asked.answer.result()
        except Exception:
            log_.exception("round %s could not be planned anew", asked.held.id)
            made = None
        held = self._follower.board.rounds.get(asked.held.id)
        if made is not None and (held is None or held.rev != asked.held.rev):
            return  # it went on meanwhile: looked at again
        if made is None or not changes(asked.held, made):
            self._rest_until[asked.held.id] = now + QUIET
            return
        self._tell(asked, made)

    def _tell(self, asked: _Asked, made: Row) -> None:
        """``rev`` makes it happen once, whoever else is at it."""
        walks = [{name: walk[name] for name in ("worker_id", "day", "minutes", "places")} for walk in made["walks"]]
        command = ReplanRound(
            round_id=asked.held.id,
            walks={"walks": walks} if walks else {},
            left=tuple(one["id"] for one in made["left"]),
            rev=asked.held.rev,
            why=asked.why,
        )
        try:
            self._services.dispatcher.submit(Request(ENGINE, uuid4().hex, command), timeout=PATIENCE_S)
        except Refused as refusal:
            log_.info("round %s stays as it is: %s", asked.held.id, refusal.code)

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
