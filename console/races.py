"""Who was quicker, as a sentence: the refusal of whoever came second says whom another sent, where to and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.i18n import has, t


def key_of(code: str, detail: Mapping[str, Any]) -> str:
    """The text's key: another one where the refusal knows who was quicker, or that somebody was called back."""
    if code == "offer_expired" and detail.get("taken_by"):
        return "problem.offer_expired.taken"
    if code == "offer_expired" and detail.get("stage") == "recalled":
        return "problem.offer_expired.recalled"
    if code == "not_a_move" and detail.get("present") == "recalling":
        return "problem.not_a_move.recalling"
    if code == "already_assigned" and detail.get("call") == "all":
        return "problem.already_assigned.coming"
    if detail.get("by") and detail.get("number") and has(f"problem.{code}.raced"):
        return f"problem.{code}.raced"
    return f"problem.{code}"


def params_of(detail: Mapping[str, Any]) -> dict[str, Any]:
    """``by`` in words, the number as people say it, and how long ago."""
    params = dict(detail)
    if detail.get("by"):
        params["by"] = who(str(detail["by"]))
    if detail.get("number"):
        params["number"] = str(detail["number"]).rpartition("-")[2]
    if "ago_s" in detail:
        params["ago"] = ago(int(detail["ago_s"]))
    return params


def who(actor: str) -> str:
    """ "dispatcher:li" → "调度员 li"; the engine has no name."""
    kind, _, name = actor.partition(":")
    word = t(f"actor.{kind}") if has(f"actor.{kind}") else kind
    return f"{word} {name}" if name and kind not in ("engine", "system") else word


def ago(seconds: int) -> str:
    if seconds < 90:
        return t("problem.ago.seconds", n=str(seconds))
    if seconds < 90 * 60:
        return t("problem.ago.minutes", n=str(round(seconds / 60)))
    return t("problem.ago.hours", n=str(round(seconds / 3600)))
