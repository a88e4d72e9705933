"""Node programs of this folder as children: lines in, JSON lines out."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Missing(Exception):
    """Node or npm is not installed: what needs it is left out, and the table says so."""


def install() -> None:
    """The locked packages, once."""
    if shutil.which("npm") is None:
        raise Missing("node and npm are not installed")
    if not (HERE / "node_modules" / "socket.io").exists():
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True)
        if done.returncode:
            raise Missing(f"npm ci: {done.stderr.strip()[-200:]}")


class Node:
    """One program; ``ask`` writes a line and reads the answer."""

    def __init__(self, script: str, *arguments: object) -> None:
        command = ["node", str(HERE / script), *map(str, arguments)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args} ended with {self._process.wait()}")
        return json.loads(line) if line.startswith("{") else line.strip()

    def tell(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def ask(self, line: str) -> Any:
        self.tell(line)
        return self.read()

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
