"""Every refusal has a status and a sentence in both languages."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import pytest
from flask import Flask
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from console import i18n
from console.problems import STATUS, body_of
from dispatch.errors import CONFLICTS, Conflict, InvalidField, LogUnavailable
from dispatch.playbook_reading import BadPlaybook
from dispatch.sources.http import field_error

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


class Asked(BaseModel):
    """A body with the faults that people make."""

    model_config = ConfigDict(strict=True, extra="forbid")

    days: int | list[date] = 1
    name: Annotated[str, Field(max_length=3)] = ""
    share: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    labels: dict[str, str] = Field(default_factory=dict)
    mode: Literal["auto", "hand"] = "auto"
    grid: str | None = None


@pytest.mark.parametrize(
    ("body", "field", "zh", "en"),
    [
        ({"colour": 1}, "colour", "没有这个字段", "there is no such field"),
        ({"days": "x"}, "days", "应为整数", "a whole number is needed"),
        ({"days": ["2026-13-45"]}, "days.0", "应为日期", "a date is needed"),
        ({"name": "abcd"}, "name", "最多 3 个字符", "at most 3 characters"),
        ({"name": 3}, "name", "应为文字", "a text is needed"),
        ({"share": -1}, "share", "应不小于 0", "must be 0"),
        ({"labels": {"int": 3}}, "labels.int", "应为文字", "a text is needed"),
        ({"labels": {"a[1]": 3}}, "labels.a[1]", "应为文字", "a text is needed"),
        ({"mode": "x"}, "mode", "以下之一：'auto'", "one of 'auto'"),
        ({"grid": 3}, "grid", "应为文字", "a text is needed"),
    ],
)
def test_what_the_body_is_refused_for_is_said_in_both_languages(body: dict, field: str, zh: str, en: str):
    with pytest.raises(ValidationError) as caught:
        Asked.model_validate(body)
    refusal = field_error(caught.value)
    assert refusal.field == field
    for locale, said in (("zh-CN", zh), ("en", en)):
        with Flask("edge").test_request_context(f"/?lang={locale}"):
            answer, status = body_of(refusal)
        assert status == 422
        assert said in answer["message"]
        assert answer["message"].startswith(field)


def test_a_wrong_playbook_is_refused_in_the_language_of_the_page():
    refusal = BadPlaybook("kinds", "taken", "'smoke' belongs to playbook 'fire'", "smoke", playbook="fire")
    with Flask("edge").test_request_context("/?lang=zh"):
        body, _ = body_of(refusal)
    assert body["message"] == "kinds：“smoke”已属于另一个预案"
    assert (body["detail"]["playbook"], body["detail"]["reason"]) == ("fire", "'smoke' belongs to playbook 'fire'")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Conflict("not_a_move", "no", present="recalling", wanted="on_scene"), "撤回"),
        (
            Conflict("already_assigned", "no", by="dispatcher:li", number="20261121-0007", name="小王", call="all"),
            "不能再群发",
        ),
        (
            Conflict("already_assigned", "no", by="dispatcher:li", number="20261121-0007", name="小王", call="one"),
            "请再按一次",
        ),
    ],
)
def test_who_comes_too_late_is_told_what_can_be_done(error: Conflict, said: str):
    assert said in body_of(error)[0]["message"]
