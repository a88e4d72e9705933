"""backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from console.cli.lazy import say
from console.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the log, accounts, layers and photos to FILE while the console goes on."""
    from dispatch.adapters import backup as archive

    settings = Settings.load()
    _tell("written to", archive.backup(settings.home, settings.database_url, file))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--keep/--replace", "keep", default=False, help="refuse where something is there already")
def restore(file: Path, keep: bool) -> None:
    """Put FILE in the place of what is there, which is kept beside as replaced-….tar.gz. The log gets a new epoch, so
    every screen reloads; the console may be running."""
    from dispatch.adapters import backup as archive

    settings = Settings.load()
    _tell(
        "restored from", archive.restore(file, settings.home, settings.database_url, settings.district, force=not keep)
    )


def _tell(what: str, contents: Any) -> None:
    events = ", ".join(f"{count} events of district {district}" for district, count in contents.events.items())
    say(f"{events or 'no events'}, {contents.files} files {what} {contents.file}")


MARKS = {"good": "ok   ", "note": "note ", "wrong": "WRONG"}


@click.command()
@click.pass_context
def doctor(context: click.Context) -> None:
    """What is wrong with this installation, in words."""
    from console.doctor import examine

    wrong = 0
    for finding in examine(Settings.load()):
        wrong += finding.level == "wrong"
        say(f"{MARKS[finding.level]} {finding.text}")
    context.exit(1 if wrong else 0)
