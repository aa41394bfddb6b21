"""Getting at a file's bytes without ever holding more of them than allowed."""

from __future__ import annotations

import gzip
import zlib

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _
from kuulo.surveys.reading.inputs import InputFile
from kuulo.surveys.reading.limits import Limits

CHUNK = 1 << 20
RATIO_FROM = 16 << 20


def check_path(file: InputFile, limits: Limits) -> None:
    """Refuse what is no readable file of an allowed size.

    Raises:
        FileError: The file is missing, a folder, empty, too large, or not to be read.
    """
    try:
        there = file.path.exists()
    except PermissionError as error:
        raise _forbidden(file.name) from error
    if not there:
        raise FileError(_("{file}: there is no such file."), _("Check the name and the folder."), file=file.name)
    if not file.path.is_file():
        raise FileError(_("{file}: this is not a file."), _("Name one file of answers."), file=file.name)
    size = file.path.stat().st_size
    if size == 0:
        raise FileError(_("{file}: the file is empty."), _("Export the answers again."), file=file.name)
    if size > limits.file:
        raise _too_large(file.name, limits.file)


def read_start(file: InputFile, count: int = 4096) -> bytes:
    """Return a file's first bytes.

    Raises:
        FileError: The file may not be read.
    """
    try:
        with file.path.open("rb") as stream:
            return stream.read(count)
    except PermissionError as error:
        raise _forbidden(file.name) from error


def read_bytes(file: InputFile, packing: str, limits: Limits) -> bytes:
    """Return a text file's bytes, unpacked.

    Raises:
        FileError: The packed file is damaged or unpacks to more than allowed.
    """
    if packing != "gz":
        return file.path.read_bytes()
    try:
        return _unpack(file, limits)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        mend = _("Fetch or pack the file again; it may have been cut short.")
        raise FileError(_("{file}: the .gz file is damaged."), mend, file=file.name) from error


def _unpack(file: InputFile, limits: Limits) -> bytes:
    packed = file.path.stat().st_size
    unpacked = bytearray()
    with gzip.open(file.path, "rb") as stream:
        while chunk := stream.read(CHUNK):
            unpacked += chunk
            if len(unpacked) > limits.unpacked:
                raise _too_large(file.name, limits.unpacked)
            if len(unpacked) > RATIO_FROM and len(unpacked) > limits.ratio * packed:
                found = _("{file}: the file unpacks to over {ratio} times its size, which no file of answers does.")
                raise FileError(
                    found, _("Unpack it yourself and look what it holds."), file=file.name, ratio=limits.ratio
                )
    return bytes(unpacked)


def _forbidden(name: str) -> FileError:
    mend = _("Ask for the right to read it, or copy it to a folder of your own.")
    return FileError(_("{file}: you may not read this file."), mend, file=name)


def _too_large(name: str, limit: int) -> FileError:
    found = _("{file}: the file holds more than {limit} MB.")
    mend = _("Split it, save it as Parquet, or raise the limit if you know the file.")
    return FileError(found, mend, file=name, limit=limit // 1_000_000)
