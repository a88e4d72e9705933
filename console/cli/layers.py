"""import, export, layers, grids: the map's files in and out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from console.cli.lazy import say
from console.settings import Settings


@click.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--datum", default="auto", show_default=True, help="auto, wgs84, gcj02, bd09, cgcs2000 or EPSG:n")
@click.option("--map", "mapping", multiple=True, metavar="OURS=THEIRS", help="a column under another name")
@click.option("--replace/--merge", "replace", default=True, help="put the file in the layer's place, or over it")
@click.option("--dry-run", is_flag=True, help="count, and write nothing")
def import_(kind: str, file: Path, datum: str, mapping: tuple[str, ...], replace: bool, dry_run: bool) -> None:
    """Import FILE into the layer KIND, or an OSM extract (KIND ``osm``) into all the layers it speaks for."""
    from layers import importing

    report = importing.run(
        kind,
        file,
        Settings.load().home,
        datum=datum,
        mapping=_pairs(mapping),
        mode="replace" if replace else "merge",
        dry_run=dry_run,
        progress=Progress(),
    )
    _tell(report)


def _pairs(mapping: tuple[str, ...]) -> dict[str, str]:
    out = {}
    for one in mapping:
        ours, mark, theirs = one.partition("=")
        if not mark or not ours or not theirs:
            raise click.BadParameter(f"{one!r} is not OURS=THEIRS", param_hint="--map")
        out[ours] = theirs
    return out


def _tell(report: Any) -> None:
    say(f"{report.file}: {report.rows} rows, datum {report.datum}" + (" (dry run)" if report.dry_run else ""))
    for name, counts in report.layers.items():
        say(
            f"  {name}: {counts.total} ({counts.added} new, {counts.changed} changed, {counts.unchanged} as before, "
            f"{counts.gone} gone)"
        )
    if report.rejects:
        say(f"  {len(report.rejects)} rows could not be used: {report.rejects_file or 'see without --dry-run'}")
        for reject in report.rejects[:5]:
            say(f"    row {reject.row} {reject.field}: {reject.reason}")


class Progress:
    """A bar on a terminal, plain lines in a log; the arguments of ``layers.importing.Progress``."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._what = ""

    def __call__(self, done: int, total: int, what: str) -> None:
        import sys

        if not sys.stderr.isatty():
            if what != self._what:
                click.echo(f"{what} …", err=True)
            self._what = what
            return
        from tqdm import tqdm

        if what != self._what:
            if self._bar is not None:
                self._bar.close()
            self._bar, self._what = tqdm(total=total or None, desc=what, leave=False), what
        self._bar.n = done
        self._bar.refresh()


@click.command()
@click.argument("layer")
@click.argument("file", type=click.Path(path_type=Path))
def export(layer: str, file: Path) -> None:
    """Write LAYER to FILE (GeoJSON, or CSV for points)."""
    from layers.importing.export import export as write

    count = write(layer, file, Settings.load().home)
    say(f"{layer}: {count} written to {file}")


@click.command()
def layers() -> None:
    """Name, count, datum and date of every layer."""
    from console.layer_json import summary
    from layers.registry import IMPORTED
    from layers.store import LayerStore

    store = LayerStore(Settings.load().home)
    for row in (summary(store, name) for name in IMPORTED):
        say(f"{row['name']:<16}{row['count']:>8}  {row['datum']:<9} {row['imported_at'] or '-'}")


@click.group()
def grids() -> None:
    """The grids of the district."""


@grids.command("cut")
@click.option("--households", default=400, show_default=True, help="households in a grid, 300 to 500")
def cut(households: int) -> None:
    """Cut grids over the imported buildings, with 15-digit codes."""
    from layers import grids as cutter

    settings = Settings.load()
    report = cutter.cut(settings.home, district=settings.district, households=households)
    say(str(report))
