"""Keys of Kuulo and GUIDs of files, each from the other; and what files there are."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from uuid import UUID

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.qualitative.exchanging import derived

CHARACTERS: Final = 200
SQLITE: Final = b"SQLite format 3\x00"
ZIP: Final = b"PK"


class FileKind(StrEnum):
    """What kind of file came in."""

    QDPX = "qdpx"
    QDC = "qdc"
    TAGUETTE = "taguette"


class UploadState(StrEnum):
    """How far a file that came in has got."""

    WAITING = "waiting"
    """It was read and shown; nothing was taken in."""
    TAKING = "taking"
    TAKEN = "taken"
    FAILED = "failed"
    GONE = "gone"
    """It was discarded, or waited too long."""


def guid_of(key: str) -> str:
    """Return the GUID of a key of 32 hexadecimal digits."""
    return str(UUID(key))


def key_of(guid: str) -> str:
    """Return the key of a GUID."""
    return guid.replace("-", "")


def code_guid(code: str) -> str:
    """Return the GUID that a code of Kuulo (``book/key``) goes out with, unless it came with one."""
    return derived("code", code)


def kind_of(name: str, content: bytes) -> FileKind:
    """Return what a file is, by its first bytes and, between kinds of XML, by its root.

    Raises:
        FileError: It is none of them.
    """
    if content.startswith(SQLITE):
        return FileKind.TAGUETTE
    if content.startswith(ZIP):
        return FileKind.QDPX
    head = content[:4000].replace(b"\x00", b"")
    if b"<CodeBook" in head and b"<Project" not in head:
        return FileKind.QDC
    if b"<Project" in head or name.lower().endswith((".qde", ".qdpx")):
        return FileKind.QDPX
    if name.lower().endswith(".qdc"):
        return FileKind.QDC
    raise FileError(
        _("This is neither a REFI-QDA file nor a project of Taguette."), _("Choose a .qdpx, .qdc or .sqlite3 file.")
    )
