"""The pure modules of assets/js, under Node."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.require import require

HERE = Path(__file__).parent


def test_the_pure_modules_hold_under_node() -> None:
    node = shutil.which("node")
    if node is None and os.environ.get("CI"):
        pytest.fail("node is required in CI")
    require("node", node, "node is not installed")
    files = sorted(str(file) for file in HERE.glob("*.test.mjs"))
    assert files
    told = subprocess.run([str(node), "--test", *files], capture_output=True, text=True, timeout=100)
    assert told.returncode == 0, told.stdout[-4000:]
