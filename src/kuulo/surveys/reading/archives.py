"""Looking into a workbook's ZIP before anything unpacks it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.inputs import InputFile
from kuulo.surveys.reading.limits import Limits

SMALL = 1 << 20
CHUNK = 1 << 18
LOCAL_HEADER = 30
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@contextmanager
def open_checked(file: InputFile, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP whose directory promises nothing beyond the limits and keeps what it promises.

    Raises:
        FileError: It is damaged, holds too many members, or would unpack to more than allowed or promised.
    """
    try:
        with file.path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            _check_directory(file.name, archive, limits)
            for member in archive.infolist():
                _check_member(file.name, stream, member)
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        mend = _("Open it in its own program and save it again.")
        raise FileError(_("{file}: the workbook is damaged."), mend, file=file.name) from error


def _check_directory(name: str, archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    bloated = any(
        member.file_size > SMALL and member.file_size > limits.ratio * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > limits.members or total > limits.unpacked or bloated:
        raise _too_much(name, total, len(members))
    if any(member.flag_bits & 1 for member in members):
        found = _("{file}: the workbook is protected by a password, or is of the old .xls kind.")
        raise FileError(found, _("Save it as .xlsx without a password."), file=name)


def _check_member(name: str, stream: IO[bytes], member: zipfile.ZipInfo) -> None:
    """Unpack a member piece by piece and throw it away, so that a size the directory lies about is found out."""
    stream.seek(member.header_offset)
    header = stream.read(LOCAL_HEADER)
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise zipfile.BadZipFile("a compression no workbook uses")
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS) if member.compress_type == zipfile.ZIP_DEFLATED else None
    left, size, start = member.compress_size, 0, b""
    while left > 0 and (packed := stream.read(min(left, CHUNK))):
        left -= len(packed)
        for piece in _pieces(unpacker, packed):
            start = start or piece
            size += len(piece)
            if size > member.file_size:
                raise _too_much(name, size, 1)
    if ENTITY.search(start[:65536]):
        found = _("{file}: the workbook declares entities of its own, which no spreadsheet program writes.")
        raise FileError(found, _("Do not trust this file; ask where it comes from."), file=name)


def _pieces(unpacker: zlib._Decompress | None, packed: bytes) -> Iterator[bytes]:
    if unpacker is None:
        yield packed
        return
    while packed and not unpacker.eof:
        yield unpacker.decompress(packed, CHUNK)
        packed = unpacker.unconsumed_tail


def _too_much(name: str, size: int, members: int) -> FileError:
    found = _("{file}: the workbook would unpack to {size} MB in {members} parts, more than any file of answers.")
    mend = _("Save only the sheet with the answers as a new workbook, or as CSV.")
    return FileError(found, mend, file=name, size=size // 1_000_000, members=members)


def read_member(name: str, archive: zipfile.ZipFile, member: str) -> bytes:
    """Return a member's bytes.

    Raises:
        FileError: The member is missing.
    """
    try:
        return archive.read(member)
    except KeyError as error:
        found = _("{file}: this is no workbook (it holds no {member}).")
        raise FileError(found, _("Save it as .xlsx."), file=name, member=member) from error
