"""Import a file into the layers (``run``), see what it would do (``inspect``), take it back (``undo``)."""

from layers.importing.history import ImportRecord, imports, undo
from layers.importing.report import ImportRefused, Reject, Report
from layers.importing.runner import inspect, run

__all__ = ["ImportRecord", "ImportRefused", "Reject", "Report", "imports", "inspect", "run", "undo"]
