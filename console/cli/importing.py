"""import, undo, imports: files into the map, and back out of it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from console.cli.lazy import say
from console.cli.progress import Progress
from console.settings import Settings

#: Rejected rows that are named on the terminal; all of them are in the file.
NAMED = 5


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--datum", default="auto", show_default=True, help="auto, wgs84, gcj02, bd09, cgcs2000 or EPSG:n")
@click.option("--map", "mapping", multiple=True, metavar="OURS=THEIRS", help="a column under another name")
@click.option("--layer", default="", help="the layer or sheet to read, where the file has several")
@click.option("--replace/--merge", "replace", default=True, help="put the file in the layer's place, or over it")
@click.option("--dry-run", is_flag=True, help="count, and write nothing")
@click.option("--yes", is_flag=True, help="do not ask before what is there is changed")
def import_(
    kind: str,
    file: Path,
    datum: str,
    mapping: tuple[str, ...],
    layer: str,
    replace: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Import FILE into the layer KIND, or an OSM extract (KIND ``osm``) into all the layers it speaks for.

    KIND may also be sockets (onto their piles), workers or rosters.
    """
    from console.cli import staff
    from layers import importing
    from layers.importing.report import ImportRefused

    settings, bar, told = Settings.load(), Progress(), Told()
    try:
        report = importing.run(
            kind,
            file,
            settings.home,
            datum=datum,
            mapping=_pairs(mapping),
            layer=layer,
            mode="replace" if replace else "merge",
            dry_run=dry_run,
            progress=bar,
            confirm=lambda report: told.shown(report, bar, ask=not yes),
        )
    except ImportRefused as refused:
        bar.close()
        _evidence(refused.detail.get("evidence"))
        report = refused.detail.get("report")
        for one in report["rejects"][:NAMED] if isinstance(report, dict) else ():
            _row(one["row"], one["field"], one["value"], one["reason"])
        raise
    bar.close()
    if report.records:
        staff.apply(kind, report, dry_run=dry_run, replace=replace)
    if dry_run or report.records:
        _tell(report)
    elif report.import_id:
        say(f"written as import {report.import_id}; take it back with: shaodao undo {report.import_id}")
        _notes(report.notes[told.notes :])
        _rejected(report)
    else:
        say("nothing was written")


class Told:
    """What stood on the terminal before anything was written; what is found out by writing comes after."""

    def __init__(self) -> None:
        self.notes = 0

    def shown(self, report: Any, bar: Progress, *, ask: bool) -> bool:
        """The counts first; on a terminal a question where something that is there would change."""
        bar.close()
        _tell(report, rejects=False)
        self.notes = len(report.notes)
        touched = any(counts.changed or counts.gone for counts in report.layers.values())
        if ask and touched and sys.stdin.isatty() and sys.stdout.isatty():
            return bool(click.confirm("Write this?", default=True))
        return True


def _pairs(mapping: tuple[str, ...]) -> dict[str, str]:
    out = {}
    for one in mapping:
        ours, mark, theirs = one.partition("=")
        if not mark or not ours or not theirs:
            raise click.BadParameter(f"{one!r} is not OURS=THEIRS", param_hint="--map")
        out[ours] = theirs
    return out


def _tell(report: Any, rejects: bool = True) -> None:
    inside = f", layer {report.file_layer}" if report.file_layer else ""
    about = f"{report.format}{inside}, {report.rows} rows" + (f", datum {report.datum}" if report.datum else "")
    say(f"{report.file}: {about}" + (" (dry run)" if report.dry_run else ""))
    if report.mapping:
        say("  columns: " + ", ".join(f"{ours}={theirs}" for ours, theirs in report.mapping.items()))
    _notes(report.notes)
    _evidence(report.evidence)
    if report.layers:
        say(f"  {'layer':<16}{'rows':>8}{'new':>8}{'changed':>9}{'same':>8}{'gone':>8}")
    for name, c in report.layers.items():
        say(f"  {name:<16}{c.total:>8}{c.added:>8}{c.changed:>9}{c.unchanged:>8}{c.gone:>8}")
    if report.repaired:
        row, why = next(iter(report.repaired.items()))
        say(f"  {len(report.repaired)} geometries repaired, the first in row {row}: {why}")
    if rejects or report.dry_run:
        _rejected(report)


def _notes(notes: Iterable[Any]) -> None:
    for note in notes:
        say(f"  note: {note.sentence}")


def _rejected(report: Any) -> None:
    if not report.rejects:
        return
    say(f"  {len(report.rejects)} rows could not be used: {report.rejects_file or 'see without --dry-run'}")
    for reject in report.rejects[:NAMED]:
        _row(reject.row, reject.field, reject.value, reject.reason)


def _row(row: int | str, field: str, value: str, reason: str) -> None:
    """Where, what stood there, and what is wrong with it."""
    where = " ".join(filter(None, (str(row), field, value and repr(value))))
    say(f"    row {where}: {reason}")


def _evidence(evidence: Any) -> None:
    """How many points fall into place under each datum, as the figures were weighed."""
    rows = evidence.get("rows", ()) if isinstance(evidence, dict) else ()
    if not rows:
        return
    names = [name for name in rows[0] if name != "datum"]
    say("  " + f"{'datum':<12}" + "".join(f"{name:>16}" for name in names))
    for row in rows:
        cells = (f"{row[n]:.2f}" if isinstance(row[n], float) else str(row[n]) for n in names)
        say("  " + f"{row['datum']:<12}" + "".join(f"{cell:>16}" for cell in cells))


@click.command()
@click.argument("import_id", type=int, required=False)
def undo(import_id: int | None) -> None:
    """Take an import back, the last one unless another is named: its layers are as they were before."""
    from layers import importing
    from layers.derive import derive
    from layers.store import LayerStore

    home = Settings.load().home
    record = importing.undo(home, import_id)
    derive(LayerStore(home), tuple(record.layers), Progress())
    say(f"import {record.id} ({record.kind} from {record.file}) taken back: {', '.join(record.layers)}")


@click.command()
def imports() -> None:
    """The imports that were made, the last one first."""
    from layers import importing

    for one in importing.imports(Settings.load().home):
        state = f"undone {one.undone_at}" if one.undone_at else "can be undone" if one.undoable else ""
        total = {name: counts["total"] for name, counts in one.layers.items()}
        what = ", ".join(f"{name} {count}" for name, count in total.items())
        say(f"{one.id:>4}  {one.at}  {one.kind:<14} {one.file:<32} {what}  {state}".rstrip())
