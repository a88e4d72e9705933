"""Work in native threads: a refusal is an answer, not a fault."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

WEB = """
from gevent import monkey; monkey.patch_all()
import sys
from pathlib import Path
from console.native import native
from console.photos import Photos
from dispatch.errors import InvalidField
try:
    native(Photos(Path(sys.argv[1])).check, ("0" * 32,))
except InvalidField as refused:
    print(refused.field)
print(native(divmod, 7, 2))
"""


@pytest.mark.slow
def test_what_was_asked_wrongly_is_no_traceback_in_the_log(tmp_path: Path) -> None:
    ran = subprocess.run([sys.executable, "-c", WEB, str(tmp_path)], capture_output=True, text=True, timeout=60)
    assert ran.stdout.split() == ["data.photos", "(3,", "1)"], ran.stderr
    assert "Traceback" not in ran.stderr
