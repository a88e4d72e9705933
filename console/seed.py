"""What a fresh log is given: the catalogue of kinds, the playbooks, the policy, the workers. Sent again it changes
nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from console import catalogue
from console import playbooks as playbooks_file
from console import severities as severities_file
from dispatch.actor import SYSTEM
from dispatch.board import Board
from dispatch.commands import Command, DefineKind, SetPolicy
from dispatch.dispatcher import Answer, Dispatcher, Request
from dispatch.kind import Kind
from dispatch.log import EventLog
from dispatch.sources.strict_json import canonical


def kinds(log: EventLog, known: Mapping[str, Kind]) -> int:
    """Define the kinds of the file that the log does not have; those edited since stay as they are."""
    wanted = catalogue.read() if catalogue.PATH.exists() else {}
    return send(log, [catalogue.define(kind) for kind in wanted.values() if kind.id not in known])


def playbooks(log: EventLog, board: Board) -> int:
    """Bring the log to the files of data/playbooks. ``board`` is folded on; a file that is wrong costs only itself."""
    board.apply_all(log.stream(board.seq))
    return send(log, playbooks_file.changes(board, remove=False), once=False)


def severities(log: EventLog) -> int:
    """How each severity is dispatched and how it climbs, once; changed since, it stays as it was changed."""
    return send(log, severities_file.commands() if severities_file.PATH.exists() else [])


def policy(log: EventLog, auto_dispatch: bool) -> None:
    """Automatic dispatch on or off."""
    send(log, [SetPolicy(auto_dispatch=auto_dispatch)], once=False)


def send(log: EventLog, commands: Iterable[Command], *, once: bool = True) -> int:
    """Decide and append in groups, as the system; how many events came of it. ``once``: by what they say, so that a
    second start repeats nothing."""
    dispatcher = Dispatcher(log)
    head = log.head().seq
    requests = [Request(SYSTEM, _name(command, once, head), command) for command in commands]
    events = 0
    for start in range(0, len(requests), 256):
        for outcome in dispatcher.handle(requests[start : start + 256]):
            if not isinstance(outcome, Answer):
                raise outcome
            events += len(outcome.events)
    return events


def _name(command: Command, once: bool, head: int) -> str:
    body = DefineKind.__name__ + str(command) if isinstance(command, DefineKind) else str(command)
    digest = hashlib.sha256(canonical([type(command).__name__, body])).hexdigest()[:24]
    return f"seed:{digest}" if once else f"seed:{digest}:{head}"
