"""The register of kinds: what would stop the clocks or leave a ticket without anybody is refused by its field."""

from __future__ import annotations

import pytest

from dispatch import commands as c
from dispatch.errors import InvalidField
from tests.dispatch.cast import ADMIN, District

KIND = {"id": "x", "zh": "x", "en": "x", "category": "x", "severity": "minor"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("skills", "electric"),  # one text would be eight skills of a letter each, which nobody has
        ("skills", [1]),
        ("skills", [""]),
        ("skills", ["electric:2027-01-01"]),
        ("bring", "sign"),
        ("auto", "yes"),
        ("fire", 1),
        ("opens_after_min", None),
        ("opens_after_min", "30"),
        ("opens_after_min", 10**12),
        ("pulse_window_min", "x"),
        ("pulse_window_min", -1),
        ("arrive_min", 10**12),
        ("finish_min", True),
        ("broadcast_min", 10**12),
        ("zh", " "),
    ],
)
def test_a_kind_with_a_field_nothing_could_be_done_with_is_refused_by_its_name(field, value):
    district = District()
    seq = district.board.seq
    with pytest.raises(InvalidField) as refusal:
        district.say(ADMIN, c.DefineKind(kind={**KIND, field: value}))
    assert refusal.value.field == f"kind.{field}"
    assert district.board.seq == seq


def test_a_kind_may_have_no_limits_and_longer_ones_than_a_day():
    district = District()
    district.say(ADMIN, c.DefineKind(kind={**KIND, "arrive_min": None, "finish_min": 43_200, "broadcast_min": None}))
    assert (district.board.kinds["x"].arrive_min, district.board.kinds["x"].broadcast_min) == (None, 10)


def test_a_level_that_would_hear_of_it_after_the_end_of_all_dates_is_refused():
    district = District()
    district.ticket()
    with pytest.raises(InvalidField) as refusal:
        district.say(ADMIN, c.SetLadder(minutes={"moderate": (15, 10**12)}))
    assert refusal.value.field == "minutes.moderate"
    district.tick(minutes=20)  # and every clock goes on
