"""What happened below, followed: participants who left and took back what they told; files without a source."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kuulo.sources.models import Source
from kuulo.sources.queries.files import FOLDER, media_path
from kuulo.sources.rules import ErasedWhy
from kuulo.sources.services.erasing import erase_source
from kuulo.studies.queries import to_go

CHUNK: Final = 500
# A file is written before its row: what is younger may be on its way.
STRAY: Final = timedelta(hours=6)
BY: Final = "kuulo"


def erase_taken_back(*, now: datetime) -> int:
    """Erase the sources of participants who left and had what they told taken away; return how many went."""
    people = sorted(to_go())
    gone = 0
    for start in range(0, len(people), CHUNK):
        rows = Source.objects.filter(participant_id__in=people[start : start + CHUNK])
        for key in list(rows.values_list("key", flat=True)):
            gone += erase_source(key, by=BY, why=ErasedWhy.WITHDRAWN, now=now)
    return gone


def sweep_files(*, now: datetime) -> int:
    """Take away files whose source was never kept or is gone; return how many went."""
    root = media_path(FOLDER)
    known = set(Source.objects.exclude(media_name="").values_list("media_name", flat=True))
    gone = 0
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        name = f"{FOLDER}/{path.relative_to(root).as_posix()}"
        if path.is_file() and name not in known and path.stat().st_mtime < (now - STRAY).timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone
