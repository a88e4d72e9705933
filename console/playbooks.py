"""The playbooks of data/playbooks: read, checked, and brought onto the log. A file that is wrong costs only itself."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from dispatch.board import Board
from dispatch.commands import Command, DefinePlaybook, RemovePlaybook
from dispatch.playbook import Playbook
from dispatch.playbook_reading import BadPlaybook, playbook_from
from dispatch.steps import current, owners

PATH = Path(__file__).parent.parent / "data" / "playbooks"
#: A playbook is a page; whatever is larger is something else.
LARGEST = 256 * 1024


@dataclass(frozen=True, slots=True)
class Wrong:
    """One file that cannot be used: where and why. ``why`` is a code that screens have a sentence for."""

    file: str
    field: str
    why: str
    value: str
    message: str
    #: its id and the kinds that it would have begun with, as far as they can be read
    playbook_id: str = ""
    kinds: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}: {self.field}: {self.message}" if self.field else f"{self.file}: {self.message}"


@dataclass(frozen=True, slots=True)
class Found:
    """What the folder holds: the good ones by file name, and what is wrong with the others."""

    good: dict[str, Playbook] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


def read(kinds: Collection[str], folder: Path = PATH) -> Found:
    """Every file of the folder, in the order of names. A kind that two playbooks begin with is the first one's."""
    found = Found()
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
        data: dict[str, Any] = {}
        try:
            data = _data(path)
            made = playbook_from(data, kinds=kinds)
            _alone(made, found.good)
            found.good[path.name] = made
        except BadPlaybook as bad:
            found.wrong.append(
                Wrong(path.name, bad.field, bad.why, bad.value, str(bad), str(data.get("id", path.stem)), _kinds(data))
            )
    return found


def _data(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadPlaybook("", "file", f"larger than {LARGEST // 1024} kB")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError, RecursionError) as error:
        raise BadPlaybook("", "file", str(error), error) from None


def _alone(made: Playbook, before: dict[str, Playbook]) -> None:
    for name, other in before.items():
        if other.id == made.id:
            raise BadPlaybook("id", "twice", f"{name} is {made.id!r} already", made.id)
        if shared := sorted({*made.kinds} & {*other.kinds}):
            raise BadPlaybook("kinds", "taken", f"{name} begins with {shared[0]!r} already", shared[0])


def _kinds(data: dict[str, Any]) -> tuple[str, ...]:
    named = data.get("kinds")
    return tuple(one for one in named if isinstance(one, str)) if isinstance(named, list) else ()


def check(board: Board, folder: Path = PATH, kinds: Collection[str] = ()) -> Found:
    """As ``read``, with what the log refuses as well: a version that was defined otherwise, one older than in use, a
    kind that stays with a playbook whose own file is wrong. ``kinds`` are known besides those on the log."""
    found = read({*board.kinds, *kinds}, folder)
    staying = {bad.playbook_id for bad in found.wrong}
    for name, made in list(found.good.items()):
        bad = _against(board, made) or _staying(board, made, staying)
        if bad is not None:
            del found.good[name]
            found.wrong.append(Wrong(name, bad.field, bad.why, bad.value, str(bad), made.id, made.kinds))
    return found


def _against(board: Board, made: Playbook) -> BadPlaybook | None:
    if board.playbooks.get(made.key) not in (None, made):
        return BadPlaybook("version", "changed", f"version {made.version} was defined otherwise", made.version)
    head = current(board, made.id)
    if head is not None and made.version < head.version:
        return BadPlaybook("version", "older", f"older than {head.version}, which is in use", made.version)
    return None


def _staying(board: Board, made: Playbook, staying: Collection[str]) -> BadPlaybook | None:
    for kind, owner in owners(board, made).items():
        if owner in staying:
            return BadPlaybook("kinds", "taken", f"{kind!r} belongs to {owner!r}, whose file is wrong", kind)
    return None


def changes(board: Board, folder: Path = PATH, *, remove: bool = True) -> Iterator[Command]:
    """What brings the log to what the folder says; nothing where it says so already. Broken files change nothing.
    ``remove``: what the folder does not hold begins no more (a start asks for nothing of the kind)."""
    found = check(board, folder)
    kept = {made.id for made in found.good.values()} | {bad.playbook_id for bad in found.wrong}
    gone = [one for one in board.playbook_heads if one not in kept] if remove and folder.is_dir() else []
    yield from (RemovePlaybook(playbook_id=one) for one in gone)
    waiting = {made.id: made for made in found.good.values() if current(board, made.id) != made}
    yield from _in_turn(board, waiting, set(gone))


def _in_turn(board: Board, waiting: dict[str, Playbook], free: set[str]) -> Iterator[Command]:
    """Definitions in an order in which a kind is given up before another playbook takes it. ``free`` hold none any
    more; what waits for a playbook that stays is left out."""

    def owned_by(made: Playbook) -> set[str]:
        return set(owners(board, made).values()) - free

    while stuck := [id for id, made in waiting.items() if not owned_by(made) <= waiting.keys()]:
        for id in stuck:
            del waiting[id]
    while waiting:
        made = min(waiting.values(), key=lambda one: len(owned_by(one)))
        yield from (RemovePlaybook(playbook_id=one) for one in owned_by(made))  # two that swap: one lets go first
        free |= {*owned_by(made), made.id}
        yield define(waiting.pop(made.id))


def define(playbook: Playbook) -> DefinePlaybook:
    """The command that puts this version on the log."""
    return DefinePlaybook(playbook=asdict(playbook))
