"""Somebody hands in a file that is no file of answers: the message names the file, the place and the mend."""

from __future__ import annotations

import gzip
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kuulo.base.errors import FileError, InputError
from kuulo.surveys.reading.files import ReadOptions, read_answers
from kuulo.surveys.reading.limits import Limits
from kuulo.surveys.tests.files import write_text, write_workbook

NOBODY = 65534


def refuse(path: Path, *, options: ReadOptions | None = None, limits: Limits | None = None) -> str:
    with pytest.raises(FileError) as caught:
        read_answers(path, options=options or ReadOptions(), limits=limits or Limits())
    assert isinstance(caught.value, InputError)
    assert caught.value.exit_code == 2
    assert path.name in str(caught.value)
    assert str(caught.value.mend)
    return str(caught.value)


def test_a_missing_file(tmp_path: Path) -> None:
    assert "no such file" in refuse(tmp_path / "nowhere.csv")


def test_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "folder.csv"
    folder.mkdir()
    assert "not a file" in refuse(folder)


@pytest.fixture
def nobody() -> Iterator[None]:
    """Let the test go on as a person with no rights of their own; root may read everything."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(before)


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    path = write_text(tmp_path, "a,b\n1,2\n")
    path.chmod(0)
    return path


def test_a_file_one_may_not_read(locked: Path, nobody: None) -> None:
    del nobody
    assert "may not read" in refuse(locked)


def test_an_unknown_ending(tmp_path: Path) -> None:
    assert ".sav" in refuse(write_text(tmp_path, "a,b\n1,2\n", "answers.docx"))


@pytest.mark.parametrize("text", ["", "\n\n", "   \n", "\ufeff"])
def test_an_empty_file(tmp_path: Path, text: str) -> None:
    assert "empty" in refuse(write_text(tmp_path, text))


def test_a_header_alone(tmp_path: Path) -> None:
    assert "line 1" in refuse(write_text(tmp_path, "id,nps\n"))


def test_answers_where_the_header_should_be(tmp_path: Path) -> None:
    assert "line 1" in refuse(write_text(tmp_path, "9,10\n3,4\n"))


def test_a_header_that_most_rows_do_not_fit(tmp_path: Path) -> None:
    message = refuse(write_text(tmp_path, "id,nps\n1,2,3\n1,2,3\n1,2\n"))
    assert "2 of the first 3 rows" in message
    assert "line 2" in message


def test_a_file_of_nothing_but_broken_rows_is_given_up_early(tmp_path: Path) -> None:
    path = write_text(tmp_path, "id,nps\n" + "1,2,3\n" * 2_000_000)
    assert "of the first 699049 rows" in refuse(path)


@pytest.mark.parametrize(
    ("start", "word"),
    [
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\x7fELF\x02\x01\x01", "program"),
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04", "ZIP"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office"),
        (bytes(range(256)), "not text"),
        (b"\x00" * 64, "not text"),
    ],
)
def test_a_binary_called_csv(tmp_path: Path, start: bytes, word: str) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(start + bytes(range(256)) * 4)
    assert word in refuse(path)


def test_a_file_over_the_limit_is_never_opened(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    with path.open("wb") as stream:
        stream.truncate(3 * 1024**3)  # a hole: takes no room on the disk
    assert "more than 2147 MB" in refuse(path)


def test_a_packed_text_over_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(1 << 16).hex().encode() * 40))
    assert "more than 2 MB" in refuse(path, limits=Limits(unpacked=2_000_000))


def test_a_packed_text_that_swells(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" * 10_000_000))
    assert "200 times" in refuse(path)


def test_a_packed_text_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "answers.csv.gz"
    path.write_bytes(gzip.compress(os.urandom(5000).hex().encode())[:-900])
    assert "damaged" in refuse(path)


def test_an_unknown_encoding(tmp_path: Path) -> None:
    assert "klingon" in refuse(write_text(tmp_path, "a,b\n1,2\n"), options=ReadOptions(encoding="klingon"))


def test_a_delimiter_of_two_characters(tmp_path: Path) -> None:
    assert "::" in refuse(write_text(tmp_path, "a,b\n1,2\n"), options=ReadOptions(delimiter="::"))


def test_a_workbook_bomb(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 50_000_000)
    assert "50 MB" in refuse(path)


def test_a_workbook_that_lies_about_its_size(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 50_000_000)
    lie = path.read_bytes().replace((50_000_000).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(lie)
    assert "would unpack" in refuse(path)


def test_a_workbook_with_entities_of_its_own(tmp_path: Path) -> None:
    whole = write_workbook(tmp_path, {"Data": [["a", "b"], [1, 2]]}, "whole.xlsx")
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member.endswith("sheet1.xml"):
                content = content.replace(b"?>", b'?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', 1)
            target.writestr(member, content)
    assert "entities" in refuse(path)


def test_a_workbook_under_a_password(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert "password" in refuse(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "answers.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "hello")
    refuse(path)


def test_a_workbook_cut_short(tmp_path: Path) -> None:
    path = write_workbook(tmp_path, {"Data": [["a", "b"], [1, 2]]})
    path.write_bytes(path.read_bytes()[:-300])
    assert "damaged" in refuse(path)


@pytest.mark.parametrize(("name", "start"), [("answers.sav", b"$FL2"), ("answers.parquet", b"PAR1")])
def test_a_damaged_container(tmp_path: Path, name: str, start: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(start + bytes(200))
    assert "cannot be read" in refuse(path)


def test_json_that_is_one_list(tmp_path: Path) -> None:
    assert "line 1" in refuse(write_text(tmp_path, '[{"nps": 9}]\n', "answers.jsonl"))
