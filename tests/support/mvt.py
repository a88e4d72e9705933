"""Vector tiles read by hand: layer → how many features and vertices. No code of the product."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass
class Held:
    features: int = 0
    vertices: int = 0


def read(data: bytes) -> dict[str, Held]:
    """An uncompressed tile."""
    found: dict[str, Held] = {}
    for number, layer in _fields(data):
        if number == 3 and isinstance(layer, bytes):
            parts = list(_fields(layer))
            name = next(value for n, value in parts if n == 1)
            held = found.setdefault(bytes(name).decode(), Held())  # type: ignore[arg-type]
            for n, feature in parts:
                if n == 2 and isinstance(feature, bytes):
                    held.features += 1
                    held.vertices += sum(_vertices(geometry) for m, geometry in _fields(feature) if m == 4)  # type: ignore[arg-type]
    return found


def _vertices(geometry: bytes) -> int:
    """MoveTo and LineTo each carry a number of points."""
    numbers, at, count = list(_varints(geometry)), 0, 0
    while at < len(numbers):
        command, repeat = numbers[at] & 7, numbers[at] >> 3
        points = repeat if command in (1, 2) else 0
        count += points
        at += 1 + 2 * points
    return count


def _fields(data: bytes) -> Iterator[tuple[int, bytes | int]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        kind, number = key & 7, key >> 3
        if kind == 2:
            length, at = _varint(data, at)
            yield number, data[at : at + length]
            at += length
        elif kind == 0:
            value, at = _varint(data, at)
            yield number, value
        else:
            size = {1: 8, 5: 4}[kind]
            yield number, data[at : at + size]
            at += size


def _varints(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        value, at = _varint(data, at)
        yield value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
