"""``shaodao lab``: two policies on the demo district, as a table, as JSON, as a page; and what cannot be played."""

from __future__ import annotations

import errno
import io
import json
from pathlib import Path
from types import SimpleNamespace

import click
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
    ("words", "reason", "status"),
    [
        (("lab", "nope"), "no scenario 'nope'", 2),
        (("lab", "busy_day", "--policy", "nope"), "no policy 'nope'", 2),
        (("lab", "busy_day", "--district", "/nowhere"), "no folder '/nowhere'", 2),
        (("lab", "busy_day", "--load", "nan"), "no number", 2),
        (("lab", "busy_day", "--load", "inf"), "not in the range", 2),
        (("lab", "busy_day", "--load", "0"), "not in the range", 2),
        (("lab", "busy_day", "--load", "-1"), "not in the range", 2),
        (("lab", "busy_day", "--plots", "/nowhere/lab.html"), "cannot be written", 2),
        (("lab", "busy_day", "--workers", "0"), "nobody is on duty", 1),
        (("lab", "busy_day", "--load", "4.9", "--workers", "500"), "tickets", 1),
    ],
)
def test_what_cannot_be_played_is_said_in_a_line(shaodao: Shell, words: tuple[str, ...], reason: str, status: int):
    said = shaodao(*words)
    assert said.status == status
    assert reason in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"walk_per_s = 1 # \xd0\xff", "h.toml: no UTF-8"),
        (b"[service_by_kind]\nsmokee = 60", "h.toml: service_by_kind.smokee: there is no kind 'smokee'"),
        (b'name = "default"', "h.toml are both named 'default'"),
    ],
)
def test_a_file_of_rules_that_cannot_be_used_is_said_in_a_line(
    shaodao: Shell, tmp_path: Path, text: bytes, reason: str
):
    file = tmp_path / "h.toml"
    file.write_bytes(text)
    said = shaodao("lab", "busy_day", "--policy", "default", "--policy", str(file))
    assert (said.status, len(said.err.splitlines())) == (2, 1)
    assert reason in said.err


def test_the_line_and_the_field_of_a_scenario_are_named(shaodao: Shell, tmp_path: Path):
    file = tmp_path / "day.jsonl"
    line = {"t": 30000, "type": "call", "data": {"kind": "noise", "severity": "huge", "at": {"pick": 1}}}
    file.write_text("\n" + json.dumps(line) + "\n", encoding="utf-8")
    said = shaodao("lab", str(file))
    assert said.status == 1
    assert "day.jsonl line 2: data.severity is 'huge', not one of extreme" in said.err


def test_a_page_of_plots_that_was_not_there_is_not_left_behind_by_a_refusal(shaodao: Shell, tmp_path: Path):
    assert shaodao("lab", "nope", "--plots", str(tmp_path / "lab.html")).status == 2
    assert list(tmp_path.glob("*.html")) == []


def test_an_empty_scenario_is_named(shaodao: Shell, tmp_path: Path):
    file = tmp_path / "empty.jsonl"
    file.write_text("", encoding="utf-8")
    said = shaodao("lab", str(file))
    assert said.status == 1
    assert "empty.jsonl" in said.err


class Full(io.StringIO):
    """Standard output on a disk that is full: it shows when it is flushed."""

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_when_the_days_are_played_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch):
    from click.testing import CliRunner

    from console.cli import lazy
    from console.cli.lab import lab
    from console.lab import order, plots, table

    monkeypatch.setattr(order, "carry_out", lambda *_: None)
    monkeypatch.setattr(table, "table", lambda _: "figures")
    monkeypatch.setattr(plots, "write", lambda _, file: file.write_text("page"))
    said = CliRunner().invoke(lab, ["busy_day", "--plots", "/dev/full"])
    assert (said.exit_code, "cannot be written: No space left" in said.output) == (1, True)
    full = Full()
    monkeypatch.setattr(lazy, "sys", SimpleNamespace(stdout=full))
    with pytest.raises(click.ClickException, match="No space left"):
        lazy.say("figures")
