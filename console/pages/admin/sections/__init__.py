"""The registers of the administration, in the order of the menu. Add one: its module, its line here, its texts."""

from __future__ import annotations

from console.pages.admin.parts import Section
from console.pages.admin.sections.accounts import ACCOUNTS
from console.pages.admin.sections.audit import AUDIT
from console.pages.admin.sections.displays import DISPLAYS
from console.pages.admin.sections.kinds import KINDS
from console.pages.admin.sections.layers import LAYERS
from console.pages.admin.sections.playbooks import PLAYBOOKS
from console.pages.admin.sections.rosters import ROSTERS
from console.pages.admin.sections.severities import SEVERITY
from console.pages.admin.sections.sources import SOURCES
from console.pages.admin.sections.workers import WORKERS

SECTIONS: dict[str, Section] = {
    one.name: one for one in (ACCOUNTS, WORKERS, ROSTERS, SOURCES, DISPLAYS, KINDS, SEVERITY, PLAYBOOKS, LAYERS, AUDIT)
}
