"""Saving and acting on a line, the same for the page and for /api/v1/admin."""

from __future__ import annotations

from typing import Any

from console.pages.admin.parts import Office, Once, Section
from console.pages.admin.sections import SECTIONS
from console.problems import Problem
from dispatch.errors import NotFound


def section_of(name: str) -> Section:
    if name not in SECTIONS:
        raise NotFound(f"no register {name}", what="register", id=name)
    return SECTIONS[name]


def save(section: Section, office: Office, row_id: str | None, given: dict[str, Any]) -> Once | None:
    """A new line, or what is given of another. Raises Refused, Problem."""
    _only_admins(office)
    if section.save is None or not (section.makes if row_id is None else section.amends):
        raise Problem("method_not_allowed")
    if row_id is not None and section.row(office, row_id) is None:
        raise NotFound(f"no {row_id} in {section.name}", what=section.name, id=row_id)
    return section.save(office, row_id, section.read(office, row_id, given))


def act(section: Section, office: Office, row_id: str, name: str) -> Once | None:
    """One of the line's actions. Raises Refused, Problem."""
    _only_admins(office)
    row, action = section.row(office, row_id), section.action(name)
    if row is None or action is None or not action.shown(row):
        raise NotFound(f"no {name} of {row_id} in {section.name}", what=section.name, id=row_id)
    return action.run(office, row_id)


def _only_admins(office: Office) -> None:
    """The gate has asked already; a callback is asked again, since it can be called with anything."""
    if office.who.role != "admin":
        raise Problem("forbidden")
