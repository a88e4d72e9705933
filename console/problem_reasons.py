"""Why a field is refused, as a sentence: from the catalogue where the refusal has a code, else its own words."""

from __future__ import annotations

from typing import Any

from console.i18n import has, t


def words(error: Exception) -> str:
    """In the language of whoever asked. Codes are pydantic's (``problem.why.…``), or those of a playbook's fields."""
    why = getattr(error, "why", "")
    key = next((one for one in (f"problem.why.{why}", f"desk.playbook.why.{why}") if why and has(one)), None)
    if key is None:
        return str(error)
    params: dict[str, Any] = {"value": getattr(error, "value", ""), **getattr(error, "limits", {})}
    return t(key, **{name: str(value) for name, value in params.items()})
