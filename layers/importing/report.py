"""What an import did, and why it refused."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path

from layers.feature import Box

#: Why a row or a whole file cannot be used: code → English sentence. Consoles translate by code (``import.<code>``).
REASONS = {
    "bad_geometry": "the geometry cannot be read",
    "crs_unsupported": "the file declares a coordinate system that is not supported here: {value}",
    "datum_unsupported": "datum {value} is not supported: wgs84, cgcs2000, gcj02 or bd09",
    "duplicate_id": "this id was already used in the file",
    "empty_geometry": "there is no geometry",
    "file_too_large": "the file is larger than {limit_mb} MB",
    "format_unknown": "the file is neither GeoJSON nor CSV nor OSM: {value}",
    "incomplete": "nodes or ways that belong to it are missing from the file",
    "kind_unknown": "there is no layer {value}",
    "missing_position": "the coordinates are missing",
    "no_coordinates": "no coordinate columns: looked for {value}",
    "not_a_number": "the coordinate is not a number",
    "not_an_object": "a GeoJSON Feature was expected",
    "not_json": "the file is not JSON: {value}",
    "not_utf8_or_gb18030": "the text is neither UTF-8 nor GB18030",
    "nothing_usable": "no row of the file can be used",
    "off_earth": "the coordinates are not on the Earth (longitude -180..180, latitude -90..90)",
    "osm_broken": "the OSM file is damaged or cut off: {value}",
    "swapped_axes": "the latitude is beyond 90: longitude and latitude look swapped",
    "too_long": "a cell is longer than {limit} characters",
    "too_many_vertices": "the geometry has more than {limit} vertices",
    "unreadable": "the file cannot be opened: {value}",
    "wrong_geometry": "a geometry of this type does not belong into the layer",
    "zero_zero": "the coordinates are 0, 0: the place was never set",
}


class ImportRefused(Exception):
    """The whole file was refused and every layer is as it was. ``code`` is a key of REASONS."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(REASONS[code].format(**detail))
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that could not be used: its number (a CSV's header is 1), the field, the code, what stood there."""

    row: int | str
    field: str
    code: str
    value: str = ""
    detail: dict[str, object] = default(default_factory=dict)

    @property
    def reason(self) -> str:
        return REASONS[self.code].format_map({"value": self.value, **self.detail})


@dataclass(slots=True)
class Counts:
    """What happened to the features of one layer."""

    total: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(slots=True)
class Report:
    """What an import did. ``layers`` counts the good rows; the bad ones are in ``rejects`` and in their file."""

    kind: str
    file: str
    datum: str
    dry_run: bool
    rows: int = 0
    layers: dict[str, Counts] = default(default_factory=dict)
    rejects: list[Reject] = default(default_factory=list)
    #: row → what was wrong with a polygon that was repaired
    repaired: dict[int | str, str] = default(default_factory=dict)
    #: columns of the file that became our properties: ours → theirs
    mapping: dict[str, str] = default(default_factory=dict)
    rejects_file: Path | None = None
    bounds: Box | None = None

    @property
    def landed(self) -> int:
        return sum(counts.total for counts in self.layers.values())
