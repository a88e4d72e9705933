"""The online basemap, if one is set: its tiles fetched, moved to WGS 84, kept, and handed to our own screens."""

from __future__ import annotations

from console.basemap_proxy.proxy import Proxy, Tile

__all__ = ["Proxy", "Tile"]
