"""A refusal as one line for a terminal; None for what is our own fault and deserves its traceback."""

from __future__ import annotations


def sentence(error: Exception) -> str | None:
    """The reason, in words."""
    from console.catalogue import BadCatalogue
    from console.problems import Problem
    from console.settings import SettingsError
    from console.simulation.script import BadScenario
    from console.supervisor import AlreadyRunning
    from dispatch.adapters.backup import BackupProblem
    from dispatch.errors import LogUnavailable, Refused
    from layers.importing.report import ImportRefused

    if isinstance(error, Problem):
        from console.problems import body_of

        return str(body_of(error)[0]["message"])
    ours = (
        SettingsError,
        BadCatalogue,
        BadScenario,
        BackupProblem,
        AlreadyRunning,
        LogUnavailable,
        Refused,
        ImportRefused,
        FileNotFoundError,
        PermissionError,
    )
    if isinstance(error, ours):
        field = getattr(error, "field", "")
        return f"{field}: {error}" if field else str(error)
    return None
