"""The wall as a Dash app at /wall/."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import Dash
from flask import Flask

from console.components.screen import build_screen
from console.pages.wall.layout import layout

if TYPE_CHECKING:
    from console.bootstrap import Services


def build(server: Flask, services: Services) -> Dash:
    """Bind the wall to ``server``. It has no callbacks: everything live on it comes by the live channel."""
    return build_screen(server, services, "wall", areas=("map", "wall"), theme="dark", layout=layout)
