"""Files as other programs write them, made by hand."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Mapping
from io import BytesIO

SPACE = "urn:QDA-XML:project:1.0"
CODE = "8E5B7A10-0000-4000-8000-000000000001"
USER = "8E5B7A10-0000-4000-8000-000000000002"
TEXT = "8E5B7A10-0000-4000-8000-000000000003"
PASSAGE = "8E5B7A10-0000-4000-8000-000000000004"
CODING = "8E5B7A10-0000-4000-8000-000000000005"


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP of files."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def project(
    *, sources: str = "", codes: str | None = None, rest: str = "", origin: str = "Test", space: str = SPACE
) -> str:
    """Return the XML of a project with one code, unless others are given."""
    book = f'<Code guid="{CODE}" name="odotus" isCodable="true"/>' if codes is None else codes
    return (
        f'<?xml version="1.0" encoding="utf-8"?><Project xmlns="{space}" name="Proj" origin="{origin}">'
        f'<Users><User guid="{USER}" name="Risto"/></Users><CodeBook><Codes>{book}</Codes></CodeBook>'
        f"<Sources>{sources}</Sources>{rest}</Project>"
    )


def coded(start: int, end: int, *, name: str = "", guid: str = PASSAGE, code: str = CODE) -> str:
    """Return a passage with one coding."""
    return (
        f'<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{CODING}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


def text_source(inner: str, *, path: str = f"internal://{TEXT}.txt", guid: str = TEXT, more: str = "") -> str:
    """Return a text whose words lie in a file."""
    return f'<TextSource guid="{guid}" name="Haastattelu" plainTextPath="{path}" {more}>{inner}</TextSource>'


TAGUETTE = """
CREATE TABLE users (login VARCHAR(30) PRIMARY KEY, created DATETIME NOT NULL);
CREATE TABLE projects (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
  created DATETIME NOT NULL);
CREATE TABLE documents (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(200) NOT NULL, description TEXT NOT NULL,
  filename VARCHAR(200) NOT NULL, created DATETIME NOT NULL, project_id INTEGER NOT NULL,
  text_direction VARCHAR(13) NOT NULL, contents TEXT NOT NULL);
CREATE TABLE highlights (id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL,
  start_offset INTEGER NOT NULL, end_offset INTEGER NOT NULL, snippet TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY AUTOINCREMENT, project_id INTEGER NOT NULL, path VARCHAR(200) NOT NULL,
  description TEXT NOT NULL);
CREATE TABLE highlight_tags (highlight_id INTEGER NOT NULL, tag_id INTEGER NOT NULL);
"""
CREATED = "2025-03-01 10:00:00.000000"


def taguette(
    html: str,
    highlights: list[tuple[int, int, str, list[str]]],
    tags: list[str],
    names: tuple[str, ...] = ("Kotikäynnit",),
) -> bytes:
    """Return a project of Taguette with one document, as its export is laid out."""
    database = sqlite3.connect(":memory:")
    database.executescript(TAGUETTE)
    for name in names:
        database.execute("INSERT INTO projects (name, description, created) VALUES (?, '', ?)", (name, CREATED))
    database.executemany(
        "INSERT INTO tags (project_id, path, description) VALUES (1, ?, 'mitä kuuluu')", [(tag,) for tag in tags]
    )
    database.execute(
        "INSERT INTO documents (name, description, filename, created, project_id, text_direction, contents)"
        " VALUES ('Käynti 1', 'Mäkelä', 'kaynti.docx', ?, 1, 'LEFT_TO_RIGHT', ?)",
        (CREATED, html),
    )
    for number, (start, end, snippet, given) in enumerate(highlights, start=1):
        database.execute(
            "INSERT INTO highlights (document_id, start_offset, end_offset, snippet) VALUES (1, ?, ?, ?)",
            (start, end, snippet),
        )
        database.executemany(
            "INSERT INTO highlight_tags SELECT ?, id FROM tags WHERE path = ?", [(number, tag) for tag in given]
        )
    database.commit()
    content = database.serialize()
    database.close()
    return content
