"""lab: the same day again under other rules."""

from __future__ import annotations

import json
from pathlib import Path

import click

from console.cli.lazy import say
from console.cli.numbers import Finite
from console.cli.progress import Progress
from console.settings import Settings

#: Refusals of a word that stands on the command line: usage, exit status 2.
ASKED = frozenset({"scenario", "policy", "same_name", "district"})


@click.command()
@click.argument("scenario")
@click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="NAME",
    help="a name in data/policies, or a .toml file; the first is compared with",
)
@click.option("--seeds", default=5, show_default=True, type=click.IntRange(1, 500), help="how many days")
@click.option(
    "--load",
    default=0.8,
    show_default=True,
    type=Finite(0, 5, min_open=True),
    help="arrivals × mean busy time ÷ workers",
)
@click.option("--workers", default=30, show_default=True, type=click.IntRange(0, 500), help="on duty")
@click.option("--district", default="", help="demo, or a folder with an imported map; else this home's map, or demo")
@click.option("--json", "as_json", is_flag=True, help="the figures as JSON")
@click.option("--plots", type=click.Path(path_type=Path, dir_okay=False), help="write the plots as one HTML page")
def lab(
    scenario: str, policies: tuple[str, ...], seeds: int, load: float, workers: int, district: str, as_json: bool,
    plots: Path | None,
) -> None:  # fmt: skip
    """Play SCENARIO (a name in data/scenarios, or a file) under each policy, on the same days."""
    from console.lab.order import Order, carry_out
    from console.lab.refused import LabRefused
    from console.lab.table import table

    if plots is not None:
        _must_be_writable(plots)
    bar = Progress()
    order = Order(scenario, policies or ("baseline", "default"), seeds, load, workers, district)
    try:
        found = carry_out(order, Settings.load().home, bar)
    except LabRefused as refused:
        said = click.ClickException(str(refused))
        said.exit_code = 2 if refused.code in ASKED else 1
        raise said from None
    finally:
        bar.close()
    say(json.dumps(found.as_dict(), ensure_ascii=False, indent=1) if as_json else table(found))
    if plots is not None:
        from console.lab.plots import write

        try:
            write(found, plots)
        except OSError as error:
            raise click.ClickException(f"--plots: {str(plots)!r} cannot be written: {error.strerror}") from None
        if not as_json:
            say(f"plots: {plots}")


def _must_be_writable(file: Path) -> None:
    """Said before the days are played, not after: they may take ten minutes."""
    was_there = file.exists()
    try:
        file.open("ab").close()
    except OSError as error:
        raise click.BadParameter(f"{str(file)!r} cannot be written: {error.strerror}", param_hint="--plots") from None
    if not was_there:
        file.unlink()
