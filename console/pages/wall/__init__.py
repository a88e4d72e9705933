"""The wall: a control room's display that nobody touches."""

from console.pages.wall.app import build

__all__ = ["build"]
