"""Word and PDF files read, and those that would harm refused."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from kuulo.base.errors import FileError
from kuulo.qualitative.reading import ReadKind, read_file
from kuulo.qualitative.reading.tests.files import pdf_file, repacked, word_file

pytestmark = pytest.mark.pure
PARAGRAPHS = [
    "Haastattelija: Mitä tapahtui?",
    "Äijö: Jonotin 😀 kauan.",
    "Haastattelija: Entä sitten?",
    "Äijö: Lähdin.",
]


def test_a_word_document_gives_paragraphs_tables_and_speakers() -> None:
    read = read_file("visit.docx", word_file(PARAGRAPHS, [["Ikä", "45"], ["Kaupunki", "Tampere"]]))
    assert read.kind is ReadKind.DOCX
    assert read.text.split("\n") == [*PARAGRAPHS, "Ikä\t45", "Kaupunki\tTampere"]
    assert [turn.speaker for turn in read.turns] == ["Haastattelija", "Äijö", "Haastattelija", "Äijö"]


def test_a_pdf_gives_the_words_of_its_pages_and_tells_of_empty_ones() -> None:
    read = read_file("report.pdf", pdf_file(["Asiakas jonotti kauan.", "", "Kund fick vänta."]))
    assert read.kind is ReadKind.PDF
    assert read.text == "Asiakas jonotti kauan.\n\nKund fick vänta."
    assert "1 pages hold no words" in str(read.told[0])


def test_a_pdf_of_pictures_alone_says_what_to_do() -> None:
    with pytest.raises(FileError, match="recognised first"):
        read_file("scan.pdf", pdf_file([""]))


def test_a_locked_pdf_is_refused() -> None:
    with pytest.raises(FileError, match="locked by a password"):
        read_file("secret.pdf", pdf_file(["secret"], password="open"))


@pytest.mark.parametrize(("name", "content"), [("a.pdf", b"%PDF-1.7 nothing"), ("a.docx", b"PK\x03\x04 nothing")])
def test_a_broken_document_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(FileError, match="is broken"):
        read_file(name, content)


def test_an_archive_that_is_no_document_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../escape.txt", "hello")
    with pytest.raises(FileError, match="is broken"):
        read_file("a.docx", out.getvalue())


def test_a_document_that_unpacks_to_a_flood_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(5):
            with archive.open(f"word/{number}.xml", "w") as part:
                for _chunk in range(45):
                    part.write(bytes(2**20))
    assert len(out.getvalue()) < 2**20
    with pytest.raises(FileError, match="unpacks to more"):
        read_file("bomb.docx", out.getvalue())


def test_a_document_with_entities_is_refused() -> None:
    evil = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
        b"<w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
    )
    with pytest.raises(FileError, match="defines entities"):
        read_file("evil.docx", repacked(word_file(["hello"]), "word/document.xml", evil))


def test_a_file_beyond_all_measure_is_refused() -> None:
    with pytest.raises(FileError, match="larger than the 30 MB"):
        read_file("huge.txt", b"a" * (30 * 2**20 + 1))
    with pytest.raises(FileError, match="2000000 are read"):
        read_file("long.txt", b"a" * 2_000_001)
