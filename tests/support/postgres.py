"""A real PostgreSQL for tests, in a folder of its own, on a Unix socket there: no port that another could take while it
is down. It can be killed and started again."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from tests.support.require import require


class PostgresServer:
    """One server. ``url(name)`` makes a fresh database in it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = Path(tempfile.mkdtemp(prefix="shaodao-pg-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._prefix = self._as_postgres()
        self._run("initdb", "-D", self._folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale")
        self.start()

    def start(self) -> None:
        options = ["-D", self._folder / "data", "-k", self._folder, "-c", "listen_addresses="]
        with open(self._folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [*self._prefix, str(self._programs / "postgres"), *map(str, options)], stdout=log, stderr=log
            )
        deadline = time.monotonic() + 60
        while self._run("pg_isready", "-h", self._folder, check=False) != 0:
            assert time.monotonic() < deadline, (self._folder / "log").read_text()
            time.sleep(0.05)

    def kill(self) -> None:
        """As the power would: every process of the server at once."""
        os.kill(self._postmaster(), signal.SIGQUIT)
        assert self._process is not None
        self._process.wait(60)

    def url(self, name: str) -> str:
        self._run("createdb", "-h", self._folder, "-U", "postgres", name)
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _postmaster(self) -> int:
        return int((self._folder / "data" / "postmaster.pid").read_text().split()[0])

    def _as_postgres(self) -> list[str]:
        """initdb refuses root, so root becomes the user that the package made."""
        if os.geteuid() != 0:
            return []
        os.chown(self._folder, pwd.getpwnam("postgres").pw_uid, -1)
        return ["runuser", "-u", "postgres", "--"]

    def _run(self, program: str, *arguments: object, check: bool = True) -> int:
        done = subprocess.run(
            [*self._prefix, str(self._programs / program), *map(str, arguments)], capture_output=True, cwd="/"
        )
        assert done.returncode == 0 or not check, done.stderr.decode()
        return done.returncode


def start_postgres() -> PostgresServer:
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    on_path = shutil.which("initdb")
    program = found[-1] if found else on_path
    require("postgres", program, "no initdb in /usr/lib/postgresql/*/bin (Debian package postgresql)")
    return PostgresServer(Path(str(program)).parent)
