"""A desk that asks for rounds of six houses, the work done on the spot."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import uuid4

import shapely
from flask.testing import FlaskClient

from console.rounds.asked import Work
from console.rounds.work import answer
from dispatch.travel.crow_flies import CrowFlies
from layers.feature import Feature
from tests.support.web import HERE

TOMORROW = ["2099-01-02"]


def house(n: int, **more: Any) -> Feature:
    west = HERE.lon + n / 1000
    box = shapely.box(west, HERE.lat, west + 0.0002, HERE.lat + 0.0002)
    return Feature(
        f"b{n}", f"{n}号楼", box, {"compound": "四季绿城", "compound_id": "sjlc" if n < 4 else "yyj", **more}
    )


class OnTheSpot:
    def __init__(self, home: Path, *, keep: bool) -> None:
        assert keep

    def __call__(self, work: Work) -> Any:
        return answer(work, CrowFlies())

    def close(self) -> None: ...


def plan(desk: FlaskClient, **more: Any) -> Any:
    body = {"workers": ["w1", "w2"], "days": TOMORROW, "time_limit_s": 0.2, **more}
    return desk.post("/api/v1/rounds", json=body)


def say(client: FlaskClient, type: str, **data: Any) -> Any:
    return client.post("/api/v1/commands", json={"id": uuid4().hex, "type": type, "data": data})


def accepted(desk: FlaskClient, **more: Any) -> str:
    walks = plan(desk, **more).get_json()["walks"]
    kept = [{name: walk[name] for name in ("worker_id", "day", "minutes", "places")} for walk in walks]
    said = say(desk, "PlanRound", title="飞线充电排查", walks={"walks": kept})
    assert said.status_code == 200, said.get_json()
    return str(said.get_json()["events"][0]["data"]["round_id"])
