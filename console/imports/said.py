"""Reasons as sentences in the language of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
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
    useful, params = {name: detail[name] for name in _USEFUL if name in detail}, dict(detail)
    report = detail.get("report")
    if isinstance(report, Mapping):  # nothing usable: what was understood, to put it right
        useful["report"] = _worded(report, locale)
        params["value"] = _most(useful["report"]["rejects"]) or params.get("value", "")
    return {"code": code, "message": sentence(code, locale, params), "detail": useful}


def _worded(report: Mapping[str, Any], locale: str) -> dict[str, Any]:
    """A report as layers.importing gives it, in the language of the page."""
    rejects = [{**one, "reason": sentence(one["code"], locale, _of(one))} for one in report["rejects"]]
    notes = [{"code": one["code"], "text": note(Note(one["code"], one["value"], one["asked"]), locale)}
             for one in report["notes"]]  # fmt: skip
    return {**report, "rejects": rejects, "notes": notes}


def _of(one: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": one["value"], **one.get("detail", {})}


def _most(rejects: Iterable[Mapping[str, Any]]) -> str:
    """The commonest reasons."""
    counted = Counter(str(one["reason"]) for one in rejects).most_common(3)
    return "; ".join(f"{count} × {reason}" for reason, count in counted)


def reject(one: Reject, locale: str) -> dict[str, Any]:
    """One row that cannot be used."""
    said = sentence(one.code, locale, {"value": one.value, **one.detail})
    return {"row": one.row, "field": one.field, "code": one.code, "value": one.value[:120], "reason": said}


def note(one: Note, locale: str) -> str:
    """Something that was put right or assumed."""
    params = {"value": one.value, "asked": one.asked}
    key = f"admin.layers.note.{one.code}"
    return t(key, locale, **params) if has(key, locale) else NOTES[one.code].format(**params)
