"""Registers that are no layers: workers become commands, rosters a table in the home. Both may be imported again."""

from __future__ import annotations

import csv
import os
from pathlib import Path
from typing import Any

from console.cli.lazy import say
from dispatch.commands import RegisterWorker
from layers.importing.report import Report

#: Duty times in the home: worker_id, date (empty: every day), duty_from, duty_to.
ROSTERS = "rosters.csv"
_ROSTER = ("worker_id", "date", "duty_from", "duty_to")


def apply(kind: str, report: Report, *, dry_run: bool, replace: bool, home: Path) -> None:
    """Apply the rows of a register of people. Nobody is removed for not being in a file."""
    if kind == "workers":
        _workers(report, dry_run)
    else:
        _rosters(report, dry_run, replace, home)


def _workers(report: Report, dry_run: bool) -> None:
    from console.cli.offline import ask, board

    known = board().workers
    wanted = {command.worker_id: command for command in map(_command, report.records)}
    added = [one for id, one in wanted.items() if id not in known]
    changed = [one for id, one in wanted.items() if id in known and _differs(known[id], one)]
    same = len(wanted) - len(added) - len(changed)
    say(f"  workers: {len(added)} new, {len(changed)} changed, {same} same, {len(report.records) - len(wanted)} double")
    if not dry_run and (added or changed):
        ask(*added, *changed)


def _command(record: dict[str, Any]) -> RegisterWorker:
    skills = str(record.get("skills", "")).replace("、", " ").replace(",", " ").replace("，", " ").replace(";", " ")
    return RegisterWorker(
        worker_id=str(record["worker_id"]),
        name=str(record["name"]),
        role=str(record.get("role", "grid_worker")),
        org=str(record.get("org", "")),
        grid_code=str(record["grid_code"]) if "grid_code" in record else None,
        skills=tuple(skills.split()),
        phone=str(record.get("phone", "")),
    )


def _differs(known: Any, wanted: RegisterWorker) -> bool:
    names = ("name", "role", "org", "grid_code", "phone")
    return any(getattr(known, n) != getattr(wanted, n) for n in names) or set(known.skills) != set(wanted.skills)


def _rosters(report: Report, dry_run: bool, replace: bool, home: Path) -> None:
    from console.cli.offline import board

    known, path = board().workers, home / ROSTERS
    former = {} if not path.exists() else {_key(row): row for row in _read(path)}
    wanted = {_key(record): {name: str(record.get(name, "")) for name in _ROSTER} for record in report.records}
    unknown = sorted({row["worker_id"] for row in wanted.values()} - set(known))
    added = sum(key not in former for key in wanted)
    changed = sum(key in former and former[key] != row for key, row in wanted.items())
    gone = sum(key not in wanted for key in former) if replace else 0
    say(f"  rosters: {added} new, {changed} changed, {len(wanted) - added - changed} same, {gone} gone")
    if unknown:
        say(f"  {len(unknown)} workers are not registered yet: {', '.join(unknown[:10])}")
    if not dry_run:
        _write(path, list((wanted if replace else former | wanted).values()))


def _key(row: dict[str, Any]) -> tuple[str, str, str]:
    return str(row["worker_id"]), str(row.get("date") or ""), str(row["duty_from"])


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _ROSTER)
        writer.writeheader()
        writer.writerows(rows)
    os.replace(part, path)
