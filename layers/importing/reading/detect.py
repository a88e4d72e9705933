"""What a file is, by its content. Its name decides nothing."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from xml.parsers import expat

from layers.importing.report import ImportRefused

HEAD = 65_536
#: First bytes → what it is; those with a leading ``!`` are refused by name.
_MAGIC = (
    (b"SQLite format 3\0", "sqlite"),
    (b"fgb\x03fgb", "flatgeobuf"),
    (b"PAR1", "parquet"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"\x00\x00\x27\x0a", "shapefile"),
    (b"Rar!", "!archive"),
    (b"7z\xbc\xaf\x27\x1c", "!archive"),
    (b"\x1f\x8b", "!archive"),
    (b"BZh", "!archive"),
    (b"\xfd7zXZ", "!archive"),
)
_XML_ENCODING = re.compile(rb"\s*<\?xml[^>]*encoding=[\"']([A-Za-z0-9_-]+)")
_DXF = re.compile(rb"\A(?:\s*999[ \t]*\r?\n[^\n]*\r?\n)*\s*0[ \t]*\r?\nSECTION", re.ASCII)


def detect(path: Path) -> str:
    """``geojson csv kml osm pbf sqlite flatgeobuf parquet zip xls shapefile dxf``. Anything else is refused."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise ImportRefused("empty_file")
    for magic, name in _MAGIC:
        if head.startswith(magic):
            if name.startswith("!"):
                raise ImportRefused("archive_unsupported", value=path.name)
            return name
    if head[4:15] == b"\x0a\x09OSMHeader":
        return "pbf"
    return _of_text(path, head)


def _of_text(path: Path, head: bytes) -> str:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    plain = head.decode("utf-16", "ignore").encode() if wide else head
    plain = plain.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n")
    if plain.startswith(b"<"):
        return _of_xml(path)
    if plain.startswith((b"{", b"\x1e{")):
        return "geojson"
    if _DXF.match(head):
        return "dxf"
    if not wide and (b"\0" in head or plain.startswith((b"%PDF", b"AC10", b"AutoCAD", b"["))):
        raise ImportRefused("format_unknown", value=path.name)
    return "csv"


def in_chinese(path: Path) -> bool:
    """Whether an XML file says that it is GBK, which neither expat nor GDAL reads."""
    with path.open("rb") as file:
        found = _XML_ENCODING.match(file.read(200))
    return found is not None and found[1].lower() in (b"gbk", b"gb2312", b"gb18030")


class _Found(Exception):
    """The root element was reached."""


def _of_xml(path: Path) -> str:
    """By the root element; a document type or an entity before it is refused, whatever it is for."""
    root: list[str] = []
    chinese = in_chinese(path)
    parser = expat.ParserCreate(encoding="utf-8" if chinese else None, namespace_separator=" ")
    decoder = codecs.getincrementaldecoder("gb18030")("replace")

    def doctype(*_: object) -> None:
        raise ImportRefused("xml_entities", value=path.name)

    def start(name: str, _: object) -> None:
        root.append(name.rpartition(" ")[2])
        raise _Found

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.StartElementHandler = start
    try:
        with path.open("rb") as file:
            while chunk := file.read(HEAD):
                parser.Parse(decoder.decode(chunk) if chinese else chunk, False)
    except _Found:
        pass
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ImportRefused("format_unknown", value=f"{path.name}: {error}") from error
    name = root[0] if root else ""
    if name in ("kml", "osm"):
        return name
    raise ImportRefused("format_unknown", value=f"{path.name}: <{name[:80]}>")
