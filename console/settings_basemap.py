"""How the settings of the online basemap are read, and what they must be together."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from console.settings_readers import SettingsError

#: Baidu's tiles lie on another grid. (Said here too, since reading settings must not load numpy.)
DATUMS = ("wgs84", "gcj02")

_PLACES = ("{z}", "{x}", "{y}")
_KNOWN = re.compile(r"\{(?:z|x|y|s|[0-9]-[0-9]|[a-z]-[a-z])\}")


def template(value: str, var: str) -> str:
    """An address with {z}, {x} and {y}; the host may hold {s} or a range such as {1-4}."""
    right = "an address such as https://tiles.example.cn/{z}/{x}/{y}.png"
    missing = [one for one in _PLACES if value.count(one) != 1]
    if missing:
        raise SettingsError(var, f"does not hold {' and '.join(missing)} once", right)
    bare = _KNOWN.sub("1", value)
    if "{" in bare or "}" in bare or re.search(r"[\s\\\x00-\x1f]", value):
        raise SettingsError(var, "holds a place that is not {z}, {x}, {y}, {s} or a range such as {1-4}", right)
    try:
        parts = urlsplit(bare)
        _ = parts.port  # raises on a port that is none
    except ValueError as error:
        raise SettingsError(var, str(error), right) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.fragment:
        raise SettingsError(var, "is not http or https with a host, without user and fragment", right)
    if any(one in urlsplit(value).netloc for one in _PLACES):
        raise SettingsError(var, "has {z}, {x} or {y} in its host", right)
    return value


def datum(value: str, var: str) -> str:
    word = re.sub(r"[\s_-]", "", value).lower()
    if word == "bd09":
        raise SettingsError(var, "'bd09' has tiles on a grid of its own, which is not drawn", " or ".join(DATUMS))
    if word not in DATUMS:
        raise SettingsError(var, f"{value!r} is no datum of a basemap", " or ".join(DATUMS))
    return word


def attribution(value: str, var: str) -> str:
    if len(value) > 200 or re.search(r"[<>\x00-\x1f]", value):
        raise SettingsError(var, "is longer than 200 characters or holds < or >", "plain words, such as © 高德地图")
    return value


def check(url: str | None, datum: str | None, attribution: str) -> None:
    """Together or not at all: a datum that is guessed is 500 m, and whose map it is must be said."""
    if url is None and (datum or attribution):
        raise SettingsError("SHAODAO_BASEMAP_URL", "is missing", "the address of the basemap, or none of the three")
    if url is not None and datum is None:
        raise SettingsError("SHAODAO_BASEMAP_DATUM", "is missing", f"the datum of that map: {' or '.join(DATUMS)}")
    if url is not None and not attribution:
        raise SettingsError("SHAODAO_BASEMAP_ATTRIBUTION", "is missing", "whose map it is, such as © 高德地图")
