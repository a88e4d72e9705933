"""A type hint to a converter, once for each class. ``None`` stands for "as it is": most fields then cost nothing.

Known: str int float bool None Any Literal, enums, Optional, tuples (also of fixed shape), lists, sets, dicts with
string keys, dataclasses, and what ``leaves`` adds (times). Anything else is refused when its class is first seen,
not when the first value is lost.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Convert = Callable[[Any], Any]
Leaves = Mapping[Any, Convert]

_AS_IT_IS = {str, int, float, bool, type(None), Any, object, tuple, list, dict}
_MAKE: dict[Any, Convert] = {tuple: tuple, list: list, Sequence: tuple}
_SETS = (set, frozenset, AbstractSet)


def encoder_of(cls: type, leaves: Leaves) -> Convert:
    """value → dict. One generated expression, ``{'id': v.id, …}``: half the time of a loop over the fields."""
    hints, names = _hints(cls)
    known: dict[str, Any] = {}
    items = []
    for name in names:
        convert = _encode(hints[name], leaves)
        known[f"c_{name}"] = convert
        items.append(f"{name!r}: " + (f"c_{name}(v.{name})" if convert else f"v.{name}"))
    # Field names are Python identifiers of our own classes, so nothing foreign is evaluated.
    return eval("lambda v: {" + ", ".join(items) + "}", known)  # type: ignore[no-any-return]


def decoder_of(cls: type, leaves: Leaves) -> Convert:
    """dict → value; fields that are absent take their default."""
    hints, names = _hints(cls)
    special = [(name, convert) for name in names if (convert := _decode(hints[name], leaves))]

    def decode(data: Mapping[str, Any]) -> Any:
        ready = dict(data)
        for name, convert in special:
            if name in ready:
                ready[name] = convert(ready[name])
        return cls(**ready)

    return decode


def _hints(cls: type) -> tuple[dict[str, Any], list[str]]:
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} is not a dataclass")
    return get_type_hints(cls), [f.name for f in fields(cls) if f.init]


def _encode(hint: Any, leaves: Leaves) -> Convert | None:
    origin, inner = get_origin(hint), get_args(hint)
    if hint in leaves:
        return leaves[hint]
    if _is_union(hint):
        return _unless_none(_encode(_only(hint, leaves), leaves))
    if isinstance(hint, type) and is_dataclass(hint):
        return encoder_of(hint, leaves)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return lambda value: value.value
    if _is_record(hint):
        each = [_encode(one, leaves) or _same for one in inner]
        return lambda value: [convert(item) for convert, item in zip(each, value, strict=True)]
    if origin in _SETS:
        item = _encode(inner[0], leaves) or _same
        return lambda value: sorted(map(item, value))
    if origin in _MAKE:
        convert = _encode(inner[0], leaves)
        return _each(convert) if convert else None
    if origin in (dict, Mapping):
        convert = _encode(inner[1], leaves)
        return _values(convert) if convert else None
    return _as_it_is(hint)


def _decode(hint: Any, leaves: Leaves) -> Convert | None:
    origin, inner = get_origin(hint), get_args(hint)
    if hint in leaves:
        return leaves[hint]
    if _is_union(hint):
        return _unless_none(_decode(_only(hint, leaves), leaves))
    if isinstance(hint, type) and is_dataclass(hint):
        return decoder_of(hint, leaves)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if _is_record(hint):
        each = [_decode(one, leaves) or _same for one in inner]
        return lambda value: tuple(convert(item) for convert, item in zip(each, value, strict=True))
    if origin in _SETS or origin in _MAKE:
        make = _MAKE.get(origin, frozenset)
        convert = _decode(inner[0], leaves)
        return _made(make, convert) if convert else make
    if origin in (dict, Mapping):
        convert = _decode(inner[1], leaves)
        return _values(convert) if convert else None
    return _as_it_is(hint)


def _as_it_is(hint: Any) -> Convert | None:
    if hint not in _AS_IT_IS and get_origin(hint) is not Literal:
        raise TypeError(f"{hint!r} has no JSON form")
    return None


def _is_union(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType)


def _is_record(hint: Any) -> bool:
    """A tuple of fixed shape: tuple[float, float], not tuple[float, ...]."""
    inner = get_args(hint)
    return get_origin(hint) is tuple and inner[-1:] != (Ellipsis,)


def _only(hint: Any, leaves: Leaves) -> Any:
    """What is optional. A union of several types is told apart by JSON itself, or not at all."""
    inner = [one for one in get_args(hint) if one is not type(None)]
    if len(inner) > 1 and any(_encode(one, leaves) for one in inner):
        raise TypeError(f"{hint!r} cannot be told apart in JSON")
    return inner[0] if len(inner) == 1 else object


def _unless_none(convert: Convert | None) -> Convert | None:
    return (lambda value: None if value is None else convert(value)) if convert else None


def _each(convert: Convert) -> Convert:
    return lambda value: [convert(item) for item in value]


def _made(make: Convert, convert: Convert) -> Convert:
    return lambda value: make(map(convert, value))


def _values(convert: Convert) -> Convert:
    return lambda value: {key: convert(item) for key, item in value.items()}


def _same(value: Any) -> Any:
    return value
