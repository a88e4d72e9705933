"""Reasons as sentences in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.i18n import has, t
from layers.importing.reasons import NOTES, REASONS
from layers.importing.report import Note, Reject

#: What a page may do with a refusal, beyond saying it.
_USEFUL = ("layers", "columns", "candidates", "evidence", "limit_mb")


def sentence(code: str, locale: str, detail: Mapping[str, Any]) -> str:
    """Why a row or a file cannot be used."""
    params = {"value": "", "limit": "", "expected": "", "limit_mb": "", "asked": "", **detail}
    if has(f"admin.layers.reason.{code}", locale):
        return t(f"admin.layers.reason.{code}", locale, **params)
    return REASONS[code].format_map(params) if code in REASONS else code


def refusal(code: str, detail: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """A whole file that was refused, for a page."""
    useful = {name: detail[name] for name in _USEFUL if name in detail}
    report = detail.get("report")
    if isinstance(report, Mapping):  # nothing usable: what was understood, to put it right
        useful["report"] = dict(report)
    return {"code": code, "message": sentence(code, locale, detail), "detail": useful}


def reject(one: Reject, locale: str) -> dict[str, Any]:
    """One row that cannot be used."""
    said = sentence(one.code, locale, {"value": one.value, **one.detail})
    return {"row": one.row, "field": one.field, "code": one.code, "value": one.value[:120], "reason": said}


def note(one: Note, locale: str) -> str:
    """Something that was put right or assumed."""
    params = {"value": one.value, "asked": one.asked}
    key = f"admin.layers.note.{one.code}"
    return t(key, locale, **params) if has(key, locale) else NOTES[one.code].format(**params)
