"""Deleting a log file once all of it was moved, so that nothing of what it said lingers on the disk."""

from __future__ import annotations

import fcntl
import logging
from pathlib import Path
from typing import Final

from kuulo.events.services.reading import read_part

LOGGER: Final = logging.getLogger(__name__)


def retire(path: Path, offset: int) -> bool:
    """Delete the file if nothing whole lies beyond the offset; return whether it was deleted.

    Its writer holds the file's lock while it writes. What lies beyond the last whole record under our lock was
    therefore never acknowledged: its writer was killed, or told its sender that it could not write.
    """
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if read_part(path, offset).end > offset:
            return False
        torn = path.stat().st_size - offset
        if torn:
            LOGGER.warning("%d bytes at the end of %s were never acknowledged and are let go.", torn, path.name)
        path.unlink()
    return True
