"""Tracebacks in the log are for faults: neither a child that starts nor a wrong question is one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WEB = """
from gevent import monkey; monkey.patch_all()
import sys
from datetime import UTC, datetime
from pathlib import Path
from console import logs
from console.rounds.asked import Work, question
from console.rounds.make import plan
from console.rounds.process import by_process
from dispatch.errors import InvalidField
from layers.store import LayerStore
home = Path(sys.argv[1])
logs.to(sys.stderr)
by_process(home)(Work((), (), (), 0.0, 3600.0, 8.0, 0.1))
try:
    plan(question({"layer": "nix", "workers": ["w1"]}), None, LayerStore(home), {}, datetime.now(UTC), None)
except InvalidField as refused:
    print(refused.field)
"""


@pytest.mark.slow
def test_neither_a_child_nor_an_unknown_layer_is_a_traceback(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", WEB, str(tmp_path)], capture_output=True, text=True, timeout=100)
    assert ran.stdout.strip() == "layer", ran.stderr
    assert "Traceback" not in ran.stderr
    assert "Exception ignored" not in ran.stderr
