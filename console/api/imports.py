"""/imports: a file is sent, looked at, put into the map, taken back. Administrators only."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from flask import Response, jsonify, request, send_file

from console.access.reading import read_json
from console.api.import_bodies import ImportOptions, options_of, seconds
from console.api.routes import ANY, BOOLEAN, INTEGER, JSON, STRING, Query, Route, listed, nullable, ok, shape
from console.api.services import services
from console.api.who import ADMIN, me
from console.i18n import current_locale
from console.imports import applied, desk, receiving, uploads
from console.imports.job import ASKED, REJECTS, Job, look
from console.native import native
from console.problems import Problem
from dispatch.errors import NotFound

Answer = dict[str, Any]
#: How long an answer is waited for where nobody says; after that one asks again (GET /imports/{id}).
PATIENCE_S = 20.0


def post() -> tuple[Response, int]:
    """Take the file in, straight to the disk, and look at it."""
    wait, folder = seconds(request.args.get("wait"), PATIENCE_S), native(uploads.make, _home())
    try:
        name, form = receiving.receive(request, folder)
        options, kind = options_of(form)
        going = desk.begin(job("inspect", folder, kind=kind, file=name, options=options))
    except BaseException:
        native(uploads.drop, folder)
        raise
    return _told(going, folder, wait, 201)


def inspect(upload_id: str) -> tuple[Response, int]:
    """Look at it again, as another register or with other options."""
    wait, folder = seconds(request.args.get("wait"), PATIENCE_S), _folder(upload_id)
    options, kind = options_of(read_json(request))
    asked = look(folder, ASKED)
    if not (folder / asked["file"]).exists():
        raise Problem("import_done")
    going = desk.begin(job("inspect", folder, kind=kind or asked["kind"], file=asked["file"], options=options))
    return _told(going, folder, wait, 200)


def get(upload_id: str) -> Response:
    """How it stands with it."""
    return _shown(_folder(upload_id))


def apply(upload_id: str) -> tuple[Response, int]:
    """Put it in as it was shown last: what was not shown, or still asks something, is refused."""
    wait, folder = seconds(request.args.get("wait"), PATIENCE_S), _folder(upload_id)
    standing = native(desk.standing, _home(), folder, current_locale())
    if standing["state"] == "done":
        raise Problem("import_done")
    if standing["state"] != "ready" or standing["asks"]:
        raise Problem("import_not_ready", state=standing["state"])
    asked = job("apply", folder, kind=standing["kind"], file=standing["file"], options=standing["options"])
    going = desk.begin(asked, then=applied.after(services(), asked, me(), request.remote_addr or ""))
    return _told(going, folder, wait, 200)


def drop(upload_id: str) -> Response:
    """Forget a file that is not wanted after all."""
    folder = _folder(upload_id)
    if desk.at_work(_home()) == folder.name:
        raise Problem("import_running")
    native(uploads.drop, folder)
    return jsonify({})


def get_all() -> Response:
    """The imports that were made, the last one first."""
    return jsonify(native(_made, _home()))


def _made(home: Path) -> list[Answer]:
    from layers.importing import history  # numpy and shapely: not in the loop

    found = [asdict(one) for one in history.imports(home)[:100]]
    return [{**one, "rejects": bool(one["rejected"] and _kept(home, one["id"], one["file"]))} for one in found]


def undo(number: int) -> tuple[Response, int]:
    """Take an import back: its layers are as they were. Refused where something came after it."""
    home, who, address, audit = _home(), me().actor, request.remote_addr or "", services().access.audit

    def note(answer: Answer) -> None:
        subject = f"{answer['kind']} {answer['file']}"
        native(audit.record, who, "import_undone", subject, {"import": number}, address)

    folder = native(uploads.make, home)
    answer = desk.begin(job("undo", folder, import_id=number), then=note).wait(seconds(request.args.get("wait"), 60.0))
    if answer is None:
        return jsonify({"undone": None}), 202
    native(uploads.drop, folder)
    refuse(answer)
    return jsonify(answer), 200


def rejects(import_id: str) -> Response:
    """The rows that could not be used, as CSV: of an import by its number, of a file by its id."""
    if import_id.isdecimal() and len(import_id) < 10:
        names = {one["id"]: one["file"] for one in native(_made, _home())}
        path = _kept(_home(), int(import_id), names.get(int(import_id), ""))
    else:
        path = _folder(import_id) / REJECTS
    if path is None or not path.exists():
        raise NotFound("no rejects", what="rejects", id=import_id)
    return send_file(path, mimetype="text/csv", as_attachment=True, download_name=f"rejects-{import_id}.csv")


def _kept(home: Path, number: int, file: str) -> Path | None:
    """The rejects of this import, else the last ones of a file of this name."""
    folder = home / "rejects"
    found = (folder / f"import-{number}.csv", folder / f"{Path(file).name}.rejects.csv")
    return next((path for path in found if file and path.is_file()), None)


# --- parts


def refuse(answer: Answer) -> None:
    """Raise what the child refused."""
    if told := answer.get("refused"):
        raise Problem("import_refused", sentence=told["message"], why=told["code"])


def job(deed: str, folder: Path, **more: Any) -> Job:
    return Job(deed, str(_home().resolve()), str(folder.resolve()), current_locale(), **more)


def _home() -> Path:
    return services().settings.home


def _folder(upload_id: str) -> Path:
    folder = native(uploads.find, _home(), upload_id)
    if folder is None or not look(folder, ASKED):
        raise NotFound("no such file", what="import", id=upload_id)
    return folder


def _told(going: desk.Going, folder: Path, wait: float, status: int) -> tuple[Response, int]:
    ready = going.wait(wait) is not None
    return _shown(folder), status if ready else 202


def _shown(folder: Path) -> Response:
    standing = native(desk.standing, _home(), folder, current_locale())
    kind, report = standing.get("kind"), standing.get("report")
    if report and kind in applied.PEOPLE and standing["state"] == "ready":
        staff = applied.staff_of(services(), kind, folder, standing["options"])
        report["layers"], report["unknown_workers"] = {kind: staff.counts}, list(staff.unknown)
    return jsonify(standing)


_UPLOAD = shape(
    ("id", "state"),
    id=STRING,
    state={"enum": ["reading", "writing", "ready", "done", "refused"]},
    file=STRING,
    kind=STRING,
    guessed=BOOLEAN,
    asks=listed(ANY),
    options=ANY,
    progress=nullable(shape(done=INTEGER, total=INTEGER, what=STRING)),
    report=ANY,
    refused=ANY,
)
_MADE = shape(id=INTEGER, at=STRING, kind=STRING, file=STRING, layers=ANY, rejected=INTEGER, undoable=BOOLEAN)
_WAIT = (Query("wait", {"type": "number"}, "seconds that the answer may be waited for, 0 to 60; then 202"),)
_LATER = {202: ("Still at work: ask GET /imports/{id}", JSON, _UPLOAD)}
_OPTIONS = ImportOptions.model_json_schema()
_FORM = {**_OPTIONS["properties"], "mapping": STRING, "file": {"type": "string", "format": "binary"}}
_SENT = {"multipart/form-data": {"type": "object", "properties": _FORM, "required": ["file"]}}

ROUTES = (
    Route("POST", "/imports", post, ADMIN, "Send a file of a register, and see what it would change.", query=_WAIT,
          body=_SENT, answers=ok(_UPLOAD, "What was understood", 201) | _LATER, problems=(409, 413, 415, 422, 507)),
    Route("GET", "/imports", get_all, ADMIN, "The imports that were made.", answers=ok(listed(_MADE))),
    Route("GET", "/imports/<upload_id>", get, ADMIN, "How it stands with a file.", answers=ok(_UPLOAD),
          problems=(404,)),
    Route("DELETE", "/imports/<upload_id>", drop, ADMIN, "Forget a file.", answers=ok(ANY), problems=(404, 409)),
    Route("POST", "/imports/<upload_id>/inspect", inspect, ADMIN, "See what it would change with other options.",
          query=_WAIT, body={JSON: _OPTIONS}, answers=ok(_UPLOAD) | _LATER, problems=(404, 409, 422)),
    Route("POST", "/imports/<upload_id>/apply", apply, ADMIN, "Put it into the map as it was shown.", query=_WAIT,
          answers=ok(_UPLOAD) | _LATER, problems=(404, 409)),
    Route("POST", "/imports/<int:number>/undo", undo, ADMIN, "Take an import back.", query=_WAIT, answers=ok(ANY),
          problems=(409, 422)),
    Route("GET", "/imports/<import_id>/rejects", rejects, ADMIN, "Rows that could not be used.",
          answers=ok(STRING, media="text/csv"), problems=(404,)),
)  # fmt: skip
