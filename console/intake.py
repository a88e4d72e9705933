"""From reports to answers: mapped, placed, ranked before the lock, posted together so that one commit takes them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from console.places import place_alert, where_of
from console.problems import Problem
from console.ranking import guarded
from dispatch.actor import Actor
from dispatch.commands import RaiseAlert
from dispatch.decide.alerts import fingerprint
from dispatch.dispatcher import Answer, Request
from dispatch.errors import Forbidden, InvalidField
from dispatch.modes import asks_by_itself
from dispatch.sources.http import Report, to_command
from layers.datum import to_wgs84

#: In a batch only so many are ranked at once; the engine ranks the others at its next tick, a second later.
RANKED_AT_ONCE = 8
#: A commit that takes longer than this is a database that is away.
PATIENCE_S = 20.0

Outcome = dict[str, Any] | Exception


@dataclass(frozen=True, slots=True)
class Sender:
    """An authenticated source, and what it may speak of (empty: of everything)."""

    name: str
    kinds: frozenset[str] = frozenset()
    devices: frozenset[str] = frozenset()


def receive(services: Any, sender: Sender, items: Sequence[Report | InvalidField]) -> list[Outcome]:
    """One outcome an item, in order; each is the answer or why not. Returns when the good ones are durable."""
    ranked, requests = 0, []
    taken: list[Request | Exception] = []
    for item in items:
        try:
            request = _request(services, sender, item, rank=ranked < RANKED_AT_ONCE)
            ranked += request.ranking is not None
            requests.append(request)
            taken.append(request)
        except (InvalidField, Forbidden) as refusal:
            taken.append(refusal)
    answers = iter(_posted(services, requests))
    return [
        one if isinstance(one, Exception) else _outcome(next(answers), getattr(item, "prefix", ""))
        for one, item in zip(taken, items, strict=True)
    ]


def _posted(services: Any, requests: Sequence[Request]) -> Sequence[Answer | Exception]:
    """One an item; all the same where the log was away."""
    if not requests:
        return []
    try:
        answers: list[Answer | Exception] = services.dispatcher.post(requests).result(PATIENCE_S)
    except TimeoutError:
        return [Problem("not_ready", "the log did not answer in time")] * len(requests)
    except Exception as problem:  # told to the sender, and logged by problems.py if it is ours
        return [problem] * len(requests)
    return answers


def _request(services: Any, sender: Sender, item: Report | InvalidField, *, rank: bool) -> Request:
    if isinstance(item, InvalidField):
        raise item
    command = to_command(item, to_wgs84)
    _check_limits(sender, command, item.prefix)
    command = guarded(command, place_alert, services.gazetteer, command)
    actor = Actor("source", sender.name)
    digest = hashlib.sha256(item.body_hash_input).hexdigest()
    ranking = None
    if rank and _will_offer(services, actor, command):
        ranking = guarded(None, services.ranker, services.board, where_of(command), command.kind)
    return Request(actor, item.id, command, digest, ranking)


def _check_limits(sender: Sender, command: RaiseAlert, prefix: str) -> None:
    if sender.kinds and command.kind not in sender.kinds:
        raise Forbidden("this source may not report this kind", field=prefix + "kind")
    if sender.devices and command.device_id not in sender.devices:
        raise Forbidden("this source may not speak for this device", field=prefix + "device_id")


def _will_offer(services: Any, actor: Actor, command: RaiseAlert) -> bool:
    """A guess that saves a search over the roads for repeats; the decider decides, and the engine makes good."""
    board = services.board
    kind = board.kinds.get(command.kind)
    if (
        kind is None
        or command.state == "resolved"
        or kind.opens != "yes"
        or not asks_by_itself(board, kind.id, command.severity or kind.severity)
    ):
        return False
    return fingerprint(actor.id, command) not in board.by_fingerprint


def _outcome(answer: Answer | Exception, prefix: str) -> Outcome:
    if isinstance(answer, InvalidField):  # the core names its own field; the sender wrote it below ``data``
        return InvalidField(prefix + answer.field, str(answer))
    if isinstance(answer, Exception):
        return answer
    data = answer.data
    return {
        "alert_id": data["alert_id"],
        "seq": data["seq"],
        "repeat": data["repeat"],
        "ticket_id": data["ticket_id"],
        "duplicate": answer.duplicate,
    }
