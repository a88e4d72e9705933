"""What a section of the administration is made of. The page, its forms and /api/v1/admin are all drawn from these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal
from uuid import uuid4

from console.access.identity import Identity
from console.i18n import t
from dispatch.actor import Actor
from dispatch.commands import Command
from dispatch.dispatcher import Request
from dispatch.errors import InvalidField
from dispatch.sources.text import BadText, clean

if TYPE_CHECKING:
    from console.bootstrap import Services

FieldKind = Literal["text", "password", "select", "tags", "number", "switch"]
LONGEST = 200
MOST_TAGS = 200
#: a register's change that takes longer is a database that is away
PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Office:
    """Who is at work here, and with what."""

    services: Services
    who: Identity

    @property
    def by(self) -> str:
        return self.who.actor

    def ask(self, command: Command) -> None:
        """A change of the registers is an event like any other. Raises Refused."""
        request = Request(Actor("admin", self.who.name), uuid4().hex, command)
        self.services.dispatcher.submit(request, timeout=PATIENCE_S)


class Wrong(InvalidField):
    """A field that is refused with a sentence for whoever fills in the form, in his language."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A cell that stands out: ``tone`` is a chip class of tokens.css."""

    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line: ``cells`` by column for people, ``values`` by field for forms and programs."""

    id: str
    name: str
    cells: dict[str, str | Chip]
    values: dict[str, Any]
    quiet: bool = False

    def matches(self, words: str) -> bool:
        """Every word stands somewhere in the line."""
        text = " ".join([self.id, self.name, *map(_text, self.cells.values())]).casefold()
        return all(word in text for word in words.casefold().split())


def _text(cell: str | Chip) -> str:
    return cell.text if isinstance(cell, Chip) else cell


@dataclass(frozen=True, slots=True)
class Once:
    """What is shown once and never again: a token, or a link that also becomes a QR code."""

    kind: str
    secret: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form; ``options`` are (value, text key) pairs."""

    name: str
    kind: FieldKind = "text"
    required: bool = False
    only_new: bool = False
    options: Callable[[Office], list[tuple[str, str]]] | None = None
    suggestions: Callable[[Office], list[str]] | None = None

    def read(self, office: Office, value: Any) -> Any:
        """The checked value; raises InvalidField naming the field."""
        if value in (None, "", []) and self.required:
            raise Wrong(self.name, t("admin.needed"))
        reader = getattr(self, f"_{self.kind}", self._line)
        return reader(office, value)

    def _line(self, office: Office, value: Any) -> str:
        if value is not None and not isinstance(value, str):
            raise InvalidField(self.name, "a text")
        try:
            return value or "" if self.kind == "password" else clean(value or "", LONGEST)
        except BadText as error:
            raise InvalidField(self.name, str(error)) from None

    def _select(self, office: Office, value: Any) -> str | None:
        allowed = [one for one, _ in self.options(office)] if self.options else []
        if value in (None, ""):
            return None
        if value not in allowed:
            raise InvalidField(self.name, f"one of {', '.join(allowed)}")
        return str(value)

    def _tags(self, office: Office, value: Any) -> list[str]:
        if value is None:
            return []
        if not isinstance(value, list) or len(value) > MOST_TAGS:
            raise InvalidField(self.name, f"a list of at most {MOST_TAGS} texts")
        return [self._line(office, one) for one in value]

    def _number(self, office: Office, value: Any) -> int | None:
        if value in (None, ""):
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 525_600:
            raise InvalidField(self.name, "a whole number from 1 to 525600")
        return value

    def _switch(self, office: Office, value: Any) -> bool:
        if not isinstance(value, bool | None):
            raise InvalidField(self.name, "true or false")
        return bool(value)


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a line. A ``grave`` one asks again before it acts."""

    name: str
    run: Callable[[Office, str], Once | None]
    grave: bool = False
    shown: Callable[[Row], bool] = lambda row: True


@dataclass(frozen=True, slots=True)
class Section:
    """One register. Without ``save`` it is only read."""

    name: str
    columns: tuple[str, ...]
    rows: Callable[[Office], list[Row]]
    fields: tuple[Field, ...] = ()
    save: Callable[[Office, str | None, dict[str, Any]], Once | None] | None = None
    actions: tuple[Action, ...] = ()
    extra: Callable[[Office], Any] | None = None
    #: what else stands in the drawer of a line
    card: Callable[[Office, Row], list[Any]] | None = None
    #: lines may be amended, not only made; and made, not only amended
    amends: bool = True
    makes: bool = True
    icon: str = ""
    readers: frozenset[str] = field(default_factory=lambda: frozenset({"admin"}))

    def read(self, office: Office, row_id: str | None, given: dict[str, Any]) -> dict[str, Any]:
        """The checked values of a form: all fields of a new line, the given ones of another."""
        known = {one.name: one for one in self.fields if row_id is None or not one.only_new}
        for name in given:
            if name not in known:
                raise InvalidField(name, "unknown field")
        wanted = known.values() if row_id is None else [known[name] for name in given]
        return {one.name: one.read(office, given.get(one.name)) for one in wanted}

    def row(self, office: Office, row_id: str) -> Row | None:
        return next((row for row in self.rows(office) if row.id == row_id), None)

    def action(self, name: str) -> Action | None:
        return next((one for one in self.actions if one.name == name), None)
