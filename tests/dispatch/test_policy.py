"""Policies: small mappings of named numbers; what is unknown or impossible is named."""

from __future__ import annotations

import pytest

from dispatch.errors import InvalidField
from dispatch.kind import Kind
from dispatch.policy import Policy


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"load_today": 15}, "load_today"),
        ({"load_today_s": -1}, "load_today_s"),
        ({"load_today_s": True}, "load_today_s"),
        ({"load_today_s": float("nan")}, "load_today_s"),
        ({"own_grid_s": 60}, "own_grid_s"),
        ({"own_grid_s": -1e308}, "own_grid_s"),
        ({"service_s": 1e12}, "service_s"),
        ({"service_by_kind": {"smoke": 1e308}}, "service_by_kind.smoke"),
        ({"told_per_worker": 1e308}, "told_per_worker"),
        ({"max_changes": 10**20}, "max_changes"),
        ({"travel": "bus"}, "travel"),
        ({"order": 1}, "order"),
        ({"stack": "yes"}, "stack"),
        ({"max_changes": 1.5}, "max_changes"),
        ({"service_by_kind": 900}, "service_by_kind"),
        ({"service_by_kind": {"smoke": "long"}}, "service_by_kind.smoke"),
        ({"name": 3}, "name"),
    ],
)
def test_what_cannot_be_is_named(data: dict, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        Policy.from_mapping(data)
    assert refused.value.field == field


def test_what_is_not_named_keeps_its_default() -> None:
    policy = Policy.from_mapping({"name": "mine", "stack": False, "night_s": 5, "service_by_kind": {"smoke": 1200}})
    assert (policy.name, policy.stack, policy.night_s) == ("mine", False, 5.0)
    assert policy.load_today_s == Policy().load_today_s
    smoke = Kind("smoke", "烟感", "Smoke", "fire_safety", "extreme")
    assert (policy.service_of(smoke), policy.service_of("clutter"), policy.service_of(None)) == (1200.0, 900.0, 900.0)
