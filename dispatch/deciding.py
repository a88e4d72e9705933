"""One request after another on the overlay of a group: what came before, what follows, what is remembered."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from dispatch.answers import answer
from dispatch.board import Board
from dispatch.codec import version_of
from dispatch.commands import Command
from dispatch.decide import Context, decide
from dispatch.errors import EpochChanged, IdReused, LogUnavailable, Refused
from dispatch.events import Event, Recorded
from dispatch.log import Transaction
from dispatch.reactions import reactions
from dispatch.request import Answer, Request

log_ = logging.getLogger(__name__)

#: A chain of reactions longer than this is a rule that feeds itself.
DEEPEST = 8


class Deciding:
    """``clock`` says when it is, ``new_id`` names what is new."""

    def __init__(self, clock: Callable[[], datetime], new_id: Callable[[], str]) -> None:
        self._clock, self._new_id = clock, new_id

    def one(self, tx: Transaction, overlay: Board, request: Request) -> Answer | Exception:
        """The answer, its events appended to ``tx`` and taken by ``overlay``; or why not, and nothing happened.

        Raises LogUnavailable, EpochChanged: then nothing of the group may be told to anybody.
        """
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
            tx.append(events)
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
            trial.district,
            trial.seq + 1,
            now,
            str(request.actor),
            request.id,
            event,
            version_of(type(event).__name__),
        )
        trial.apply(recorded)
        return recorded
