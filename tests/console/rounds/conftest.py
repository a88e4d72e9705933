"""A town for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.console.rounds.town import Town


@pytest.fixture
def town() -> Iterator[Town]:
    made = Town()
    yield made
    for closer in made.services.closers:
        closer()
    made.district.desk.close()
