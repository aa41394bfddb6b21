"""One process's log: a file that only grows, on the disk before anybody is told so.

Whoever moves the log into the store deletes a file as soon as all of it was moved, and holds its lock while doing so.
The writer therefore takes the lock for each write and looks whether its file is still there; if not, it begins another.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

LARGEST_FILE: Final = 128 * 1024 * 1024
FOLDER_MODE: Final = 0o700
FILE_MODE: Final = 0o600


class Log:
    """The log of this process; to be used from one thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = -1
        self._size = 0

    def write(self, records: Sequence[bytes]) -> None:
        """Append the records and wait until they are on the disk.

        Raises:
            OSError: They could not be written; nothing of them is in the log.
        """
        content = b"".join(records)
        self._take(len(content))
        try:
            _write_all(self._file, content)
            os.fdatasync(self._file)
            self._size += len(content)
        except OSError:
            self._give_up()
            raise
        finally:
            self._release()

    def close(self) -> None:
        """Close the file; the next write begins another."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _take(self, more: int) -> None:
        """Hold the lock of a file that is there and has room."""
        while True:
            if self._file < 0 or (self._size and self._size + more > LARGEST_FILE):
                self._begin()
            fcntl.flock(self._file, fcntl.LOCK_EX)
            if os.fstat(self._file).st_nlink:
                return
            self.close()

    def _begin(self) -> None:
        self.close()
        self._folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        name = f"{time.time_ns():020d}-{os.getpid()}-{secrets.token_hex(4)}.log"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        self._file = os.open(self._folder / name, flags, FILE_MODE)
        self._size = 0
        # The file's name must be as sure as what is written into it.
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _give_up(self) -> None:
        """Take back what was half written, and write no more after it: a record that is not whole ends a log."""
        try:
            os.ftruncate(self._file, self._size)
        finally:
            # Closed, which releases the lock too.
            self.close()

    def _release(self) -> None:
        if self._file >= 0:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def _write_all(file: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(file, view) :]
