"""GET /templates/{register}.{csv|xlsx} and /layers/{name}/export: registers out, empty or full. Administrators only."""

from __future__ import annotations

import os

from flask import Response, request, send_file

from console.api.import_bodies import check_kind
from console.api.imports import job, refuse
from console.api.routes import STRING, Query, Route, ok
from console.api.services import services
from console.api.who import ADMIN, me
from console.i18n import has, t
from console.imports import desk, uploads
from console.native import native
from console.problems import Problem
from dispatch.errors import InvalidField, NotFound
from layers.registry import IMPORTED

#: What a layer is written as; ``shp`` is a zip of the files that belong together.
FORMATS = ("geojson", "csv", "xlsx", "gpkg", "shp", "kml", "fgb", "parquet")
_MEDIA = "application/octet-stream"
#: A district's largest layer takes 40 s in the slowest format.
PATIENCE_S = 170.0


def template(register: str, ending: str) -> Response:
    """The empty form of a register, with an example row; the sheet has notes and lists of choices."""
    if ending not in ("csv", "xlsx"):
        raise NotFound("no such template", what="template", id=f"{register}.{ending}")
    try:
        check_kind(register)
    except InvalidField:
        raise NotFound("no such register", what="template", id=register) from None
    if register == "osm":
        raise NotFound("no such template", what="template", id=register)
    return _made("template", register, ending, {}, f"{_called(register)}.{ending}")


def export(name: str) -> Response:
    """A layer as a file that says its datum. Written down: positions of cameras leave the house with it."""
    if name not in IMPORTED:
        raise NotFound(f"no layer {name}", what="layer", id=name)
    form, datum = request.args.get("format", "geojson"), request.args.get("datum", "wgs84")
    if form not in FORMATS:
        raise InvalidField("format", f"one of {', '.join(FORMATS)}")
    ending = "zip" if form == "shp" else form
    answer = _made("export", name, ending, {"datum": datum}, f"{_called(name)}-{datum}.{ending}")
    detail = {"format": form, "datum": datum}
    native(services().access.audit.record, me().actor, "layer_exported", name, detail, request.remote_addr or "")
    return answer


def _called(register: str) -> str:
    for key in (f"layer.{register}", f"admin.layers.register.{register}"):
        if has(key):
            return t(key).replace(" ", "_").lower()
    return register


def _made(deed: str, register: str, ending: str, options: dict[str, str], called: str) -> Response:
    """What the child wrote, sent; nothing of it stays."""
    folder = native(uploads.make, services().settings.home)
    try:
        asked = job(deed, folder, kind=register, file=f"{register}.{ending}", options=options)
        answer = desk.begin(asked, alone=False).wait(PATIENCE_S)
        if answer is None:
            raise Problem("not_ready")
        refuse(answer)
        file = (folder / asked.file).open("rb")  # it is read on after its name is gone
        download = send_file(file, mimetype=_MEDIA, as_attachment=True, download_name=called)
        download.content_length = os.fstat(file.fileno()).st_size  # a browser shows how far it is
        return download
    finally:
        native(uploads.drop, folder)


_BINARY = {"type": "string", "format": "binary"}
ROUTES = (
    Route("GET", "/templates/<register>.<ending>", template, ADMIN, "The empty form of a register, CSV or XLSX.",
          answers=ok(_BINARY, media=_MEDIA), problems=(404,)),
    Route("GET", "/layers/<name>/export", export, ADMIN, "A layer as a file.",
          query=(Query("format", {"enum": list(FORMATS)}, "geojson"),
                 Query("datum", STRING, "wgs84, gcj02, bd09, cgcs2000 or EPSG:n; wgs84")),
          answers=ok(_BINARY, media=_MEDIA), problems=(404, 422)),
)  # fmt: skip
