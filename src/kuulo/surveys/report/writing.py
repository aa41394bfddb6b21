"""Writing a result so that it is either there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from kuulo.base.errors import FileError
from kuulo.base.texts import mark as _


def write_whole(path: Path, text: str) -> None:
    """Write a text file beside its final place and move it there in one step.

    Raises:
        FileError: The folder is missing or may not be written to.
    """
    try:
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
            written = Path(file.name)
            file.write(text)
    except OSError as error:
        raise FileError(
            _("{file} cannot be written: {reason}."),
            _("Name a place you may write to."),
            file=path,
            reason=error.strerror or type(error).__name__,
        ) from error
    written.chmod(0o666 & ~_umask())
    written.replace(path)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
