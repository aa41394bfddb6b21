"""Files as transcribers and programs write them, made for the tests."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from kuulo.base.later import Later

docx = Later("docx")
fpdf = Later("fpdf")
image = Later("PIL.Image")

SPOKEN = """Haastattelija: Mitä tapahtui?
Äijö: No, ensin klo 12:30 soitin. Huom: se kesti 😀.

[00:01:02] Äijö: Sitten jonotin.
Haastattelija (00:02:00): Entä sitten?
"""
VTT = """WEBVTT

NOTE recorded at the customer's

1
00:00:01.000 --> 00:00:04.000
<v Risto>Hei &amp; tervetuloa

00:00:05.250 --> 00:00:06.500 align:start
<v.loud Äijö Öhman>No hei <i>vaan</i>
jatkuu

00:01:00.000 --> 00:01:02.000
<v Äijö Öhman>ja vielä
"""
SRT = (
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nRisto: Hei\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nÄijö: Kyllä\r\n\r\n"
    "3\r\n00:00:05,000 --> 00:00:06,000\r\nkyllä vain\r\n\r\n4\r\n00:00:07,000 --> 00:00:08,000\r\nRisto: Niin\r\n\r\n"
    "5\r\n00:00:09,000 --> 00:00:10,000\r\nÄijö: Niin\r\n"
)


def word_file(paragraphs: Sequence[str], cells: Sequence[Sequence[str]] = ()) -> bytes:
    """Return a Word document of paragraphs and a table."""
    document: Any = docx.Document()
    for each in paragraphs:
        document.add_paragraph(each)
    if cells:
        table = document.add_table(rows=len(cells), cols=len(cells[0]))
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def repacked(content: bytes, part: str, changed: bytes) -> bytes:
    """Return an archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for each in before.namelist():
            after.writestr(each, changed if each == part else before.read(each))
    return out.getvalue()


def pdf_file(pages: Sequence[str], password: str = "") -> bytes:
    """Return a PDF with a text a page."""
    paper: Any = fpdf.FPDF()
    paper.set_font("Helvetica", size=12)
    if password:
        paper.set_encryption(owner_password=password, user_password=password)
    for each in pages:
        paper.add_page()
        if each:
            paper.multi_cell(0, 8, each)
    return bytes(paper.output())


def photo(size: tuple[int, int] = (40, 30), form: str = "JPEG", *, place: str = "60.17N 24.94E") -> bytes:
    """Return a picture that tells in its metadata where and with what it was taken."""
    made: Any = image.new("RGB", size, (200, 30, 30))
    exif = image.Exif()
    exif[0x010F] = "Camera of Zyrvax"
    exif[0x9286] = place
    exif[0x0112] = 6
    out = io.BytesIO()
    made.save(out, format=form, exif=exif)
    return out.getvalue()
