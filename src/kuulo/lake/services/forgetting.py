"""Making the lake forget its past: old data files, files nobody knows, the log's old entries and checkpoints."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pyarrow.fs as pafs

from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.lake.tables import Table, append, arrow_schema, data_file, is_local, local_path, store_of

ERASURES_APP: Final = "kuulo-erasures"
# A data file no version knows is a crashed writer's once it is this old: none takes so long to commit what it wrote.
STRAY_SECONDS: Final = 600.0


def forget_past(table: Table, url: str, *, holds: Callable[[str], bool], step: Callable[[str], None]) -> int:
    """Remove every file of versions that are past, and what the log tells of them; return how many files went.

    Files that were removed from the table are deleted whatever their age. A file that no version ever knew may be about
    to be committed: it is deleted once it is old, and looked into while it is young.

    Args:
        table: The lake at its newest version.
        url: Where it lies.
        holds: Tells of a data file whether it holds what is to be erased.
        step: Told how far it has come.

    Raises:
        BusyError: Another process has just written a file with such rows, or commits at the same moment.
    """
    gone = len(table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=False))
    step("old files removed")
    table.update_incremental()
    store = store_of(url)
    gone += _remove_strays(table, url, store, holds)
    # A commit without rows: the log can then be cut before it, the entry that names what was deleted included.
    append(table, arrow_schema(table).empty_table(), app_id=ERASURES_APP, number=_next_number(table))
    table.create_checkpoint()
    step("checkpoint written")
    return gone + _cut_log(store, table.version())


def _next_number(table: Table) -> int:
    return (table.transaction_version(ERASURES_APP) or 0) + 1


def _remove_strays(table: Table, url: str, store: pafs.FileSystem, holds: Callable[[str], bool]) -> int:
    known = {"/".join(data_file(uri, url).rsplit("/", 3)[1:]) for uri in table.file_uris()}
    found = store.get_file_info(pafs.FileSelector("", recursive=True))
    strays = [each for each in found if each.is_file and not each.path.startswith("_") and each.path not in known]
    for each in strays:
        if each.mtime_ns is None or time.time() - each.mtime_ns / 1e9 > STRAY_SECONDS:
            store.delete_file(each.path)
        elif not is_local(url) or holds(str(Path(local_path(url), each.path))):
            raise BusyError(
                _("Another process is writing to the lake, or ended in the midst of it."),
                _("The erasure looks again; after {minutes} minutes such a file is removed."),
                minutes=round(STRAY_SECONDS / 60),
            )
    return len(strays)


def _cut_log(store: pafs.FileSystem, version: int) -> int:
    """Delete the log's entries and checkpoints before a version that has a checkpoint of its own."""
    gone = 0
    for each in store.get_file_info(pafs.FileSelector("_delta_log", recursive=True)):
        number = each.base_name.partition(".")[0]
        is_past = int(number) < version if number.isdigit() else _is_left_over(each)
        if each.is_file and is_past:
            store.delete_file(each.path)
            gone += 1
    return gone


def _is_left_over(file: pafs.FileInfo) -> bool:
    if file.base_name == "_last_checkpoint" or file.mtime_ns is None:
        return False
    return bool(time.time() - file.mtime_ns / 1e9 > STRAY_SECONDS)
