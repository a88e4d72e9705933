"""The rows that could not be used, as a file to be worked off."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from layers.importing.report import Reject, Report
from layers.safe_cells import escape


def write_rejects(report: Report, home: Path, say: Callable[[Reject], str]) -> None:
    """``home/rejects/FILE.rejects.csv``: row, field, code, reason, value; nothing when nothing was rejected."""
    if not report.rejects:
        return
    folder = home / "rejects"
    folder.mkdir(parents=True, exist_ok=True)
    report.rejects_file = folder / f"{report.file}.rejects.csv"
    with report.rejects_file.open("w", encoding="utf-8-sig", newline="") as out:  # BOM: Excel shows Chinese
        writer = csv.writer(out)
        writer.writerow(("row", "id", "field", "code", "reason", "value"))
        for reject in report.rejects:
            id = str(reject.detail.get("id", ""))
            cells = (str(reject.row), id, reject.field, reject.code, say(reject), reject.value)
            writer.writerow([escape(cell) for cell in cells])
