"""What is wrong with the files that a district edits: the catalogue, playbooks, policies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from console import catalogue as kinds_file
from console import playbooks as playbook_files
from console import policies as policy_files
from console.finding import Finding
from console.settings import Settings
from dispatch import checkpoint
from dispatch.board import Board
from dispatch.errors import LogUnavailable


def catalogue(settings: Settings) -> Iterator[Finding]:
    """How many kinds there are; BadCatalogue where the file is wrong."""
    yield Finding("good", f"{len(kinds_file.read())} kinds in the catalogue's file")


def playbooks(settings: Settings) -> Iterator[Finding]:
    """Files that no ticket can begin, also those that only the log refuses (changed without a new version)."""
    found = playbook_files.check(_board(settings), kinds=kinds_file.read().keys())
    yield Finding("good", f"{len(found.good)} playbooks in data/playbooks")
    yield from (Finding("wrong", f"playbook {bad}; its tickets go on without") for bad in found.wrong)


def _board(settings: Settings) -> Board:
    """As the log says now; empty where it does not answer, which another check says."""
    from dispatch.adapters.sql_log import SqlLog

    try:
        with closing(SqlLog(settings.database_url, settings.district)) as log:
            board = checkpoint.latest(log)
            board.apply_all(log.stream(board.seq))
            return board
    except LogUnavailable:
        return Board(settings.district)


def policies(settings: Settings) -> Iterator[Finding]:
    """Files that cannot be used, and lines for kinds that are none."""
    kinds, names = kinds_file.read().keys(), policy_files.names()
    for name in names:
        try:
            policy_files.check_kinds(policy_files.read(name), kinds, policy_files.file_of(name).name)
        except policy_files.BadPolicy as bad:
            built_in = name == "default" and bad.why != "kind"
            yield Finding("wrong", f"policy {bad}" + ("; the built-in rules are used instead" if built_in else ""))
    yield Finding("good", f"{len(names)} files in data/policies")
