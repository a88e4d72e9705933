"""privacy: whose windows cameras see, and which doors nobody sees."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import click

from console.cli.lazy import say
from console.settings import Settings

COLUMNS = ("finding", "camera_id", "camera", "id", "name", "kind", "metres")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="the whole report as JSON on stdout")
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
def privacy(as_json: bool, file: Path | None) -> None:
    """Façades with windows in view of each camera, with the length in view, and gates and exits in view of none.

    FILE takes the same as CSV, for a spreadsheet.
    """
    from layers.camera_views import CameraViews
    from layers.store import LayerStore

    report = CameraViews(LayerStore(Settings.load().home)).current().privacy.as_dict()
    if file is not None:
        _write(report, file)
    if as_json:
        say(json.dumps(report, ensure_ascii=False, indent=1))
    else:
        _tell(report)
        if file is not None:
            say(f"written to {file}")


def _tell(report: dict[str, Any]) -> None:
    watching = [row for row in report["cameras"] if row["facades"]]
    say(
        f"{len(report['cameras'])} cameras, {len(watching)} with windows in view, {report['windows_m']:.1f} m of façade"
    )
    for row in watching:
        say(f"  {row['id']} {row['name']}: {row['windows_m']:.1f} m")
        for one in row["facades"]:
            say(f"    {one['length_m']:7.1f} m  {one['name']} ({one['building_id']})")
    indoor = sum(row["indoor"] for row in report["cameras"])
    if indoor:
        say(f"inside a building, so that nothing is said of them: {indoor}")
    say(f"{len(report['unseen'])} of {report['doors']} gates, entrances and exits are in view of no camera")
    for kind in sorted({one["kind"] for one in report["unseen"]}):
        of_kind = [one for one in report["unseen"] if one["kind"] == kind]
        more = f" and {len(of_kind) - 10} more" if len(of_kind) > 10 else ""
        say(f"  {kind}: {len(of_kind)}: " + ", ".join(one["name"] for one in of_kind[:10]) + more)


def _write(report: dict[str, Any], file: Path) -> None:
    from layers.safe_cells import escape

    with file.open("w", newline="", encoding="utf-8-sig") as out:
        table = csv.writer(out)
        table.writerow(COLUMNS)
        for row in report["cameras"]:
            for one in row["facades"]:
                cells = ["facade", row["id"], row["name"], one["building_id"], one["name"], one["use"]]
                table.writerow([*map(escape, cells), one["length_m"]])
        for one in report["unseen"]:
            table.writerow([*map(escape, ["unseen", "", "", one["id"], one["name"], one["kind"]]), ""])
