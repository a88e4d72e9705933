"""The desk (/desk/): a Dash page whose skeleton comes from here and whose life comes from assets/js/desk."""

from console.pages.desk.app import build

__all__ = ["build"]
