"""From a report's data to the command ``RaiseAlert``: types, lengths, datum. What is missing stays None."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal, SupportsFloat

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from dispatch.commands import RaiseAlert, Severity
from dispatch.errors import InvalidField
from dispatch.position import Position
from dispatch.sources.clock import BadTime, parse_time
from dispatch.sources.http.cloudevents import Report
from dispatch.sources.http.complaint import field_error
from dispatch.sources.text import clean

#: (lon, lat, datum) → (lon, lat) in WGS 84; raises ValueError for a datum it does not know.
ToWgs84 = Callable[[float, float, str], tuple[SupportsFloat, SupportsFloat]]


Id = Annotated[str, AfterValidator(partial(clean, limit=128))]
Word = Annotated[str, AfterValidator(partial(clean, limit=64))]
Line = Annotated[str, AfterValidator(partial(clean, limit=200))]
Url = Annotated[str, AfterValidator(partial(clean, limit=500))]
Prose = Annotated[str, AfterValidator(partial(clean, limit=4000))]
Lon = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Lat = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


class AlertData(BaseModel):
    """The data of ``shaodao.alert.v1``. Fields we do not know are let be: a sender may say more than we read."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)

    kind: Word
    state: Literal["firing", "resolved", "pulse"] = "firing"
    device_id: Id | None = None
    severity: Severity | None = None
    lon: Lon | None = None
    lat: Lat | None = None
    datum: Literal["wgs84", "gcj02", "bd09", "cgcs2000"] = "wgs84"
    place: Line | None = None
    unit: Word | None = None
    floor: Annotated[int, Field(ge=-20, le=200)] | None = None
    room: Word | None = None
    building_id: Id | None = None
    description: Prose | None = None
    labels: Annotated[dict[Word, Line], Field(max_length=32)] = Field(default_factory=dict)
    media: Annotated[list[Url], Field(max_length=16)] = Field(default_factory=list)
    exercise: bool = False


def to_command(report: Report, to_wgs84: ToWgs84) -> RaiseAlert:
    """The command a report stands for. Raises InvalidField naming the path in the sender's own body."""
    data = _validated(report)
    try:
        occurred_at = parse_time(report.time) if report.time is not None else None
    except BadTime as error:
        raise InvalidField("time", str(error)) from None
    where = _position(data, report.prefix, to_wgs84)
    return RaiseAlert(
        report_id=report.id,
        kind=data.kind,
        state=data.state,
        device_id=data.device_id or None,
        severity=data.severity,
        lon=where.lon if where else None,
        lat=where.lat if where else None,
        place=data.place or "",
        unit=data.unit or "",
        floor=data.floor,
        room=data.room or "",
        building_id=data.building_id or None,
        description=data.description or "",
        labels=data.labels,
        media=tuple(data.media),
        exercise=data.exercise,
        occurred_at=occurred_at,
    )


def _validated(report: Report) -> AlertData:
    given = report.data
    if any(given.get(key, "") is None for key in _NOT_NULL):
        given = {key: value for key, value in given.items() if value is not None or key not in _NOT_NULL}
    try:
        return AlertData.model_validate(given)
    except ValidationError as error:
        raise field_error(error, report.prefix) from None


#: null means "not said" here, so the default holds
_NOT_NULL = ("state", "datum", "labels", "media", "exercise")


def _position(data: AlertData, prefix: str, to_wgs84: ToWgs84) -> Position | None:
    if data.lon is None and data.lat is None:
        return None
    if data.lon is None or data.lat is None:
        missing = "lon" if data.lon is None else "lat"
        raise InvalidField(prefix + missing, "lon and lat belong together")
    if data.datum == "wgs84":
        return Position(lon=data.lon, lat=data.lat)
    try:
        lon, lat = to_wgs84(data.lon, data.lat, data.datum)
    except ValueError as error:
        raise InvalidField(prefix + "datum", str(error)) from None
    return Position(lon=float(lon), lat=float(lat))
