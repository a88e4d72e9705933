"""A map's own tile server, with dots at places that are known, and every way in which such a server misbehaves."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from layers.datum import from_wgs84

#: Pixels: wide enough for a centre that is known to a hundredth.
SPREAD = 2.5
#: (status, headers, body)
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class TileServer:
    """``says`` may be replaced while it runs; ``asked`` are the paths that came."""

    url: str
    says: Callable[[int, int, int], Answer]
    asked: list[str] = field(default_factory=list)


@contextmanager
def tile_server(says: Callable[[int, int, int], Answer]) -> Iterator[TileServer]:
    """Serves /z/x/y.png on a free port of this machine."""
    made = TileServer("", says)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            made.asked.append(self.path)
            z, x, y = (int(part) for part in self.path.partition("?")[0].removesuffix(".png").split("/")[-3:])
            status, headers, body = made.says(z, x, y)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
            except OSError:
                self.close_connection = True

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}/{{z}}/{{x}}/{{y}}.png"
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()


def pixel(lon: float, lat: float, z: int) -> tuple[float, float]:
    """Pixels of the whole world at a zoom, 256 a tile."""
    whole = 256 * 2**z
    return (lon + 180) / 360 * whole, (1 - float(np.arcsinh(np.tan(np.radians(lat)))) / np.pi) / 2 * whole


def dots(places: list[tuple[float, float]], datum: str) -> Callable[[int, int, int], Answer]:
    """Tiles of a map in ``datum`` that shows a soft white dot at each place (WGS 84) upon black."""

    def draw(z: int, x: int, y: int) -> Answer:
        across, down = np.meshgrid(np.arange(256) + 0.5, np.arange(256) + 0.5)
        shade: NDArray[np.float64] = np.zeros((256, 256))
        for place in places:
            east, south = pixel(*map(float, from_wgs84(*place, datum)), z)
            away = (across + 256 * x - east) ** 2 + (down + 256 * y - south) ** 2
            shade = np.maximum(shade, 255 * np.exp(-away / (2 * SPREAD**2)))
        return 200, {"Content-Type": "image/png"}, png(Image.fromarray(shade.astype(np.uint8)))

    return draw


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
