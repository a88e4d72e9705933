"""Archives that climb, lie, nest or explode."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from layers.importing import ImportRefused, limits
from layers.importing.reading import archive
from tests.layers.importing.test_bad_input import CSV, zipped

Refused = Callable[..., ImportRefused]


@pytest.mark.parametrize("name", ["../a.csv", "a/../../b.csv", "/etc/a.csv", "..\\a.csv", "C:\\a.csv"])
def test_an_archive_that_climbs_out_of_its_folder_is_refused(tmp_path: Path, refused: Refused, name: str) -> None:
    refusal = refused(zipped(tmp_path / "a.zip", (name, CSV)))
    assert refusal.code == "archive_escapes"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip"]


def test_a_link_in_an_archive_is_refused(tmp_path: Path, refused: Refused) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert refused(zipped(tmp_path / "a.zip", (link, b"/etc/passwd"))).code == "archive_escapes"


def test_an_archive_that_explodes_is_refused_before_it_does(tmp_path: Path, refused: Refused) -> None:
    refusal = refused(zipped(tmp_path / "a.zip", ("a.csv", b"0" * 40_000_000)))
    assert refusal.code == "archive_too_large"
    assert "200:1" in str(refusal)


def test_an_archive_that_lies_about_its_size_is_stopped_while_it_unpacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = zipped(tmp_path / "a.zip", ("a.csv", b"0" * 3_000_000))
    data = bytearray(file.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)  # the directory says 10 bytes
    file.write_bytes(data)
    (tmp_path / "in").mkdir()
    with pytest.raises(ImportRefused) as caught:
        archive.unpack(file, tmp_path / "in")
    assert caught.value.code in ("archive_damaged", "archive_too_large")
    assert sum(path.stat().st_size for path in (tmp_path / "in").iterdir()) < 3_000_000


def test_an_archive_within_an_archive_is_refused(tmp_path: Path, refused: Refused) -> None:
    assert refused(zipped(tmp_path / "a.zip", ("b.zip", b"PK\x03\x04"))).code == "archive_nested"


def test_an_archive_of_very_many_files_is_refused(tmp_path: Path, refused: Refused) -> None:
    entries = [(f"{number}.txt", b"") for number in range(limits.MAX_ENTRIES + 1)]
    assert refused(zipped(tmp_path / "a.zip", *entries)).code == "archive_too_large"
