"""What follows a file that went into the map: people registered, the deed written into the audit, the file gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.access.identity import Identity
from console.imports import people
from console.imports.job import ANSWER, RECORDS, Job, look, put
from console.native import native
from dispatch.actor import Actor
from dispatch.dispatcher import Request

if TYPE_CHECKING:
    from console.bootstrap import Services

Answer = dict[str, Any]
#: Registers that the board keeps, not the map.
PEOPLE = ("workers", "rosters")
#: A register's change that takes longer is a database that is away.
PATIENCE_S = 20.0


def staff_of(services: Services, kind: str, folder: Path, options: Answer) -> people.Staff:
    """What a file of people would change now."""
    records = native(look, folder, RECORDS) or []
    return people.compare(kind, records, services.board, replace=options.get("mode", "replace") == "replace")


def after(services: Services, job: Job, who: Identity, address: str) -> Callable[[Answer], None]:
    """To be called with the answer of ``apply``, whoever still waits for it."""

    def follow(answer: Answer) -> None:
        report = answer["report"]
        if job.kind in PEOPLE:
            report["layers"] = {job.kind: _register(services, job, who)}
            native(put, Path(job.folder), ANSWER, answer)
        detail = {name: report[name] for name in ("datum", "mode", "layers", "rejected", "import_id")}
        native(services.access.audit.record, who.actor, "file_imported", f"{job.kind} {job.file}", detail, address)
        native(job.path.unlink, missing_ok=True)

    return follow


def _register(services: Services, job: Job, who: Identity) -> dict[str, int]:
    """Every worker and his duty times are an event like any other. The same file again changes nothing."""
    folder = Path(job.folder)
    staff = staff_of(services, job.kind, folder, job.options)
    for command in staff.commands:
        request = Request(Actor("admin", who.name), f"{folder.name}-{command.worker_id}", command)
        services.dispatcher.submit(request, timeout=PATIENCE_S)
    return staff.counts
