"""Writing a result so that it is either there whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import NamedTemporaryFile

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _


def refuse_overwriting(answers: Path, places: Iterable[Path | None]) -> None:
    """Refuse to write a result over the answers it was made from.

    Raises:
        FileError: One of the places is the file of answers.
    """
    for place in places:
        if place is not None and place.exists() and answers.exists() and place.samefile(answers):
            raise FileError(
                _("{file} is the file of answers; the result would be written over it."),
                _("Name another place for the result."),
                file=place,
            )


def write_whole(path: Path, text: str) -> None:
    """Write a text file; see `write_bytes_whole`."""
    write_bytes_whole(path, text.encode("utf-8"))


def write_bytes_whole(path: Path, content: bytes) -> None:
    """Write a file beside its final place and move it there in one step.

    What is there and is no file, such as a pipe or /dev/null, is written into and never replaced.

    Raises:
        FileError: The folder is missing or may not be written to, or the path is itself a folder.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(path, content)
    except OSError as error:
        raise FileError(
            _("{file} cannot be written: {reason}."),
            _("Name a place you may write to."),
            file=path,
            reason=error.strerror or type(error).__name__,
        ) from error


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        written = Path(file.name)
        try:
            file.write(content)
            file.flush()
            written.chmod(0o666 & ~_umask())
            written.replace(path)
        except OSError:
            written.unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
