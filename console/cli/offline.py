"""The log and the access tables without a server: a command line may work beside one, the log is locked first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from console.access.access import Access
from console.settings import Settings
from dispatch import checkpoint
from dispatch.actor import Actor
from dispatch.adapters.sql_log import SqlLog
from dispatch.board import Board
from dispatch.commands import Command
from dispatch.dispatcher import Answer, Dispatcher, Request


@contextmanager
def open_log() -> Iterator[SqlLog]:
    settings = Settings.load()
    settings.home.mkdir(parents=True, exist_ok=True)
    log = SqlLog(settings.database_url, settings.district)
    try:
        yield log
    finally:
        log.close()


@contextmanager
def open_access() -> Iterator[Access]:
    settings = Settings.load()
    settings.home.mkdir(parents=True, exist_ok=True)
    yield Access(settings)


def board() -> Board:
    """The board as the log says now."""
    with open_log() as log:
        found = checkpoint.latest(log)
        found.apply_all(log.stream(found.seq))
        return found


def ask(*commands: Command) -> list[Answer]:
    """Decide and append, as the administrator at this machine. Raises Refused."""
    with open_log() as log:
        dispatcher = Dispatcher(log)
        requests = [Request(Actor("admin", "cli"), uuid4().hex, command) for command in commands]
        outcomes = dispatcher.handle(requests)
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return [outcome for outcome in outcomes if isinstance(outcome, Answer)]
