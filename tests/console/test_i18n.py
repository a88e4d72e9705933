"""Both languages say the same things, and the code asks only for what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

from console import i18n
from console.i18n import AREAS, FOLDER, area_words, catalogue, catalogue_for, current_locale, fill, negotiate, t

ROOT = Path(__file__).parents[2]
#: t("key"), or any string literal shaped like a key of ours
CALL = re.compile(r"""\bt\(\s*["']([a-z0-9_.]+)["']""")
#: words that the standard's table (design.md §5) settles, and the screens may not say otherwise
SETTLED = {
    "severity.extreme": "特急",
    "ticket.state.pending": "待派单",
    "ticket.state.active": "处置中",
    "ticket.state.resolved": "待核查",
    "stage.offered": "待接单",
    "stage.recalling": "撤回派单",
    "duty.off_duty": "离岗",
    "disposition.no_fault_found": "现场未发现",
    "alert.flood": "告警风暴",
    "ticket.check": "核查",
}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys(area: str) -> None:
    assert set(area_words(area, "zh-CN")) == set(area_words(area, "en"))


def test_both_languages_fill_in_the_same_things() -> None:
    english = catalogue("en")
    for key, text in catalogue("zh-CN").items():
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", english.get(key, text))), key


def test_no_text_is_empty_and_no_key_stands_twice() -> None:
    for path in FOLDER.glob("*/*.po"):
        keys = re.findall(r'^msgid "(.+)"', path.read_text("utf-8"), re.MULTILINE)
        assert len(keys) == len(set(keys)), path
        with path.open("rb") as file:
            assert [entry.id for entry in read_po(file) if entry.id and not entry.string] == [], path


def test_an_area_does_not_change_the_word_of_another() -> None:
    owner: dict[str, str] = {}
    for area in AREAS:
        for key in area_words(area, "zh-CN"):
            assert owner.setdefault(key, area) == area, key


def test_the_words_are_those_of_the_design() -> None:
    assert {key: t(key, "zh-CN") for key in SETTLED} == SETTLED


def test_chinese_screens_hold_no_untranslated_word() -> None:
    words = {key: text.replace("shaodao import", "") for key, text in catalogue("zh-CN").items()}
    same = [key for key, text in words.items() if re.search(r"[a-z]{4,} [a-z]{3,}", text)]
    assert [key for key in same if key != "map.attribution"] == []


def _asked() -> Iterator[tuple[str, str]]:
    files = [*(ROOT / "console").rglob("*.py"), *(ROOT / "assets").rglob("*.mjs")]
    for path in files:
        if "vendor" in path.parts:
            continue
        for key in CALL.findall(path.read_text("utf-8")):
            yield key, str(path.relative_to(ROOT))


def test_every_key_the_code_asks_for_is_written() -> None:
    words = catalogue("zh-CN")
    assert [(key, where) for key, where in _asked() if key not in words and not key.endswith(".")] == []


def test_a_placeholder_is_filled_and_reaches_nothing_else() -> None:
    assert fill("{n} 单 {other}", {"n": 3}) == "3 单 {other}"
    assert fill("{n.__class__} {0}", {"n": 3}) == "{n.__class__} {0}"


def test_a_key_nobody_wrote_shows_itself(caplog: pytest.LogCaptureFixture) -> None:
    assert t("never.written", "en") == "never.written"
    assert "never.written" in caplog.text


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("zh_CN", "zh-CN"),
        ("zh-Hans-CN", "zh-CN"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("fr", None),
        ("english", None),
        ("", None),
    ],
)
def test_languages_are_recognised_by_their_tags(wanted: str, got: str | None) -> None:
    assert negotiate(wanted) == got


@pytest.mark.parametrize(
    ("query", "cookie", "got"),
    [("", "", "en"), ("?lang=zh-CN", "en", "zh-CN"), ("", "zh-CN", "zh-CN"), ("?lang=xx", "", "en")],
)
def test_a_request_speaks_the_asked_language_else_the_installations(query: str, cookie: str, got: str) -> None:
    app = Flask(__name__)
    app.config["SHAODAO_LOCALE"] = "en"
    headers = {"Cookie": f"{i18n.COOKIE}={cookie}"} if cookie else {}
    with app.test_request_context(f"/{query}", headers=headers):
        assert current_locale() == got


def test_a_page_carries_only_its_own_areas() -> None:
    words = catalogue_for(["common"], "en")
    assert words["severity.extreme"] == "Extreme"
    assert not any(key.startswith("problem.") for key in words)
