"""Taking a file in as it comes: from the socket onto the disk, never whole in memory, and not one byte too many."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import IO, Any

from flask import Request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from console.imports import uploads
from console.problems import Problem
from dispatch.errors import InvalidField

#: Of a form beside its file.
_FIELDS = 64 * 1024
#: What the disk must keep free for the log, whatever comes.
SPARE_BYTES = 500_000_000


def receive(request: Request, folder: Path) -> tuple[str, dict[str, str]]:
    """(the name of the file in ``folder``, the other fields). Raises Problem ``file_too_large``, ``no_space``,
    InvalidField."""
    from layers.importing.limits import MAX_FILE_MB, MEGA  # 70 ms of a start

    limit = MAX_FILE_MB * MEGA
    if (request.content_length or 0) > limit + _FIELDS:
        raise Problem("file_too_large", limit_mb=MAX_FILE_MB)
    if shutil.disk_usage(folder).free < (request.content_length or limit) + SPARE_BYTES:
        raise Problem("no_space")
    if request.mimetype != "multipart/form-data":
        raise Problem("unsupported_media_type", "send multipart/form-data")
    taken: list[str] = []
    try:
        _parse(request, folder, taken, limit)
    except RequestEntityTooLarge:
        raise Problem("file_too_large", limit_mb=MAX_FILE_MB) from None
    files, form = request.files, request.form
    if len(taken) != 1 or "file" not in files:
        raise InvalidField("file", "send one file, in the field file")
    if not (folder / taken[0]).stat().st_size:
        raise InvalidField("file", "the file is empty")
    return taken[0], {name: form[name] for name in form}


def _parse(request: Request, folder: Path, taken: list[str], limit: int) -> None:
    """Have the request parsed so that its file goes into ``folder`` at once."""

    def stream(**part: Any) -> IO[bytes]:
        if taken:
            raise InvalidField("file", "send one file")
        taken.append(uploads.plain(part["filename"]))
        return uploads.create(folder, taken[0])

    def parser() -> FormDataParser:
        return FormDataParser(stream_factory=stream, max_form_memory_size=_FIELDS, max_form_parts=8)

    request.max_content_length = limit + _FIELDS
    request.make_form_data_parser = parser  # type: ignore[method-assign]
    for sent in request.files.values():
        sent.close()
