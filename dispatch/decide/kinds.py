"""The register of kinds: what a kind may be, so that no clock, ranking or alarm stumbles over it later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from dispatch import commands as c
from dispatch import events as e
from dispatch.board import Board
from dispatch.decide.context import Context, Deciders
from dispatch.errors import InvalidField
from dispatch.escalation import LONGEST_MIN
from dispatch.kind import MODES, Kind
from dispatch.severity import SEVERITIES

_CHOICES = (
    ("severity", SEVERITIES),
    ("opens", ("yes", "dispatcher", "after", "no")),
    ("check", ("yes", "sampled", "none")),
    ("mode", ("", *MODES)),
)
_FEWEST_MIN = {"arrive_min": 1, "finish_min": 1, "broadcast_min": 1, "opens_after_min": 0, "pulse_window_min": 0}
_NO_LIMIT = ("arrive_min", "finish_min")


def define_kind(board: Board, cmd: c.DefineKind, ctx: Context) -> list[e.Event]:
    kind = _kind(cmd.kind)
    return [] if board.kinds.get(kind.id) == kind else [e.KindDefined(kind)]


def _kind(data: Mapping[str, Any]) -> Kind:
    known = {f.name for f in fields(Kind)}
    for name in data:
        if name not in known:
            raise InvalidField(f"kind.{name}", "unknown field")
    for name in ("id", "zh", "en", "category", "severity"):
        if not isinstance(data.get(name), str) or not data[name].strip():
            raise InvalidField(f"kind.{name}", "a text is needed")
    for name, allowed in _CHOICES:
        if data.get(name, allowed[0]) not in allowed:
            raise InvalidField(f"kind.{name}", f"one of {', '.join(one for one in allowed if one)}")
    for name in ("auto", "fire"):
        if not isinstance(data.get(name, False), bool):
            raise InvalidField(f"kind.{name}", "true or false")
    _check_minutes(data)
    _check_words(data)
    if data.get("broadcast_min", 0) is None:
        data = {name: value for name, value in data.items() if name != "broadcast_min"}
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}
    return Kind(**values)


def _check_minutes(data: Mapping[str, Any]) -> None:
    for name, fewest in _FEWEST_MIN.items():
        value = data.get(name, fewest)
        none = value is None and name in (*_NO_LIMIT, "broadcast_min")
        whole = isinstance(value, int) and not isinstance(value, bool) and fewest <= value <= LONGEST_MIN
        if not none and not whole:
            or_null = ", or null" if name in _NO_LIMIT else ""
            raise InvalidField(f"kind.{name}", f"whole minutes, {fewest} to {LONGEST_MIN}{or_null}")


def _check_words(data: Mapping[str, Any]) -> None:
    for name in ("skills", "bring"):
        words = data.get(name, ())
        good = isinstance(words, list | tuple) and all(isinstance(one, str) and one.strip() for one in words)
        if not good:
            raise InvalidField(f"kind.{name}", "a list of names")
        if name == "skills" and any(":" in one for one in words):  # the day is the worker's, not the kind's
            raise InvalidField("kind.skills", "names without a day")


DECIDERS: Deciders = {c.DefineKind: define_kind}
