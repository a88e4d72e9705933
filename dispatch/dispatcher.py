"""The one writer of a process: lock, read the tail, decide a group on an overlay, append, commit, take the overlay.

Requests from many threads or greenlets queue to it; each is refused alone, never its group; a failed commit drops the
overlay and nobody was told anything. ``run`` says where the transaction runs: in a gevent process a one-thread native
pool, so that an fsync never stops the loop (measured: 254 ms stalls when committing inside the handler).
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

from dispatch import checkpoint
from dispatch.actor import Actor
from dispatch.answers import answer
from dispatch.board import Board
from dispatch.codec import version_of
from dispatch.commands import Command
from dispatch.decide import Context, decide
from dispatch.errors import EpochChanged, IdReused, LogUnavailable, Refused
from dispatch.events import Event, Recorded
from dispatch.log import Draft, EventLog, Lease, Transaction
from dispatch.matching import Candidate
from dispatch.reactions import reactions

log_ = logging.getLogger(__name__)

GROUP = 256
#: A chain of reactions longer than this is a rule that feeds itself.
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Request:
    """A command with who asks; ``id`` makes resending safe; ``ranking`` was computed before the lock."""

    actor: Actor
    id: str
    command: Command
    body_hash: str = ""
    ranking: tuple[Candidate, ...] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """``seq`` of the last event (the head when there was none); ``data`` is what was and will be answered."""

    seq: int
    events: tuple[Recorded, ...]
    duplicate: bool = False
    data: dict[str, Any] = field(default_factory=dict)


class Dispatcher:
    def __init__(
        self,
        log: EventLog,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: uuid4().hex,
        run: Callable[[Callable[[], Any]], Any] = lambda work: work(),
        committed: Callable[[int], None] = lambda seq: None,
    ) -> None:
        self.log = log
        self.board = Board(log.district)
        self._epoch = ""
        self._clock, self._new_id = clock, new_id
        self._run, self._committed = run, committed
        self._queue: queue.SimpleQueue[tuple[Request, Future[Answer], Lease | None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._start_lock = threading.Lock()

    def open(self) -> None:
        """Fold the log from the last checkpoint. Done by the first commit at the latest; at start, nobody waits."""
        self._epoch = self.log.head().epoch
        self.board = checkpoint.latest(self.log)
        self.board.apply_all(self.log.stream(self.board.seq))
        self.board.forget_changed()

    # --- asking -------------------------------------------------------------------------------

    def submit(self, request: Request, *, lease: Lease | None = None, timeout: float | None = 30.0) -> Answer:
        """The answer, after the events are durable. Raises Refused, or LogUnavailable when nothing was written."""
        return self.post(request, lease=lease).result(timeout)

    def post(self, request: Request, *, lease: Lease | None = None) -> Future[Answer]:
        """Queue it; the future carries the answer or the refusal."""
        self._ensure_started()
        future: Future[Answer] = Future()
        self._queue.put((request, future, lease))
        return future

    def close(self) -> None:
        """Finish what is queued, then stop the writer."""
        with self._start_lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._queue.put(None)
            thread.join(10)

    def _ensure_started(self) -> None:
        if self._thread is None:
            with self._start_lock:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._write, name="writer", daemon=True)
                    self._thread.start()

    # --- writing ------------------------------------------------------------------------------

    def _write(self) -> None:
        while (first := self._queue.get()) is not None:
            group, last = [first], False
            while len(group) < GROUP:
                try:
                    more = self._queue.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    last = True
                    break
                group.append(more)
            self._serve(group)
            if last:
                return

    def _serve(self, group: list[tuple[Request, Future[Answer], Lease | None]]) -> None:
        """A leased request (the engine's) fences the whole group, so those go by themselves."""
        plain = [(r, f) for r, f, lease in group if lease is None]
        parts: list[tuple[list[tuple[Request, Future[Answer]]], Lease | None]] = [(plain, None)] if plain else []
        parts += [([(r, f)], lease) for r, f, lease in group if lease is not None]
        for part, lease in parts:
            try:
                outcomes = self._run(partial(self.handle, [r for r, _ in part], lease))
            except BaseException as problem:  # every waiter must hear something, also on MemoryError
                if not isinstance(problem, LogUnavailable | Refused):
                    log_.exception("a group of %d could not be written", len(part))
                for _, future in part:
                    future.set_exception(problem)
                continue
            for (_, future), outcome in zip(part, outcomes, strict=True):
                if isinstance(outcome, Answer):
                    future.set_result(outcome)
                else:
                    future.set_exception(outcome)

    def handle(self, requests: Sequence[Request], lease: Lease | None = None) -> list[Answer | Exception]:
        """Decide and commit one group, now, in this thread. One outcome a request, in order."""
        try:
            return self._commit(requests, lease)
        except EpochChanged:
            self._epoch = ""
            return self._commit(requests, lease)

    def _commit(self, requests: Sequence[Request], lease: Lease | None) -> list[Answer | Exception]:
        outcomes: list[Answer | Exception] = []
        if not self._epoch:
            self.open()
        with self.log.transaction(lease=lease, expect_epoch=self._epoch or None) as tx:
            self._epoch = tx.head.epoch
            self.board.apply_all(tx.tail(self.board.seq))  # facts already, whatever becomes of this group
            overlay = self.board.over()
            before = overlay.seq
            for request in requests:
                outcomes.append(self._one(tx, overlay, request))
        self.board.take(overlay)
        self.board.forget_changed()
        if overlay.seq > before:
            self._committed(overlay.seq)
        return outcomes

    def _one(self, tx: Transaction, overlay: Board, request: Request) -> Answer | Exception:
        try:
            kept = tx.remembered(str(request.actor), request.id)
            if kept is not None:
                if kept.body_hash != request.body_hash:
                    return IdReused("this id came before with another body", id=request.id)
                return Answer(kept.answer["seq"], (), duplicate=True, data=kept.answer)
            return self._decide(tx, overlay, request)
        except Refused as refusal:
            return refusal
        except (LogUnavailable, EpochChanged):
            raise
        except Exception as fault:  # one command's fault must not refuse its group; append took all of it or nothing
            log_.exception("%s by %s failed", type(request.command).__name__, request.actor)
            return fault

    def _decide(self, tx: Transaction, overlay: Board, request: Request) -> Answer:
        """On a board of its own, so that a refusal half-way through leaves nothing."""
        trial, now = overlay.over(), self._clock()
        context = Context(now, request.actor, self._new_id, request.ranking)
        events = self._chain(trial, request.command, context, request, 0)
        data = answer(request.actor, request.command, trial, events)
        if events:
            tx.append([Draft(r.at, r.actor, r.cause, r.event) for r in events])
        if events or request.actor.kind not in ("engine", "system"):
            tx.remember(str(request.actor), request.id, request.body_hash, data)
        overlay.take(trial)
        return Answer(trial.seq, tuple(events), data=data)

    def _chain(self, trial: Board, command: Command, context: Context, request: Request, depth: int) -> list[Recorded]:
        """Decide, fold, and let what follows follow. A reaction that is refused simply does not happen."""
        done: list[Recorded] = []
        for event in decide(trial, command, context):
            done.append(self._record(trial, event, context.now, request))
        for recorded in tuple(done):
            for follow_up in reactions(trial, recorded.event):
                if depth >= DEEPEST:
                    raise RuntimeError(f"reactions feed themselves: {follow_up}")
                try:
                    done += self._chain(trial, follow_up, context, request, depth + 1)
                except Refused as refusal:
                    log_.warning("reaction %s refused: %s", type(follow_up).__name__, refusal)
        return done

    def _record(self, trial: Board, event: Event, now: datetime, request: Request) -> Recorded:
        recorded = Recorded(
            self.log.district,
            trial.seq + 1,
            now,
            str(request.actor),
            request.id,
            event,
            version_of(type(event).__name__),
        )
        trial.apply(recorded)
        return recorded
