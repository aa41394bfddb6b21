"""Files that lie in a folder for a feed: which are new or changed, and no longer growing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.feeds.readers.places import folder_in_inbox

MOST_FILES: Final = 10_000
Mark = tuple[int, int]
"""Bytes and time of the last change in nanoseconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What lies in a folder: files to take now, oldest first, and the marks of those that may still grow."""

    ready: tuple[tuple[Path, Mark], ...]
    growing: Mapping[str, Mark]


def check_folder(folder: str) -> Path:
    """Return the folder of a feed.

    Raises:
        InputError: It lies outside the inbox, or is not there.
    """
    path = folder_in_inbox(folder)
    if not path.is_dir():
        raise InputError(
            _("There is no folder {folder}."), _("Make it on the server, and let Kuulo read it."), folder=str(path)
        )
    return path


def look_into(folder: str, pattern: str, taken: Mapping[str, Sequence[int]], seen: Mapping[str, Sequence[int]]) -> Look:
    """Return which files of a folder are to be taken.

    A file is taken once it has the same size and time as at the look before, so that one still being written waits.
    Hidden files, folders and links out of the inbox are passed over.

    Args:
        folder: Below the inbox.
        pattern: Of names, such as ``*.csv``.
        taken: Name → mark of what was taken before.
        seen: Name → mark at the look before.
    """
    path = check_folder(folder)
    ready, growing = [], {}
    for file in sorted(path.iterdir())[:MOST_FILES]:
        if file.name.startswith(".") or not fnmatch(file.name.lower(), pattern.lower() or "*") or not _is_inside(file):
            continue
        about = file.stat()
        mark = (about.st_size, about.st_mtime_ns)
        if tuple(taken.get(file.name, ())) == mark or not about.st_size:
            continue
        if tuple(seen.get(file.name, ())) == mark:
            ready.append((file, mark))
        else:
            growing[file.name] = mark
    return Look(ready=tuple(sorted(ready, key=lambda pair: pair[1][1])), growing=growing)


def _is_inside(file: Path) -> bool:
    try:
        folder_in_inbox(str(file))
    except InputError:
        return False
    return file.is_file()
