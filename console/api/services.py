"""How a view reaches what it works with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from console.bootstrap import Services


def services() -> Services:
    """The one Services of this application."""
    found: Services = current_app.extensions["shaodao"]
    return found
