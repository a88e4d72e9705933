"""Workers and their duty times: rows of a file that become commands of the log."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from console.imports import rosters
from dispatch.board import Board
from dispatch.commands import RegisterWorker, SetRoster
from dispatch.worker import Worker

_SAID = ("role", "org", "grid_code", "phone")
_COMMAS = str.maketrans("、,，;；：", "     :")
Records = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Staff:
    """What a file of people would change: how many, the commands to ask, and the workers that nobody has registered."""

    counts: dict[str, int]
    commands: tuple[RegisterWorker | SetRoster, ...] = ()
    unknown: tuple[str, ...] = ()


def compare(kind: str, records: Records, board: Board, *, replace: bool) -> Staff:
    """What ``workers`` or ``rosters`` would change. Nobody is removed from the register for not being in a file."""
    return _workers(records, board.workers) if kind == "workers" else _rosters(records, board, replace)


def _workers(records: Records, known: Mapping[str, Worker]) -> Staff:
    wanted = {str(record["worker_id"]): _command(record, known) for record in records}
    added = [one for id, one in wanted.items() if id not in known]
    changed = [one for id, one in wanted.items() if id in known and _differs(known[id], one)]
    return Staff(_counts(len(wanted), len(added), len(changed), 0), (*added, *changed))


def _command(record: Mapping[str, Any], known: Mapping[str, Worker]) -> RegisterWorker:
    """What the file does not say of somebody known stays as it is."""
    id = str(record["worker_id"])
    former = known.get(id)
    fresh = RegisterWorker(worker_id=id, name=str(record["name"]))
    if former is not None:
        kept = {name: getattr(former, name) for name in (*_SAID, "skills", "simulated")}
        fresh = dataclasses.replace(fresh, **kept)
    said: dict[str, Any] = {name: str(record[name]) for name in _SAID if name in record}
    if "skills" in record:
        said["skills"] = tuple(str(record["skills"]).translate(_COMMAS).split())
    return dataclasses.replace(fresh, **said)


def _differs(known: Worker, wanted: RegisterWorker) -> bool:
    names = ("name", "role", "org", "grid_code", "phone")
    return any(getattr(known, n) != getattr(wanted, n) for n in names) or set(known.skills) != set(wanted.skills)


def _rosters(records: Records, board: Board, replace: bool) -> Staff:
    wanted = rosters.wanted_of(records)
    asked, counts = rosters.commands(wanted, board, replace=replace)
    return Staff(counts, tuple(asked), unknown=tuple(sorted(wanted.keys() - set(board.workers))))


def _counts(total: int, added: int, changed: int, gone: int) -> dict[str, int]:
    return {"total": total, "added": added, "changed": changed, "unchanged": total - added - changed, "gone": gone}
