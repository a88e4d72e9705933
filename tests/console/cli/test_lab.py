"""``shaodao lab``: two policies on the demo district, as a table, as JSON, as a page; and what cannot be played."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.console.cli.conftest import Shell

PLAY = ("lab", "busy_day", "--policy", "baseline", "--policy", "default", "--seeds", "1", "--workers", "6")


@pytest.mark.slow
def test_figures_as_json_and_the_same_again_as_a_table_with_plots(shaodao: Shell, tmp_path: Path):
    said = shaodao(*PLAY, "--json")
    assert said.status == 0
    found = json.loads(said.out)
    assert [one["policy"] for one in found["policies"]] == ["baseline", "default"]
    assert found["setting"]["load"] == 0.8
    assert found["policies"][0]["changes_per_ticket"] == 0
    page = tmp_path / "lab.html"
    said = shaodao(*PLAY, "--plots", str(page))
    assert said.status == 0
    late = found["policies"][1]["late"]
    assert f"{late} (" in said.out
    assert "response severe, mean / p95 min" in said.out
    assert "Plotly.newPlot" in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("lab", "nope"), "no scenario 'nope'"),
        (("lab", "busy_day", "--policy", "nope"), "no policy 'nope'"),
        (("lab", "busy_day", "--workers", "0"), "nobody is on duty"),
        (("lab", "busy_day", "--district", "/nowhere"), "no folder '/nowhere'"),
        (("lab", "busy_day", "--load", "4.9", "--workers", "500"), "tickets"),
    ],
)
def test_what_cannot_be_played_is_said_in_a_line(shaodao: Shell, words: tuple[str, ...], reason: str):
    said = shaodao(*words)
    assert said.status == 1
    assert reason in said.err
    assert "Traceback" not in said.err


def test_an_empty_scenario_is_named(shaodao: Shell, tmp_path: Path):
    file = tmp_path / "empty.jsonl"
    file.write_text("", encoding="utf-8")
    said = shaodao("lab", str(file))
    assert said.status == 1
    assert "empty.jsonl" in said.err
