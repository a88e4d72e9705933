"""A playbook from data (a file of data/playbooks, a body of the API), checked field by field.

Every refusal names the field as the file would (``steps[0].role`` is the first step's) and carries a code with its
value, so that screens say it in their own language.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from dispatch.errors import InvalidField
from dispatch.playbook import DESK, TRIGGERS, Playbook, Step
from dispatch.worker import ROLES as WORKER_ROLES

#: Who a step may be for.
ROLES = (*WORKER_ROLES, DESK)
#: More steps than this are no checklist any more, and every row of the ticket carries them.
MOST_STEPS = 30
#: Longest text of a step, and longest id.
LONGEST_TEXT, LONGEST_ID = 200, 60
#: A step's limit, in minutes: at most a week.
MOST_MINUTES = 7 * 24 * 60


class BadPlaybook(InvalidField):
    """A field of a playbook is wrong. ``why`` is a code for screens, ``value`` what stood there; the rest is detail."""

    def __init__(self, field: str, why: str, message: str, value: object = "", **detail: str) -> None:
        super().__init__(field, message)
        self.detail |= detail
        self.why, self.value = why, str(value)


def playbook_from(data: Mapping[str, Any], *, kinds: Collection[str]) -> Playbook:
    """The playbook, or BadPlaybook with the first field that is wrong. ``kinds`` are those of the district."""
    _known(data, Playbook, "")
    version = _whole(data, "version", "", 1, 1_000_000)
    assert version is not None
    steps = tuple(_step(one, f"steps[{n}].") for n, one in enumerate(_list(data, "steps", "")))
    if not 0 < len(steps) <= MOST_STEPS:
        raise BadPlaybook("steps", "count", f"1 to {MOST_STEPS} steps", len(steps))
    made = Playbook(
        id=_id(data, ""),
        version=version,
        zh=_text(data, "zh", ""),
        en=_text(data, "en", ""),
        kinds=_kinds(data, kinds),
        steps=steps,
    )
    _order(made)
    return made


def _step(data: Any, at: str) -> Step:
    if not isinstance(data, Mapping):
        raise BadPlaybook(at.rstrip("."), "shape", "a step is a table with id, zh, en and role", data)
    _known(data, Step, at)
    return Step(
        id=_id(data, at),
        zh=_text(data, "zh", at),
        en=_text(data, "en", at),
        role=_one_of(data, "role", at, ROLES, "role"),
        minutes=_whole(data, "minutes", at, 1, MOST_MINUTES) if data.get("minutes") is not None else None,
        after=tuple(_list(data, "after", at)),
        on=_one_of(data, "on", at, ("", *TRIGGERS), "trigger"),
        mandatory=_flag(data, "mandatory", at),
    )


def _order(made: Playbook) -> None:
    """Each id once, ``after`` only known ones, and no step that waits for itself, however far round."""
    at = {}
    for n, step in enumerate(made.steps):
        if step.id in at:
            raise BadPlaybook(f"steps[{n}].id", "twice", f"{step.id!r} stands twice", step.id)
        at[step.id] = n
    for step in made.steps:
        for other in step.after:
            if other not in at:
                raise BadPlaybook(f"steps[{at[step.id]}].after", "step", f"there is no step {other!r}", other)
    over: set[str] = set()
    while ready := [one.id for one in made.steps if one.id not in over and over.issuperset(one.after)]:
        over.update(ready)
    for step in made.steps:
        if step.id not in over:
            message = f"{step.id!r} waits in the end for itself"
            raise BadPlaybook(f"steps[{at[step.id]}].after", "cycle", message, step.id)


# --- one field ----------------------------------------------------------------------------------


def _known(data: Mapping[str, Any], cls: type, at: str) -> None:
    names = {one.name for one in fields(cls)}
    for name in data:
        if name not in names:
            raise BadPlaybook(f"{at}{name}", "field", "unknown field", name)


def _id(data: Mapping[str, Any], at: str) -> str:
    value = data.get("id")
    plain = isinstance(value, str) and value.isascii() and value.replace("_", "").replace("-", "").isalnum()
    if not isinstance(value, str) or not plain or len(value) > LONGEST_ID:
        message = f"letters, digits, - and _, at most {LONGEST_ID}"
        raise BadPlaybook(f"{at}id", "id", message, "" if value is None else value)
    return value


def _text(data: Mapping[str, Any], name: str, at: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT:
        raise BadPlaybook(f"{at}{name}", "text", f"a text of at most {LONGEST_TEXT} characters is needed")
    return value.strip()


def _one_of(data: Mapping[str, Any], name: str, at: str, allowed: Collection[str], why: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str) or value not in allowed:
        message = f"{value!r} is none of {', '.join(filter(None, allowed))}"
        raise BadPlaybook(f"{at}{name}", why, message, value)
    return value


def _whole(data: Mapping[str, Any], name: str, at: str, least: int, most: int) -> int | None:
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        message = f"a whole number from {least} to {most}"
        raise BadPlaybook(f"{at}{name}", "number", message, "" if value is None else value)
    return value


def _flag(data: Mapping[str, Any], name: str, at: str) -> bool:
    value = data.get(name, False)
    if not isinstance(value, bool):
        raise BadPlaybook(f"{at}{name}", "flag", "true or false", value)
    return value


def _list(data: Mapping[str, Any], name: str, at: str) -> list[Any]:
    value = data.get(name, [])
    if not isinstance(value, list | tuple):
        raise BadPlaybook(f"{at}{name}", "shape", "a list", value)
    if name != "steps" and not all(isinstance(one, str) for one in value):
        raise BadPlaybook(f"{at}{name}", "shape", "a list of texts", value)
    return list(value)


def _kinds(data: Mapping[str, Any], known: Collection[str]) -> tuple[str, ...]:
    for kind in (named := _list(data, "kinds", "")):
        if kind not in known:
            raise BadPlaybook("kinds", "kind", f"there is no kind {kind!r}", kind)
    return tuple(named)
