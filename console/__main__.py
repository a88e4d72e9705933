"""The command line: ``shaodao``. Exit status 0 done, 1 refused with the reason on stderr, 2 usage."""

from __future__ import annotations

import sys

import click

from console.cli import lazy

#: command → module and object; modules are imported when called, so that --help takes 0.1 s
COMMANDS = {
    "demo": "console.cli.serving:demo",
    "up": "console.cli.serving:up",
    "import": "console.cli.importing:import_",
    "imports": "console.cli.importing:imports",
    "undo": "console.cli.importing:undo",
    "export": "console.cli.layers:export",
    "template": "console.cli.layers:template",
    "layers": "console.cli.layers:layers",
    "grids": "console.cli.layers:grids",
    "privacy": "console.cli.privacy:privacy",
    "user": "console.cli.people:user",
    "worker": "console.cli.people:worker",
    "source": "console.cli.people:source",
    "display": "console.cli.people:display",
    "scenario": "console.cli.scenario:scenario",
    "lab": "console.cli.lab:lab",
    "rounds": "console.cli.rounds:rounds",
    "backup": "console.cli.safety:backup",
    "restore": "console.cli.safety:restore",
    "doctor": "console.cli.safety:doctor",
}
#: started by others of these, not by people
INNER = {"prepare": "console.cli.serving:prepare"}


@click.group(cls=lazy.Group, commands_at=COMMANDS | INNER, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="shaodao")
def cli() -> None:
    """Shaodao 哨到: the whistle is answered."""


def main() -> None:
    """Entry point of the ``shaodao`` script."""
    sys.exit(lazy.run(cli))


if __name__ == "__main__":
    main()
