"""export, template, layers, grids: the map's files out."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.lazy import say
from console.settings import Settings


@click.command()
@click.argument("layer")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--datum", default="wgs84", show_default=True, help="wgs84, gcj02, bd09, cgcs2000 or EPSG:n")
def export(layer: str, file: Path, datum: str) -> None:
    """Write LAYER to FILE: .geojson, .csv, .xlsx, .gpkg, .zip (Shapefile), .kml, .fgb or .parquet."""
    from layers.importing.export import export as write

    count = write(layer, file, Settings.load().home, datum=datum)
    say(f"{layer}: {count} written to {file}")


@click.command()
@click.argument("register")
@click.argument("file", type=click.Path(path_type=Path))
def template(register: str, file: Path) -> None:
    """Write the empty form of REGISTER to FILE (.xlsx or .csv), with an example row and notes."""
    from layers.importing.templates import write_template

    write_template(register, file)
    say(f"{register}: template written to {file}")


@click.command()
def layers() -> None:
    """Name, count, datum and date of every layer, and how far the making of its tiles is."""
    from console.layer_json import summary
    from layers.registry import IMPORTED
    from layers.store import LayerStore

    store = LayerStore(Settings.load().home)
    for row in (summary(store, name) for name in IMPORTED):
        tiling = f"  tiling {row['tiling']['done']} of {row['tiling']['total']}" if row["tiling"] else ""
        say(f"{row['name']:<16}{row['count']:>8}  {row['datum']:<9} {row['imported_at'] or '-'}{tiling}")


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
