"""What may be said with a file: the register, and how it is to be read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from console.problems import Problem
from dispatch.errors import InvalidField
from dispatch.sources.http import field_error

#: Seconds at most that an answer may be waited for.
LONGEST_S = 60.0
_Word = Annotated[str, Field(max_length=200)]


class ImportOptions(BaseModel):
    """Every one may be left out: ``kind`` and the columns are guessed, the datum is found by what points fall on."""

    model_config = ConfigDict(strict=True, extra="forbid")

    kind: Annotated[str, Field(max_length=40)] = ""
    datum: Annotated[str, Field(max_length=20)] = "auto"
    mapping: Annotated[dict[_Word, _Word], Field(max_length=200)] = Field(default_factory=dict)
    mode: Literal["replace", "merge"] = "replace"
    layer: _Word = ""


def options_of(body: Any) -> tuple[dict[str, Any], str]:
    """(options, register or "" to have it guessed) of a body, or of a form whose ``mapping`` is JSON."""
    if not isinstance(body, Mapping):
        raise InvalidField("", "an object is needed")
    given = dict(body)
    if isinstance(given.get("mapping"), str):
        try:
            given["mapping"] = json.loads(given["mapping"])
        except ValueError:
            raise InvalidField("mapping", "a JSON object: ours to theirs") from None
    try:
        options = ImportOptions.model_validate(given).model_dump()
    except ValidationError as error:
        raise field_error(error) from None
    kind = str(options.pop("kind"))
    if kind:
        check_kind(kind)
    return options, kind


def check_kind(kind: str) -> None:
    """Raises InvalidField for what is no register."""
    from layers.importing.registers import KINDS

    if kind != "osm" and kind not in KINDS:
        raise InvalidField("kind", f"one of {', '.join((*KINDS, 'osm'))}")


def seconds(text: str | None, otherwise: float) -> float:
    """How long the answer may be waited for."""
    if not text:
        return otherwise
    try:
        wanted = float(text)
    except ValueError:
        wanted = -1.0
    if not 0 <= wanted <= LONGEST_S:
        raise Problem("invalid_field", f"0 to {LONGEST_S:.0f} seconds", field="wait")
    return wanted
