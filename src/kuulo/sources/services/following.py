"""What happened below, followed: participants who left and took back what they told; files without a source."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kuulo.sources.models import Source
from kuulo.sources.queries.files import FOLDER, media_path
from kuulo.sources.rules import ErasedWhy
from kuulo.sources.services.covering import cover_voice, shared_sources
from kuulo.sources.services.erasing import erase_source
from kuulo.studies.queries import participants_called, to_go

CHUNK: Final = 500
# A file is written before its row: what is younger may be on its way.
STRAY: Final = timedelta(hours=6)
BY: Final = "kuulo"


def erase_taken_back(*, now: datetime) -> int:
    """Erase the sources of participants who left and had what they told taken away, and their voice among others’."""
    people = sorted(to_go())
    gone = 0
    for start in range(0, len(people), CHUNK):
        rows = Source.objects.filter(participant_id__in=people[start : start + CHUNK])
        for key in list(rows.values_list("key", flat=True)):
            gone += erase_source(key, by=BY, why=ErasedWhy.WITHDRAWN, now=now)
    return gone + _cover_taken_back(people, now)


def _cover_taken_back(people: list[int], now: datetime) -> int:
    """Cover the voices of participants who took back what they told where others spoke too; return how many."""
    shared = shared_sources(people)
    called = participants_called({number for _key, numbers in shared for number in numbers})
    return sum(
        cover_voice(key, number, (called[number].label, called[number].pseudonym), by=BY, now=now)
        for key, numbers in shared
        for number in numbers
        if number in called
    )


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
