"""What a test needs from the machine: absent → skipped with the reason, or failed when SHAODAO_REQUIRE names it."""

from __future__ import annotations

import os

import pytest


def require(name: str, present: object, reason: str) -> None:
    """``SHAODAO_REQUIRE=postgres,browser`` turns a skip into a failure, so that CI cannot pass by not looking."""
    if present:
        return
    if name in os.environ.get("SHAODAO_REQUIRE", "").replace(",", " ").split():
        pytest.fail(f"{name} is required: {reason}")
    pytest.skip(f"{name}: {reason}")
