"""Every refusal has a status and a sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from console import i18n
from console.problems import STATUS, body_of
from dispatch.errors import CONFLICTS, Conflict, InvalidField, LogUnavailable

ROOT = Path(__file__).parents[2]
USED = {
    code
    for path in (*(ROOT / "console").rglob("*.py"), *(ROOT / "dispatch").rglob("*.py"))
    for code in re.findall(r"Problem\(\s*\"([a-z_]+)\"", path.read_text(encoding="utf-8"))
}


@pytest.mark.parametrize("code", sorted({*STATUS, *CONFLICTS, *USED}))
def test_a_code_has_a_status_and_two_sentences(code: str):
    assert code in STATUS
    for locale in i18n.LOCALES:
        assert i18n.has(f"problem.{code}", locale), locale


def test_a_conflict_is_409_with_its_details():
    body, status = body_of(Conflict("worker_busy", "w1 is busy", worker_id="w1"))
    assert (status, body["code"], body["detail"]["worker_id"]) == (409, "worker_busy", "w1")


def test_a_field_is_named_in_the_sentence():
    body, status = body_of(InvalidField("data.lon", "too large"))
    assert (status, body["detail"]["field"]) == (422, "data.lon")
    assert "data.lon" in body["message"]


def test_a_log_that_is_away_is_503():
    assert body_of(LogUnavailable("disk full"))[1] == 503


def test_our_own_faults_say_nothing_about_the_inside(caplog: pytest.LogCaptureFixture):
    body, status = body_of(KeyError("secret"))
    assert status == 500
    assert "secret" not in str(body)
    assert "secret" in caplog.text


@pytest.mark.parametrize(
    ("detail", "said"),
    [
        ({"stage": "expired"}, "已超时"),
        ({"stage": "recalled"}, "已被撤回"),
        ({"stage": "expired", "taken_by": "w2", "name": "网格员 02"}, "网格员 02"),
    ],
)
def test_an_offer_that_is_gone_says_where_to(detail: dict, said: str):
    body, _ = body_of(Conflict("offer_expired", **detail))
    assert said in body["message"]
