"""backup, restore, doctor."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.lazy import say
from console.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the log, accounts, layers and photos to FILE while the console goes on."""
    from dispatch.adapters import backup as archive

    settings = Settings.load()
    say(str(archive.backup(settings.home, settings.database_url, file)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put FILE in the place of what is there; the log gets a new epoch, so every screen reloads."""
    from dispatch.adapters import backup as archive

    settings = Settings.load()
    say(str(archive.restore(file, settings.home, settings.database_url, settings.district)))


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
