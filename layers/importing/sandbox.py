"""The other side of the reading process: start it, listen to it, end it, and say why it died."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import Any, cast

from layers.importing import frames, limits
from layers.importing.frames import Batch
from layers.importing.reading.source import Request
from layers.importing.report import ImportRefused

Message = dict[str, Any] | Batch
_ROOT = Path(__file__).resolve().parents[2]


def read(request: Request, *, confined: bool = True) -> Iterator[Message]:
    """What the reading process says of a file: frames of type ``head``, ``progress``, ``tail``, and batches.

    A refusal, a crash and a limit that was reached raise ImportRefused. ``confined=False`` reads in this process:
    for files of our own only.
    """
    with tempfile.TemporaryDirectory(prefix="shaodao-import-") as folder:
        source = _apart(request, folder) if confined else _here(request, Path(folder))
        ended = False
        for message in source:
            if isinstance(message, dict) and message["type"] == "refused":
                raise ImportRefused(str(message["code"]), **message["detail"])
            ended = isinstance(message, dict) and message["type"] == "tail"
            yield message
        if not ended:
            raise ImportRefused("reader_crashed", value="cut off")


def _here(request: Request, folder: Path) -> Iterator[Message]:
    from layers.importing.reading.run import answer

    return answer(request, folder)


def _apart(request: Request, folder: str) -> Iterator[Message]:
    # -P: the working folder, where a stranger's archive is unpacked, must not be on the path of imports.
    command = [sys.executable, "-P", "-m", "layers.importing.reading"]
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            command, cwd=folder, env=_environment(folder), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
        )
        timer = Timer(limits.WALL_S, child.kill)
        timer.daemon = True
        timer.start()
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            child.stdin.write(json.dumps(asdict(request)).encode())
            child.stdin.close()
            ended = False
            for message, blob in frames.read(child.stdout):
                ended = message["type"] in ("tail", "refused")
                yield frames.to_batch(message, blob) if message["type"] == "rows" else message
            if not ended:
                status = child.wait()
                errors.seek(0)
                raise _why(status, errors.read()[-4_000:].decode("utf-8", "replace"))
        except BrokenPipeError:
            raise ImportRefused("reader_crashed", value="not started") from None
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            cast("Any", child.stdout).close()


def _environment(folder: str) -> dict[str, str]:
    """Nothing of ours: no settings, no secrets, no proxy; one thread, and tables of languages and programs."""
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    single = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
    ours = {"PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1", "HOME": folder, "TMPDIR": folder}
    return {**kept, **single, **ours, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"}


def _why(status: int, errors: str) -> ImportRefused:
    limit = f"{limits.MEMORY_MB} MB, {limits.CPU_S} s"
    if (
        status in (-signal.SIGKILL, -getattr(signal, "SIGXCPU", 24))
        or "memory" in errors.lower()
        or "bad_alloc" in errors
    ):
        return ImportRefused("reader_limits", value=limit)
    last = errors.strip().splitlines()[-1:] or [f"signal {-status}" if status < 0 else f"status {status}"]
    return ImportRefused("reader_crashed", value=last[0][:200])
