"""demo and up: a console that runs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from console.cli.lazy import say
from console.settings import Settings


@click.command()
@click.option("--roles", default="web,engine", show_default=True, help="which processes: web, engine, intake")
def up(roles: str) -> None:
    """Run the console until SIGTERM or Ctrl-C."""
    from console import seed, supervisor
    from console.access.access import Access
    from console.cli.offline import board as board_of
    from console.cli.offline import open_log

    wanted = [role.strip() for role in roles.split(",") if role.strip()]
    for role in wanted:
        if role not in ("web", "engine", "intake"):
            raise click.BadParameter(f"no role {role}: web, engine, intake", param_hint="--roles")
    settings = Settings.load()
    _log_to_stderr()
    Access(settings).check_bind()
    with open_log() as log:
        board = board_of()
        seed.kinds(log, board.kinds)
        seed.playbooks(log, board)
        seed.severities(log)
    context = click.get_current_context()
    context.exit(supervisor.run(settings, wanted, ready=lambda: say(f"ready at {settings.public_url}")))


@click.command()
@click.option("--port", default=8050, show_default=True, type=click.IntRange(1, 65532))
@click.option("--scenario", default="busy_day", show_default=True, help="a name in data/scenarios, or none")
@click.option("--auto", default=None, type=click.Choice(["0", "1"]), help="automatic dispatch")
@click.option("--data", default=Path("var/demo"), show_default=True, type=click.Path(path_type=Path))
def demo(port: int, scenario: str, auto: str | None, data: Path) -> None:
    """Run the demo district on embedded defaults, on loopback."""
    from console import supervisor

    os.environ["SHAODAO_HOME"], os.environ["SHAODAO_PORT"] = str(data), str(port)
    os.environ.setdefault("SHAODAO_BIND", "127.0.0.1")
    settings = Settings.load()
    settings.refuse_demo()
    _log_to_stderr()
    wanted = auto if auto is not None else "0" if scenario == "none" else "1"
    command = [sys.executable, "-m", "console", "prepare", "--scenario", scenario, "--auto", wanted]
    context = click.get_current_context()
    context.exit(supervisor.run(settings, first=command, ready=lambda: _greet(settings)))


@click.command(hidden=True)
@click.option("--scenario", required=True)
@click.option("--auto", required=True, type=click.Choice(["0", "1"]))
def prepare(scenario: str, auto: str) -> None:
    """Make the home ready for the demo: what ``demo`` does first, in a process of its own that ends."""
    from console import demo as district

    district.prepare(Settings.load(), scenario=scenario, auto=auto == "1")


def _greet(settings: Settings) -> None:
    """The three addresses, the accounts, one worker's link."""
    url = settings.public_url
    say("")
    say(f"  wall    {url}/wall?display=demo-display")
    say(f"  desk    {url}/desk       dispatcher / demo")
    say(f"  phone   {url}/p/#token=demo-worker-1")
    say(f"  admin   {url}/admin      admin / demo")
    say("")
    say("  accounts: admin/demo  dispatcher/demo  supervisor/demo  wall/demo  auditor/demo")
    say("  tokens:   demo-source (alerts)   demo-worker-1 … demo-worker-9 (phones)   demo-display (wall)")
    say("  Ctrl-C ends everything.")


def _log_to_stderr() -> None:
    import logging

    logging.basicConfig(
        level=os.environ.get("LOGLEVEL", "WARNING"), format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
