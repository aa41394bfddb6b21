"""Looking into a workbook's ZIP before anything unpacks it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.limits import Limits

SMALL = 1 << 20
ENTITY = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@contextmanager
def open_checked(path: Path, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a ZIP whose directory promises nothing beyond the limits; what is read from it is held to that promise.

    Raises:
        FileError: It is damaged, holds too many members, or would unpack to more than allowed.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(path.name, archive, limits)
            yield archive
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        mend = _("Open it in its own program and save it again.")
        raise FileError(_("{file}: the workbook is damaged."), mend, file=path.name) from error
    except RuntimeError as error:  # what zipfile raises for a member under a password
        raise FileError(*PROTECTED, file=path.name) from error


PROTECTED = (
    _("{file}: the workbook is protected by a password, or is of the old .xls kind."),
    _("Save it as .xlsx without a password."),
)


def _check_directory(name: str, archive: zipfile.ZipFile, limits: Limits) -> None:
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    bloated = any(
        member.file_size > SMALL and member.file_size > limits.ratio * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > limits.members or total > limits.unpacked or bloated:
        found = _("{file}: the workbook would unpack to {size} MB in {members} parts, more than any file of answers.")
        mend = _("Save only the sheet with the answers as a new workbook, or as CSV.")
        raise FileError(found, mend, file=name, size=total // 1_000_000, members=len(members))


def read_member(name: str, archive: zipfile.ZipFile, member: str) -> bytes:
    """Return a member's bytes, refused where it declares entities of its own.

    Raises:
        FileError: The member is missing or declares entities.
    """
    try:
        content = archive.read(member)
    except KeyError as error:
        found = _("{file}: this is no workbook (it holds no {member}).")
        raise FileError(found, _("Save it as .xlsx."), file=name, member=member) from error
    if ENTITY.search(content[:65536]):
        found = _("{file}: the workbook declares entities of its own, which no spreadsheet program writes.")
        raise FileError(found, _("Do not trust this file; ask where it comes from."), file=name)
    return content
