"""Small bodies: positions, states of assets. Strict, and the complaint names the path."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from dispatch.sources.clock import parse_time
from dispatch.sources.http import field_error
from dispatch.sources.text import clean

Time = Annotated[datetime, BeforeValidator(lambda value: parse_time(value) if isinstance(value, str) else value)]
Word = Annotated[str, Field(min_length=1), AfterValidator(partial(clean, limit=128))]
#: a phone that was away sends what it kept; an asset platform its whole register
MOST = 2000


class FixBody(BaseModel):
    """One GPS fix. ``at`` is the phone's clock."""

    model_config = ConfigDict(strict=True, extra="forbid")

    lon: Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
    lat: Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
    accuracy_m: Annotated[float, Field(ge=0, le=100_000, allow_inf_nan=False)] | None = None
    at: Time | None = None


class StateBody(BaseModel):
    """What an asset, or one socket of a pile, is doing now."""

    model_config = ConfigDict(strict=True, extra="ignore")

    asset_id: Word
    socket: Annotated[str, AfterValidator(partial(clean, limit=32))] | int | None = None
    state: Word
    value: float | Annotated[str, AfterValidator(partial(clean, limit=200))] | None = None
    at: Time | None = None


_FIXES: TypeAdapter[list[FixBody]] = TypeAdapter(Annotated[list[FixBody], Field(max_length=MOST)])
_STATES: TypeAdapter[list[StateBody]] = TypeAdapter(Annotated[list[StateBody], Field(max_length=MOST)])


def fixes(body: Any) -> list[FixBody]:
    """One fix or a list. Raises InvalidField."""
    return _checked(_FIXES, body)


def states(body: Any) -> list[StateBody]:
    """One state or a list. Raises InvalidField."""
    return _checked(_STATES, body)


def _checked(adapter: TypeAdapter[Any], body: Any) -> Any:
    many = isinstance(body, list)
    try:
        return adapter.validate_python(body if many else [body])
    except ValidationError as error:
        refusal = field_error(error)
        if not many:  # the sender sent no list, so the path has no number
            refusal.field = refusal.detail["field"] = refusal.field.removeprefix("0.")
        raise refusal from None
