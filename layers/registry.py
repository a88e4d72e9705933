"""Every layer there is, in drawing order from the ground up."""

from __future__ import annotations

from layers.base import DESKS, Live, Static

LAYERS: dict[str, Static | Live] = {
    layer.id: layer
    for layer in (
        Static("areas", "area", "polygon", "geojson", min_zoom=9, spoken=True, shown=False),
        Static("green", "ground", "polygon", "tile", min_zoom=11),
        Static("water", "ground", "any", "tile", min_zoom=9, spoken=True),
        Static("compounds", "area", "polygon", "tile", min_zoom=12, spoken=True),
        Static("roads", "ground", "line", "tile", min_zoom=10, spoken=True),
        Static("buildings", "ground", "polygon", "tile", min_zoom=13, spoken=True),
        Static("grids", "area", "polygon", "tile", min_zoom=11, spoken=True),
        Static("gates", "ground", "point", "tile", min_zoom=16, spoken=True, icon="gate"),
        Static("pois", "ground", "point", "tile", min_zoom=16, spoken=True),
        Static("places", "ground", "point", "geojson", min_zoom=14, spoken=True),
        Static("entrances", "ground", "point", "tile", min_zoom=17, icon="entrance"),
        Static("sheds", "asset", "any", "geojson", min_zoom=15, spoken=True, icon="shed"),
        Static("piles", "asset", "point", "geojson", min_zoom=15, spoken=True, icon="pile-free"),
        Static("lifts", "asset", "point", "geojson", min_zoom=16, spoken=True, icon="lift"),
        Static("fire_hosts", "asset", "point", "geojson", min_zoom=14, spoken=True, icon="fire-host"),
        Static(
            "fire_terminals", "asset", "point", "geojson", min_zoom=17, spoken=True, icon="fire-terminal", shown=False
        ),
        Static("hydrants", "asset", "point", "geojson", min_zoom=15, spoken=True, icon="hydrant"),
        Static("shops", "asset", "point", "geojson", min_zoom=16, spoken=True, icon="shop", shown=False),
        # Exact camera places are for desks only (issue 3 item 5); the wall shows the icon without field of view.
        Static("cameras", "asset", "point", "geojson", min_zoom=15, spoken=True, icon="camera", roles=(*DESKS, "wall")),
        Live("assignments"),
        Live("workers", icon="worker-free"),
        Live("alerts", icon="sev-unknown"),
        Live("tickets", icon="sev-moderate"),
    )
}

#: Layers that can be imported and exported.
IMPORTED: dict[str, Static] = {id: layer for id, layer in LAYERS.items() if isinstance(layer, Static)}
#: Layers whose features are devices: an alert's ``device_id`` is looked up here.
ASSETS = tuple(id for id, layer in IMPORTED.items() if layer.group == "asset")
