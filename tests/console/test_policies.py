"""Policies as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import policies
from dispatch.policy import Policy


def test_the_files_say_what_the_program_says() -> None:
    assert policies.names()[0] == "default"
    assert policies.read("default") == Policy()
    baseline = policies.read("baseline")
    assert (baseline.travel, baseline.order, baseline.stack, baseline.replan) == (
        "crow_flies",
        "severity",
        False,
        False,
    )


def test_a_file_of_ones_own_is_read_and_its_faults_are_named(tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text("night_s = 0\n", "utf-8")
    assert (policies.read(mine).name, policies.read(mine).night_s) == ("mine", 0.0)
    mine.write_text("nights = 0\n", "utf-8")
    with pytest.raises(policies.BadPolicy, match=r"mine\.toml: nights: unknown"):
        policies.read(mine)
    mine.write_text("night_s =", "utf-8")
    with pytest.raises(policies.BadPolicy, match=r"mine\.toml"):
        policies.read(mine)
    with pytest.raises(policies.BadPolicy, match="no policy 'other'; there are default"):
        policies.read("other")
