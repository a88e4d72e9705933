"""A real web process for the wall's tests of recovery: SQLite log, gate and sockets; no engine, no simulator.

Run as ``python -m tests.browser.wall_server PORT HOME BUILD SECRET REDIS_URL``; ends on SIGTERM.
"""

from gevent import monkey

monkey.patch_all()

# ruff: noqa: E402  (patched before anything else is imported)
import sys
from pathlib import Path

from console import bootstrap, catalogue, web
from console.settings import Settings
from dispatch.actor import Actor
from dispatch.dispatcher import Request


def main(port: str, home: str, build: str, secret: str, redis_url: str) -> None:
    bootstrap._build = lambda: build  # otherwise the time of the newest file in assets
    services = bootstrap.build(
        Settings(home=Path(home), port=int(port), secret_key=secret, redis_url=redis_url), role="web"
    )
    services.access.seed_demo()
    for kind in catalogue.read().values():
        request = Request(Actor("admin", "test"), f"kind-{kind.id}", catalogue.define(kind))
        services.dispatcher.submit(request)
    web.serve(services)


if __name__ == "__main__":
    main(*sys.argv[1:])
