"""Three small line icons of the bar, as masks: their colour is that of the text around them."""

from __future__ import annotations

from dash import html

SEARCH = "search"
BELL = "bell"
SUN = "sun"


def icon(name: str) -> html.I:
    """Drawn by assets/desk/03-icons.css; says nothing to a screen reader, since words stand beside it."""
    return html.I(className=f"icon icon-{name}", **{"aria-hidden": "true"})
