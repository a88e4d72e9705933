"""Real input data beside the project: found, or the test says why it cannot run."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.require import require

HERE = Path(os.environ.get("SHAODAO_REAL_DATA") or Path(__file__).resolve().parents[3] / "shared" / "data")


def real_data(*parts: str) -> Path:
    """A file of the real data; skips the test (or fails it under SHAODAO_REQUIRE=real_data) where it is absent."""
    path = HERE.joinpath(*parts)
    require("real_data", path.exists(), f"{path} is not here (set SHAODAO_REAL_DATA)")
    return path
