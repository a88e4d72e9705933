"""scenario: play a file of alerts and taps against the running console's log."""

from __future__ import annotations

from pathlib import Path

import click

from console.cli.lazy import say
from console.cli.numbers import Finite
from console.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=Finite(min=0, min_open=True),
    help="60 plays an hour in a minute",
)
def scenario(file: Path, speed: float) -> None:
    """Play FILE (data/scenarios/*.jsonl)."""
    from console import scenario as player

    player.play(Settings.load(), file, speed=speed, say=say)
