"""A click group that imports a command when it is called, and turns refusals into exit status 1."""

from __future__ import annotations

import errno
import importlib
import os
import sys
from typing import Any

import click

from console.problems_text import sentence


class Group(click.Group):
    """``commands_at``: name → ``module:object``."""

    def __init__(self, *args: Any, commands_at: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = commands_at

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._at)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self._at:
            return None
        module, _, attribute = self._at[name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command


def run(cli: click.Command) -> int:
    """The exit status."""
    try:
        status = cli.main(standalone_mode=False)  # the status of ctx.exit, else what the command returned: None
        return status if isinstance(status, int) else 0
    except click.Abort:
        return 1
    except click.ClickException as refused:
        refused.show()
        return refused.exit_code  # 2 for usage, else 1
    except KeyboardInterrupt:
        return 130
    except Exception as refused:
        reason = sentence(refused)
        if reason is None or os.environ.get("SHAODAO_TRACEBACK"):
            raise
        click.echo(reason, err=True)
        return 1


def say(text: str) -> None:
    """A line on stdout, at once (logs are read while they grow). A full disk is said; a closed pipe is click's."""
    try:
        click.echo(text)
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            raise
        raise click.ClickException(f"standard output cannot be written: {error.strerror}") from None
