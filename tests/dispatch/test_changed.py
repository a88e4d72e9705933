"""changed(row, …) is replace(row, …), only quicker."""

from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from dispatch.changed import changed
from dispatch.events import Place


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    count: int = 0
    tags: tuple[str, ...] = ()
    parts: dict[str, str] = field(default_factory=dict)


def test_a_changed_row_is_a_new_one_and_the_old_one_stays():
    row = Row("a", 1, ("x",), {"k": "v"})
    new = changed(row, count=2)
    assert new == replace(row, count=2)
    assert row.count == 1
    assert changed(Place(floor=3), unit="3单元") == Place(floor=3, unit="3单元")
    with pytest.raises(FrozenInstanceError):
        new.count = 3


def test_a_field_it_does_not_have_is_refused():
    with pytest.raises(TypeError, match="no field weight"):
        changed(Row("a"), weight=1)


def test_a_row_that_is_not_of_slots_is_refused():
    @dataclass(frozen=True)
    class Loose:
        id: str

    with pytest.raises(TypeError, match="slots"):
        changed(Loose("a"), id="b")
