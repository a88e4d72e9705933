"""Registers that are no layers, from the command line: workers and their duty times become commands."""

from __future__ import annotations

from console.cli.lazy import say
from console.imports import people
from layers.importing.report import Report


def apply(kind: str, report: Report, *, dry_run: bool, replace: bool) -> None:
    """Apply the rows of a register of people. Nobody is removed for not being in a file."""
    from console.cli.offline import ask, board

    staff = people.compare(kind, report.records, board(), replace=replace)
    counts, double = staff.counts, len(report.records) - staff.counts["total"]
    more = f"{double} double" if kind == "workers" else f"{counts['gone']} gone"
    say(f"  {kind}: {counts['added']} new, {counts['changed']} changed, {counts['unchanged']} same, {more}")
    if staff.unknown:
        say(f"  {len(staff.unknown)} workers are not registered yet: {', '.join(staff.unknown[:10])}")
    if dry_run:
        return
    if staff.commands:
        ask(*staff.commands)
