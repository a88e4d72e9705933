"""GET /cameras/…: what cameras see, whose windows that is, and which doors nobody sees. For desks only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, current_app, jsonify, request

from console.api.routes import BOOLEAN, INTEGER, NUMBER, STRING, Route, listed, ok, ref, shape
from console.api.services import services
from console.api.who import DISPATCHERS
from console.native import native
from dispatch.errors import NotFound

if TYPE_CHECKING:
    from layers.camera_views import Book, CameraViews
    from layers.store import LayerStore

GEOJSON = "application/geo+json"


def view(camera_id: str) -> Response:
    """The field of view of one camera, and the façades with windows in it."""
    book = _book()
    if camera_id not in book.cameras:
        raise NotFound(f"no camera {camera_id}", what="camera", id=camera_id)
    return _answer(book, native(book.cameras[camera_id].with_facades), GEOJSON)


def views() -> Response:
    """The fields of view of all cameras: the layer ``camera_views``."""
    book = _book()
    return _answer(book, native(book.geojson), GEOJSON)


def privacy() -> Response:
    """Façades with windows in view, camera by camera; gates, entrances and exits that no camera sees."""
    book = _book()
    return _answer(book, native(book.privacy.as_dict), "application/json")


def _book() -> Book:
    return native(_views().current)


def _views() -> CameraViews:
    """One for the application, made when first asked: shapely need not be there before."""
    kept: dict[str, Any] = current_app.extensions
    if "shaodao.camera_views" not in kept:
        made = native(_made, services().layers)
        kept.setdefault("shaodao.camera_views", made)
    found: CameraViews = kept["shaodao.camera_views"]
    return found


def _made(store: LayerStore) -> CameraViews:
    from layers.camera_views import CameraViews

    return CameraViews(store)


def _answer(book: Book, body: dict[str, Any], media: str) -> Response:
    answer = jsonify(body)
    answer.mimetype = media
    answer.set_etag(book.version)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    return answer


_FACADE = shape(building_id=STRING, name=STRING, use=STRING, length_m=NUMBER)
_CAMERA = shape(id=STRING, name=STRING, indoor=BOOLEAN, windows_m=NUMBER, facades=listed(_FACADE))
ROUTES = (
    Route(
        "GET",
        "/cameras/views",
        views,
        DISPATCHERS,
        "The fields of view of all cameras.",
        answers=ok(ref("FeatureCollection"), media=GEOJSON),
    ),
    Route(
        "GET",
        "/cameras/privacy",
        privacy,
        DISPATCHERS,
        "Windows in view of cameras, in metres of façade, and gates and doors in view of none.",
        answers=ok(
            shape(
                cameras=listed(_CAMERA),
                windows_m=NUMBER,
                unseen=listed(shape(id=STRING, kind=STRING, name=STRING)),
                doors=INTEGER,
            )
        ),
    ),
    Route(
        "GET",
        "/cameras/<camera_id>/view",
        view,
        DISPATCHERS,
        "What one camera sees, and the façades with windows in it.",
        answers=ok(ref("FeatureCollection"), media=GEOJSON),
        problems=(404,),
    ),
)
