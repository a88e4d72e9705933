"""What the tags of OpenStreetMap mean to us. Pure functions over a dict of tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Tags = Mapping[str, str]
Props = dict[str, Any]

ATTRIBUTION = "© OpenStreetMap contributors"

ROAD_CLASS = {
    **dict.fromkeys(("motorway", "trunk", "primary", "secondary", "tertiary"), "main"),
    **dict.fromkeys(("motorway_link", "trunk_link", "primary_link", "secondary_link", "tertiary_link"), "main"),
    **dict.fromkeys(("residential", "unclassified", "living_street", "pedestrian", "road"), "street"),
    "service": "service",
    **dict.fromkeys(("footway", "path", "cycleway", "track", "bridleway", "corridor"), "path"),
    "steps": "steps",
    "platform": "platform",
    "construction": "construction",
}
#: A node or area with one of these is a point of interest.
POI_KEYS = (
    "amenity",
    "shop",
    "office",
    "tourism",
    "leisure",
    "healthcare",
    "emergency",
    "man_made",
    "entrance",
    "barrier",
)
#: Barriers that stop feet along their line (kerbs, guard rails and rows of bollards do not), if not below ``STEP_M``.
_WALLS = {"wall", "fence", "hedge", "retaining_wall", "city_wall", "wire_fence", "wood_fence"}
STEP_M = 0.6
_RESIDENTIAL = {
    "residential",
    "apartments",
    "dormitory",
    "house",
    "detached",
    "terrace",
    "bungalow",
    "semidetached_house",
}
_WATER = {
    "natural": {"water", "bay"},
    "landuse": {"reservoir", "basin", "salt_pond"},
    "waterway": {"riverbank", "dock"},
}
_GREEN = {
    "leisure": {"park", "garden", "pitch", "playground", "golf_course", "nature_reserve", "track"},
    "landuse": {"grass", "forest", "meadow", "recreation_ground", "village_green", "cemetery", "orchard", "farmland"},
    "natural": {"wood", "scrub", "grassland", "heath", "wetland"},
}
_COMPOUND = {
    "landuse": {"residential", "commercial", "retail", "industrial", "education", "institutional"},
    "amenity": {"university", "college", "school", "hospital", "kindergarten"},
    "place": {"neighbourhood", "quarter", "city_block"},
}
_LEVELS = {"6": "district", "7": "district", "8": "street", "10": "community"}


def name_of(tags: Tags) -> str:
    """The local name; the Chinese one where ``name`` is written in Latin letters only."""
    local = tags.get("name", "")
    return local if local and not local.isascii() else tags.get("name:zh-Hans") or tags.get("name:zh") or local


def also_called(tags: Tags) -> Props:
    """Other names, to be found by typing."""
    others = {tags[k] for k in ("alt_name", "loc_name", "old_name", "name:zh", "name:en") if k in tags} - {
        name_of(tags)
    }
    return {"alt_name": ";".join(sorted(others))} if others else {}


def building(tags: Tags) -> Props | None:
    """Properties of a building, None when it is none."""
    kind = tags.get("building")
    if kind in (None, "no"):
        return None
    use = "residential" if kind in _RESIDENTIAL else tags.get("amenity") or kind
    return _known(
        use=use,
        building=kind,
        levels=_number(tags.get("building:levels")),
        height=_number(tags.get("height")),
        households=_number(tags.get("building:flats")),
        number=tags.get("addr:housenumber"),
        street=tags.get("addr:street"),
        **also_called(tags),
    )


def road(tags: Tags) -> Props | None:
    """Properties of a road, None for areas. ``platform`` and ``construction`` are kept but not for every profile."""
    highway = tags.get("highway", "")
    if highway not in ROAD_CLASS or tags.get("area") == "yes":
        return None
    kept = (
        "oneway",
        "oneway:bicycle",
        "oneway:foot",
        "foot",
        "bicycle",
        "access",
        "layer",
        "bridge",
        "tunnel",
        "service",
    )
    return _known(**{"class": ROAD_CLASS[highway], "highway": highway}, **{k: tags.get(k) for k in kept})


def gate(tags: Tags) -> Props | None:
    """Properties of a gate or barrier on a road."""
    kind = tags.get("barrier")
    if kind is None:
        return None
    kept = {k: tags.get(k) for k in ("access", "foot", "bicycle", "locked")}
    return _known(kind=kind, open_hours=tags.get("opening_hours"), **kept)


def wall(tags: Tags) -> Props | None:
    """Properties of a wall along a line or around an area; None for what feet get over."""
    height = _number(tags.get("height"))
    if tags.get("barrier") not in _WALLS or (height is not None and height < STEP_M):
        return None
    return _known(kind=tags["barrier"], height=height)


def poi(tags: Tags) -> Props | None:
    """Properties of a point of interest: ``kind`` is ``key=value``."""
    key = next((key for key in POI_KEYS if key in tags), None)
    if key is None or (key == "barrier" and tags[key] in _WALLS):
        return None
    hours = tags.get("opening_hours")
    return _known(kind=f"{key}={tags[key]}", open_hours=hours, level=tags.get("level"), **also_called(tags))


def entrance(tags: Tags) -> Props | None:
    """Properties of a door of a building."""
    if "entrance" not in tags:
        return None
    return _known(kind=tags["entrance"], unit=tags.get("ref") or tags.get("addr:unit"))


def asset(tags: Tags) -> tuple[str, Props] | None:
    """(layer, properties) of a thing that has a register of its own."""
    if tags.get("emergency") == "fire_hydrant":
        return "hydrants", _known(kind=tags.get("fire_hydrant:type"))
    if tags.get("man_made") == "surveillance":
        return "cameras", _known(
            heading=_number(tags.get("camera:direction") or tags.get("direction")),
            angle=_number(tags.get("camera:angle")),
            kind=tags.get("camera:type"),
        )
    if tags.get("highway") == "elevator":
        return "lifts", _known(kind="lift")
    if tags.get("amenity") == "charging_station":
        kind = "ebike" if tags.get("bicycle") == "yes" or tags.get("scooter") == "yes" else "ev"
        return "piles", _known(kind=kind, sockets=_number(tags.get("capacity")))
    return None


def ground(tags: Tags) -> tuple[str, Props] | None:
    """(layer, properties) of an area that is neither a building nor a point of interest."""
    if tags.get("boundary") == "administrative" and tags.get("admin_level") in _LEVELS:
        return "areas", _known(level=_LEVELS[tags["admin_level"]], code=tags.get("ref") or tags.get("nominatim:code"))
    for layer, table in (("water", _WATER), ("compounds", _COMPOUND), ("green", _GREEN)):
        for key, values in table.items():
            if tags.get(key) in values and (layer != "compounds" or name_of(tags)):
                return layer, _known(kind=tags[key], **also_called(tags))
    return None


def _known(**props: Any) -> Props:
    return {name: value for name, value in props.items() if value is not None}


def _number(text: str | None) -> float | int | None:
    try:
        number = float((text or "").split()[0])
    except (ValueError, IndexError):
        return None
    return int(number) if number.is_integer() else number if abs(number) < 1e9 else None
