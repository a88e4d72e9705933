"""OSRM and Valhalla themselves, where their programs are on PATH: built from an OSM extract, serving on a free port."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import create_connection
from time import monotonic, sleep

import pytest

from tests.support.live import free_port

BUILD_S, START_S = 60, 20


@contextmanager
def running(kind: str, extract: Path, folder: Path) -> Iterator[str]:
    """Its address as ``SHAODAO_ROUTER_URL``. The test is skipped by the program's name where it is absent."""
    port = free_port()
    command = (_osrm if kind == "osrm" else _valhalla)(extract, folder, port)
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(port, server)
        yield f"{kind}+http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


def program(name: str) -> Path:
    """Skipped by name, also under SHAODAO_REQUIRE: no Debian package has it, and its wheels are of other Pythons."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not on PATH")
    return Path(found).resolve()


def _osrm(extract: Path, folder: Path, port: int) -> list[str]:
    routed = program("osrm-routed")
    profiles = [routed.parents[1] / "share/profiles", Path("/usr/share/osrm/profiles")]
    foot = next(one / "foot.lua" for one in profiles if (one / "foot.lua").exists())
    shutil.copy(extract, folder / "town.osm.pbf")
    for step in (["osrm-extract", "-p", foot, "town.osm.pbf"], ["osrm-partition", "town"], ["osrm-customize", "town"]):
        subprocess.run(step, cwd=folder, check=True, capture_output=True, timeout=BUILD_S)
    return [str(routed), "--algorithm", "mld", "-i", "127.0.0.1", "-p", str(port), "town.osrm"]


def _valhalla(extract: Path, folder: Path, port: int) -> list[str]:
    service = program("valhalla_service")
    maker = next(
        one
        for one in (service.parents[1] / "valhalla_build_config.py", service.parent / "valhalla_build_config")
        if one.exists()
    )
    (folder / "tiles").mkdir()
    made = subprocess.run(
        [
            *([sys.executable] if maker.suffix == ".py" else []), str(maker),
            "--mjolnir-tile-dir", str(folder / "tiles"), "--mjolnir-tile-extract", "", "--mjolnir-admin", "",
            "--mjolnir-timezone", "", "--httpd-service-listen", f"tcp://127.0.0.1:{port}",
            "--httpd-service-loopback", f"ipc://{folder}/loopback",
            "--httpd-service-interrupt", f"ipc://{folder}/interrupt",
        ],
        check=True, capture_output=True, timeout=BUILD_S,
    )  # fmt: skip
    (folder / "valhalla.json").write_bytes(made.stdout)
    build = [str(service.with_name("valhalla_build_tiles")), "-j", "1", "-c", "valhalla.json", str(extract)]
    subprocess.run(build, cwd=folder, check=True, capture_output=True, timeout=BUILD_S)
    return [str(service), "valhalla.json", "1"]


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    begin = monotonic()
    while True:
        try:
            create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if server.poll() is not None or monotonic() - begin > START_S:
                raise
            sleep(0.05)
