"""A zip taken apart without trust: nothing leaves the folder, nothing explodes."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path, PurePosixPath
from zlib import error as ZlibError

from layers.importing.limits import MAX_ENTRIES, MAX_RATIO, MAX_UNPACKED_MB, MEGA
from layers.importing.report import ImportRefused

_ARCHIVES = (".zip", ".kmz", ".rar", ".7z", ".gz", ".bz2", ".xz", ".tar", ".tgz")
#: Below this an archive may pack as well as it likes: an empty sheet of 2 MB packs 1,000 times.
_HARMLESS = 10 * MEGA
_CHUNK = 1 << 20


def names(path: Path) -> list[str]:
    """The names in a zip, after all checks that need no unpacking."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ImportRefused("archive_damaged", value=str(error)[:200]) from error
    if len(entries) > MAX_ENTRIES:
        raise ImportRefused("archive_too_large", value=f"{len(entries)} files", limit=f"{MAX_ENTRIES} files")
    for entry in entries:
        _check_name(entry)
    _check_size(sum(entry.file_size for entry in entries), path.stat().st_size)
    return [name_of(entry) for entry in entries]


def unpack(path: Path, folder: Path) -> list[Path]:
    """The files of a zip in ``folder``, counted while they are written: what an archive declares may be a lie."""
    names(path)
    packed, total, made = path.stat().st_size, 0, []
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.is_dir():
                    continue
                target = folder / name_of(entry)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as source, target.open("xb") as out:
                    while chunk := source.read(_CHUNK):
                        total += len(chunk)
                        _check_size(total, packed)
                        out.write(chunk)
                made.append(target)
    except (zipfile.BadZipFile, RuntimeError, OSError, ValueError, EOFError, NotImplementedError, ZlibError) as error:
        raise ImportRefused("archive_damaged", value=str(error)[:200]) from error
    return made


def name_of(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: archives of Chinese Windows hold GBK without saying so."""
    if entry.flag_bits & 0x800:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _check_name(entry: zipfile.ZipInfo) -> None:
    name = name_of(entry)
    path = PurePosixPath(name.replace("\\", "/"))
    link = stat.S_ISLNK(entry.external_attr >> 16)
    if link or path.is_absolute() or ".." in path.parts or "\0" in name or name[1:2] == ":":
        raise ImportRefused("archive_escapes", value=name[:200])
    if name.lower().endswith(_ARCHIVES):
        raise ImportRefused("archive_nested", value=name[:200])


def _check_size(unpacked: int, packed: int) -> None:
    allowed = min(MAX_UNPACKED_MB * MEGA, max(_HARMLESS, packed * MAX_RATIO))
    if unpacked > allowed:
        raise ImportRefused(
            "archive_too_large", value=f"{unpacked // MEGA} MB", limit=f"{allowed // MEGA} MB, {MAX_RATIO}:1"
        )
