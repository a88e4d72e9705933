"""Small bodies: positions, states of assets. Strict, and the complaint names the path."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from dispatch.errors import InvalidField
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


class CheckinBody(BaseModel):
    """At a place: the id of a building or device, as a QR code bears it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    checkin: Word
    at: Time | None = None


class PlacedBody(BaseModel):
    """Where the desk says that a worker is: at a building or device, or where a ticket is; one of the two."""

    model_config = ConfigDict(strict=True, extra="forbid")

    checkin: Word | None = None
    ticket_id: Word | None = None

    @model_validator(mode="after")
    def _one(self) -> PlacedBody:
        if (self.checkin is None) == (self.ticket_id is None):
            raise ValueError("either checkin or ticket_id")
        return self


class StateBody(BaseModel):
    """What an asset, or one socket of a pile, is doing now."""

    model_config = ConfigDict(strict=True, extra="ignore")

    asset_id: Word
    socket: Annotated[str, AfterValidator(partial(clean, limit=32))] | int | None = None
    state: Word
    value: float | Annotated[str, AfterValidator(partial(clean, limit=200))] | None = None
    at: Time | None = None


def _form(body: Any) -> str:
    return "checkin" if isinstance(body, dict) and "checkin" in body else "fix"


Sent = Annotated[Annotated[FixBody, Tag("fix")] | Annotated[CheckinBody, Tag("checkin")], Discriminator(_form)]
_FIXES: TypeAdapter[list[FixBody | CheckinBody]] = TypeAdapter(Annotated[list[Sent], Field(max_length=MOST)])
_PLACED: TypeAdapter[list[PlacedBody]] = TypeAdapter(list[PlacedBody])
_STATES: TypeAdapter[list[StateBody]] = TypeAdapter(Annotated[list[StateBody], Field(max_length=MOST)])


def fixes(body: Any) -> list[FixBody | CheckinBody]:
    """One fix or check-in, or a list. Raises InvalidField."""
    found: list[FixBody | CheckinBody] = _checked(_FIXES, body)
    return found


def placed(body: Any) -> PlacedBody:
    """One place. Raises InvalidField."""
    if isinstance(body, list):
        raise InvalidField("body", "must be an object")
    found: PlacedBody = _checked(_PLACED, body)[0]
    return found


def states(body: Any) -> list[StateBody]:
    """One state or a list. Raises InvalidField."""
    return _checked(_STATES, body)


def _checked(adapter: TypeAdapter[Any], body: Any) -> Any:
    many = isinstance(body, list)
    try:
        return adapter.validate_python(body if many else [body])
    except ValidationError as error:
        refusal = field_error(error)
        parts = refusal.field.split(".", 2)
        if len(parts) == 3 and parts[1] in ("fix", "checkin"):  # which of the two forms is no part of the path
            refusal.field = refusal.detail["field"] = f"{parts[0]}.{parts[2]}"
        elif parts[1:] in (["fix"], ["checkin"]):
            refusal.field = refusal.detail["field"] = parts[0]
        if not many:  # the sender sent no list, so the path has no number
            refusal.field = refusal.detail["field"] = (
                refusal.field.removeprefix("0.") if refusal.field != "0" else "body"
            )
        raise refusal from None
