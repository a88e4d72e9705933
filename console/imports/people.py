"""Workers and their duty times: rows of a file that become commands of the log, or a table of the home."""

from __future__ import annotations

import csv
import dataclasses
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dispatch.commands import RegisterWorker
from dispatch.worker import Worker

#: Duty times in the home: worker_id, date (empty: every day), duty_from, duty_to.
ROSTERS = "rosters.csv"
_SAID = ("role", "org", "grid_code", "phone")
_COMMAS = str.maketrans("、,，;", "    ")
_ROSTER = ("worker_id", "date", "duty_from", "duty_to")
Records = Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Staff:
    """What a file of people would change. ``workers`` are the commands to ask, ``rosters`` the whole table to be."""

    counts: dict[str, int]
    workers: tuple[RegisterWorker, ...] = ()
    rosters: tuple[dict[str, str], ...] = ()
    #: ids of duty times that no registered worker has
    unknown: tuple[str, ...] = ()


def compare(kind: str, records: Records, known: Mapping[str, Worker], home: Path, *, replace: bool) -> Staff:
    """What ``workers`` or ``rosters`` would change. Nobody is removed for not being in a file."""
    return _workers(records, known) if kind == "workers" else _rosters(records, known, home / ROSTERS, replace)


def write_rosters(home: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """The whole table, at once."""
    path = home / ROSTERS
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _ROSTER)
        writer.writeheader()
        writer.writerows(rows)
    os.replace(part, path)


def _workers(records: Records, known: Mapping[str, Worker]) -> Staff:
    wanted = {str(record["worker_id"]): _command(record, known) for record in records}
    added = [one for id, one in wanted.items() if id not in known]
    changed = [one for id, one in wanted.items() if id in known and _differs(known[id], one)]
    return Staff(_counts(len(wanted), len(added), len(changed), 0), workers=(*added, *changed))


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


def _rosters(records: Records, known: Mapping[str, Worker], path: Path, replace: bool) -> Staff:
    former = {_key(row): row for row in _read(path)}
    wanted = {_key(record): {name: str(record.get(name) or "") for name in _ROSTER} for record in records}
    unknown = sorted({row["worker_id"] for row in wanted.values()} - set(known))
    added = sum(key not in former for key in wanted)
    changed = sum(key in former and former[key] != row for key, row in wanted.items())
    gone = sum(key not in wanted for key in former) if replace else 0
    rows = tuple((wanted if replace else former | wanted).values())
    return Staff(_counts(len(wanted), added, changed, gone), rosters=rows, unknown=tuple(unknown))


def _key(row: Mapping[str, Any]) -> tuple[str, str, str]:
    return str(row["worker_id"]), str(row.get("date") or ""), str(row["duty_from"])


def _read(path: Path) -> list[dict[str, str]]:
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _counts(total: int, added: int, changed: int, gone: int) -> dict[str, int]:
    return {"total": total, "added": added, "changed": changed, "unchanged": total - added - changed, "gone": gone}
