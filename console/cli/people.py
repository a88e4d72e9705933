"""user, worker, source, display: who may come in."""

from __future__ import annotations

import sys
from difflib import get_close_matches

import click

from console.cli.lazy import say
from console.cli.offline import ask, open_access
from console.settings import Settings
from dispatch.commands import RegisterWorker

BY = "admin:cli"
#: district 6, street 3, community 3, grid 3
GRID_DIGITS = 15


@click.group()
def user() -> None:
    """People at desks."""


@user.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(["admin", "dispatcher", "supervisor", "wall", "auditor"]))
def user_add(name: str, role: str) -> None:
    """Add an account; its password comes from stdin, or is asked for."""
    if sys.stdin.isatty():
        password = str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    with open_access() as access:
        access.accounts.add(name, password, role, BY)
    say(f"{name}: {role}")


@click.group()
def worker() -> None:
    """People in the field."""


@worker.command("add")
@click.argument("worker_id")
@click.option("--name", required=True)
@click.option(
    "--role",
    default="grid_worker",
    type=click.Choice(["grid_worker", "property", "maintainer", "building_head", "volunteer"]),
)
@click.option("--org", default="")
@click.option("--grid", "grid_code", default=None, help="15-digit code of the grid")
@click.option("--skill", "skills", multiple=True)
@click.option("--phone", default="")
def worker_add(
    worker_id: str, name: str, role: str, org: str, grid_code: str | None, skills: tuple[str, ...], phone: str
) -> None:
    """Register a worker, or amend the record."""
    if grid_code is not None:
        _must_be_a_grid(grid_code)
    ask(
        RegisterWorker(
            worker_id=worker_id, name=name, role=role, org=org, grid_code=grid_code, skills=skills, phone=phone
        )
    )
    say(f"{worker_id}: {name}")


def _must_be_a_grid(code: str) -> None:
    """One of the map's; without grids on the map, at least a code as they have."""
    from layers.store import LayerStore

    known = {one.text("code") or one.id for one in LayerStore(Settings.load().home).features("grids")}
    if known and code not in known:
        near = get_close_matches(code, known, n=3) or sorted(known)[:3]
        message = f"there is no grid {code!r}; there are {len(known)}, such as {', '.join(near)}"
        raise click.BadParameter(message, param_hint="--grid")
    if not known and not (len(code) == GRID_DIGITS and code.isascii() and code.isdigit()):
        message = f"{code!r} is no code of a grid: {GRID_DIGITS} digits, such as 140802001001001"
        raise click.BadParameter(message, param_hint="--grid")


@worker.command("enrol")
@click.argument("worker_id")
def worker_enrol(worker_id: str) -> None:
    """A one-time link for the worker's phone, and a QR code of it."""
    import segno

    from console.cli.offline import board
    from dispatch.errors import NotFound

    if worker_id not in board().workers:
        raise NotFound(f"no worker {worker_id}")
    with open_access() as access:
        link = access.enrolment_link(worker_id, BY)
    say(link)
    segno.make(link, error="m").terminal(compact=True)


@click.group()
def source() -> None:
    """What reports alerts."""


@source.command("add")
@click.argument("name")
@click.option("--kind", required=True, help="http, or the kind of gateway")
def source_add(name: str, kind: str) -> None:
    """Add a source and print its token, once."""
    with open_access() as access:
        token, _ = access.machines.add("source", name, {"format": kind}, BY)
    say(token)


@click.group()
def display() -> None:
    """Walls that nobody touches."""


@display.command("add")
@click.argument("name")
def display_add(name: str) -> None:
    """Add a display and print its token, once."""
    with open_access() as access:
        token, _ = access.machines.add("display", name, {}, BY)
        url = access.settings.public_url
    say(token)
    say(f"{url}/wall?display={token}")
