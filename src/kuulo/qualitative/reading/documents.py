"""Words of Word and PDF files; what would unpack to a flood, or reach outside the file, is refused."""

from __future__ import annotations

import io
import logging
import re
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, Final

from kuulo.base.errors import FileError
from kuulo.base.later import Later
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.qualitative.anchoring import normalise
from kuulo.qualitative.reading.kinds import MOST_PAGES

docx = Later("docx")
pypdf = Later("pypdf")
pdf_errors = Later("pypdf.errors")
package_errors = Later("docx.opc.exceptions")
MOST_UNPACKED: Final = 200 * 2**20
MOST_PARTS: Final = 5_000
ENTITY: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
PICTURES: Final = say(_("Pictures, headers, footnotes and comments of the document were left out."))
EMPTY_PAGES: Final = _("{count} pages hold no words, only pictures of them perhaps.")
SPACE: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPH: Final = f"{SPACE}p"
RUN_TEXT: Final = f"{SPACE}t"


def read_docx(content: bytes, *, name: str) -> tuple[str, tuple[Text, ...]]:
    """Return the paragraphs and the cells of tables of a Word file, a line each, in their order.

    Raises:
        FileError: It is broken, unpacks to more than 200 MB, or defines entities.
    """
    _check_package(content, name)
    try:
        document = docx.Document(io.BytesIO(content))
        lines = list(_lines(document))
    except (KeyError, ValueError, AttributeError, OSError, SyntaxError, package_errors.OpcError) as error:
        raise _broken(name, "Word") from error
    return normalise("\n".join(lines)).strip("\n"), (PICTURES,) if _has_more(content) else ()


def _check_package(content: bytes, name: str) -> None:
    """Refuse an archive that unpacks to a flood, or XML with entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise FileError(
                    _("The file {file} unpacks to more than a document holds."),
                    _("Save the document anew without its pictures."),
                    file=name,
                )
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and ENTITY.search(archive.read(part)):
                    raise FileError(
                        _("The file {file} defines entities, which are not read."),
                        _("Save the document anew with Word or LibreOffice."),
                        file=name,
                    )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise _broken(name, "Word") from error


def _lines(document: Any) -> Iterator[str]:
    """Yield paragraphs, and rows of tables with their cells parted by tabs, in the order of the document."""
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = dict.fromkeys(cell._tc for cell in row.cells)
                yield "\t".join(_words(cell) for cell in cells)
        else:
            yield block.text


def _words(cell: Any) -> str:
    """Return the words of a cell: each paragraph after a space, each run joined to the one before."""
    paragraphs = (node for node in cell.iter() if node.tag == PARAGRAPH)
    return " ".join("".join(node.text or "" for node in each.iter() if node.tag == RUN_TEXT) for each in paragraphs)


def _has_more(content: bytes) -> bool:
    """Return whether a document holds what is not read."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return any(
            part.startswith(("word/media/", "word/footnotes", "word/comments", "word/header", "word/footer"))
            for part in archive.namelist()
        )


def read_pdf(content: bytes, *, name: str) -> tuple[str, tuple[Text, ...]]:
    """Return the words of a PDF, a page after a page with an empty line between.

    Raises:
        FileError: It is broken, locked by a password, too long, or holds pictures of words alone.
    """
    # What pypdf says of crooked files is for its makers.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pages = _pages(content, name)
    except (pdf_errors.PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError) as error:
        raise _broken(name, "PDF") from error
    except RecursionError as error:
        raise _broken(name, "PDF") from error
    empty = sum(not page for page in pages)
    if empty == len(pages):
        raise FileError(
            _("The file {file} holds pictures of words, not words."),
            _("Have its words recognised first, for example with OCRmyPDF."),
            file=name,
        )
    return "\n\n".join(page for page in pages if page), (say(EMPTY_PAGES, count=empty),) if empty else ()


def _pages(content: bytes, name: str) -> list[str]:
    reader = pypdf.PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileError(_("The file {file} is locked by a password."), _("Save it without one."), file=name)
    if len(reader.pages) > MOST_PAGES:
        raise FileError(
            _("The file {file} has {pages} pages; {most} are read."),
            _("Split it into several files."),
            file=name,
            pages=len(reader.pages),
            most=MOST_PAGES,
        )
    return [normalise(page.extract_text()).strip() for page in reader.pages]


def _broken(name: str, kind: str) -> FileError:
    return FileError(
        _("The file {file} cannot be read as {kind}: it is broken."),
        _("Open it in the program that made it and save it anew."),
        file=name,
        kind=kind,
    )
