"""Import a file into the layers: ``run``."""

from layers.importing.report import ImportRefused, Reject, Report
from layers.importing.runner import run

__all__ = ["ImportRefused", "Reject", "Report", "run"]
