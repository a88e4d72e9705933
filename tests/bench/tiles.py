"""100,000 buildings: import and tile them, and hand out their tiles over HTTP."""

from __future__ import annotations

import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import psutil
import shapely

from layers.archive import Archive
from layers.joining import newest
from tests.bench.figure import Figure
from tests.support.console_process import Console
from tests.support.town import buildings

COUNT = 100_000
ASKED = 3_000
DISPLAY = "demo-display"
IMPORT = """
import json, resource, sys, time
from pathlib import Path
from layers import importing, tiling
from layers.store import LayerStore
file, home = sys.argv[1:]
began, took = time.monotonic(), time.process_time()
importing.run("buildings", file, home, datum="wgs84", then=lambda *_: None)
landed, spent = time.monotonic() - began, time.process_time() - took
tiling.tile(Path(home), tiling.missing(LayerStore(home)))
ours, child = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps({
    "import_s": landed, "import_cpu_s": spent, "whole_s": time.monotonic() - began,
    "tiling_cpu_s": child.ru_utime + child.ru_stime, "mb": max(ours.ru_maxrss, child.ru_maxrss) / 1024,
}))
"""


def run(folder: Path) -> list[Figure]:
    home = folder / "home"
    made = importing(folder / "town.geojson", home)
    cpus = os.cpu_count() or 1
    return [
        Figure("import and tile 100,000 buildings", made["whole_s"], "s", goal="≤ 60"),
        Figure("… the import alone", made["import_s"], "s", made["import_cpu_s"], "CPU s"),
        Figure(f"… CPU time of the tiling, on {cpus} cores", made["tiling_cpu_s"], "s"),
        Figure("… memory of the larger process", made["mb"], "MB", goal="≤ 1500"),
        *serving(home),
    ]


def importing(file: Path, home: Path) -> dict[str, float]:
    """What the import and the tiling took, without anybody else in the home."""
    write(file)
    command = [sys.executable, "-c", IMPORT, str(file), str(home)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=1_200)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def write(file: Path) -> None:
    """The town as GeoJSON."""
    with file.open("w", encoding="utf-8") as out:
        out.write('{"type":"FeatureCollection","features":[\n')
        for n, one in enumerate(buildings(COUNT)):
            props = json.dumps({**one.props, "id": one.id, "name": one.name}, ensure_ascii=False)
            geometry = shapely.to_geojson(one.geometry)
            out.write(f'{"," if n else ""}{{"type":"Feature","properties":{props},"geometry":{geometry}}}\n')
        out.write("]}")


def serving(home: Path) -> list[Figure]:
    """Tiles at random, each zoom as often as it has tiles; the console beside a server that has them in memory."""
    console = Console(home, auto=False)
    console.start(180)
    try:
        console_pid = console.pid("web")
        assert console_pid is not None
        tiles = addresses(home)
        ours = ask(console.port, [f"/api/v1/tiles/base/{z}/{x}/{y}" for z, x, y in tiles], console_pid)
        data = Archive(newest(home)["base"])
        bare = beside({f"/{z}/{x}/{y}": data.get(z, x, y) or b"" for z, x, y in set(tiles)}, tiles)
    finally:
        console.stop()
    return [
        Figure("tile over HTTP, p50", ours["p50_ms"], "ms", bare["p50_ms"], "bytes from memory", "≤ 3"),
        Figure("… p99", ours["p99_ms"], "ms", bare["p99_ms"], "bytes from memory", "≤ 20"),
        Figure("… by one core", ours["per_core"], "/s", bare["per_core"], "bytes from memory", "≥ 300"),
    ]


def addresses(home: Path) -> list[tuple[int, int, int]]:
    from pmtiles.tile import tileid_to_zxy

    held = [tileid_to_zxy(id) for id in Archive(newest(home)["base"]).ids()]
    dense = [one for one in held if one[0] >= 13]
    return random.Random(3).choices(dense, k=ASKED)


def ask(port: int, paths: list[str], pid: int) -> dict[str, float]:
    """One connection kept open, one tile after the other; the server's own CPU time."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    server, took = psutil.Process(pid), []
    before = sum(server.cpu_times()[:2])
    for path in paths:
        began = time.perf_counter()
        connection.request("GET", path, headers={"Authorization": f"Bearer {DISPLAY}", "Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        body = answer.read()
        took.append((time.perf_counter() - began) * 1_000)
        assert answer.status == 200, (answer.status, path)
        assert body
    spent = sum(server.cpu_times()[:2]) - before
    connection.close()
    ranked = statistics.quantiles(took, n=100)
    return {"p50_ms": ranked[49], "p99_ms": ranked[98], "per_core": len(paths) / max(spent, 0.01)}


def beside(tiles: dict[str, bytes], order: list[tuple[int, int, int]]) -> dict[str, float]:
    """Python's own server in a process of its own, with nothing to do but to send."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            body = tiles[self.path]
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    pid = os.fork()
    if not pid:
        server.serve_forever()
    try:
        return ask(server.server_port, [f"/{z}/{x}/{y}" for z, x, y in order], pid)
    finally:
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        server.server_close()
