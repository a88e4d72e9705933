"""Which datum a file is in, decided by what its points would fall on, and only where that decides."""

from __future__ import annotations

from layers.evidence.verdict import Evidence, Hypothesis
from layers.evidence.weigh import weigh

__all__ = ["Evidence", "Hypothesis", "weigh"]
