"""Files that administrators send to the API."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from tests.support.web import Console

LON, LAT = 111.0031, 35.0302
POINTS = [(f"cam-{n}", f"摄像头 {n}", LON + n / 1000, LAT) for n in range(6)]
CAMERAS = "编号,名称,经度,纬度,坐标系\n" + "".join(f"{a},{b},{x:.6f},{y:.6f},WGS84\n" for a, b, x, y in POINTS)


def send(client: FlaskClient, content: str | bytes, name: str = "摄像头.csv", **form: str) -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post("/api/v1/imports?wait=60", data={"file": (io.BytesIO(data), name), **form})


def sent(client: FlaskClient, content: str | bytes, name: str = "摄像头.csv", **form: str) -> dict[str, Any]:
    answer = send(client, content, name, **form)
    assert answer.status_code == 201, answer.text
    return answer.json


def applied(client: FlaskClient, id: str) -> dict[str, Any]:
    answer = client.post(f"/api/v1/imports/{id}/apply?wait=60")
    assert (answer.status_code, answer.json["state"]) == (200, "done"), answer.text
    return answer.json


def folder(console: Console, id: str) -> Path:
    return console.services.settings.home / "uploads" / id
