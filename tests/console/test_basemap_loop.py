"""The web process goes on while the online basemap's upstream takes its time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_a_slow_upstream_does_not_stop_the_loop(tmp_path: Path) -> None:
    """Under gevent, as in the web process: the loop ticks on while four sources take their time."""
    program = f"""
import time
from gevent import monkey; monkey.patch_all()
import gevent, subprocess, sys
server = subprocess.Popen([sys.executable, "-c", '''
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
class H(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.3); self.send_response(500); self.end_headers()
    def log_message(self, *a): pass
s = ThreadingHTTPServer(("127.0.0.1", 0), H); print(s.server_port, flush=True); s.serve_forever()
'''], stdout=subprocess.PIPE, text=True)
port = int(server.stdout.readline())
from pathlib import Path
from console.basemap_proxy import Proxy
proxy = Proxy(f"http://127.0.0.1:{{port}}/{{{{z}}}}/{{{{x}}}}/{{{{y}}}}", "gcj02", Path({str(tmp_path)!r}))
work = gevent.spawn(proxy.tile, 16, 52975, 25990)
ticks = 0
while not work.ready():
    gevent.sleep(0.01); ticks += 1
server.kill()
print(ticks, work.get().whole)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    ticks, whole = done.stdout.split()
    assert int(ticks) >= 10
    assert whole == "False"
