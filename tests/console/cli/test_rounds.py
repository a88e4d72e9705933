"""``shaodao rounds``: what cannot be planned is said in a line."""

from __future__ import annotations

import pytest

from tests.console.cli.conftest import Shell


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--days", "99999999999"), "days: 1 to 31 days"),
        (("--days", "²"), "days.0: a date such as 2026-11-23"),
        (("--from", "9"), "begins: a time such as 08:30"),
    ],
)
def test_what_cannot_be_planned_is_said_in_a_line(shaodao: Shell, words: tuple[str, ...], reason: str) -> None:
    said = shaodao("rounds", "plan", "--workers", "w01", *words)
    assert said.status == 1
    assert reason in said.err
