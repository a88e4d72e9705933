"""What cannot be planned is refused by its field."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.console.rounds.asking import accepted, plan
from tests.support.web import HERE


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"workers": []}, "workers"),
        ({"workers": ["nobody"]}, "workers"),
        ({"layer": "nix"}, "layer"),
        ({"layer": "shops"}, "layer"),
        ({"grid": "nix"}, "grid"),
        ({"ring": [[111.0, 35.0], [111.1, 35.1]]}, "ring"),
        ({"ring": [[111.0, 35.0], [111.1, 35.0], [111.2, 35.0]]}, "ring"),
        ({"ring": [[211.0, 35.0], [111.1, 35.0], [111.2, 35.1]]}, "ring.0.0"),
        ({"ids": ["nix"]}, "ids"),
        ({"ids": [f"b{n}" for n in range(10_000)]}, "ids"),
        ({"days": 0}, "days"),
        ({"days": 32}, "days"),
        ({"days": 5_000_000}, "days"),
        ({"days": ["2099-01-02", "2020-01-01"]}, "days.1"),
        ({"days": ["9999-12-31"]}, "days.0"),
        ({"days": ["x"]}, "days.0"),
        ({"days": ["2099-01-02", 3]}, "days.1"),
        ({"days": "tomorrow"}, "days"),
        ({"days": True}, "days"),
        ({"begins": "25:00"}, "begins"),
        ({"begins": "17:00", "ends": "08:00"}, "ends"),
        ({"lon": 111.0}, "lat"),
        ({"lon": 0.0, "lat": 0.0}, "lon"),
        ({"lon": HERE.lon, "lat": 0.0}, "lat"),
        ({"x": 1}, "x"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_its_field(desk: FlaskClient, more: dict[str, Any], field: str) -> None:
    refused = plan(desk, **more)
    assert refused.status_code == 422
    assert refused.get_json()["error"]["detail"]["field"] == field


@pytest.mark.parametrize(("body", "field"), [({"bogus": 1}, "bogus"), ([1], ""), (3, "")])
def test_the_rest_is_planned_without_wishes(desk: FlaskClient, body: Any, field: str) -> None:
    path = f"/api/v1/rounds/{accepted(desk)}/plan"
    refused = desk.post(path, json=body)
    assert refused.status_code == 422
    assert refused.get_json()["error"]["detail"]["field"] == field
    assert desk.post(path, json={}).status_code == desk.post(path).status_code == 200
