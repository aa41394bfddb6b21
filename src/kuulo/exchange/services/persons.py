"""What the room holds about persons: files that wait to be taken in, and what reading them told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final

from kuulo.base.errors import KuuloError
from kuulo.base.texts import mark as _
from kuulo.customers.rules.mentions import Mentions
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.exchange.models import Upload
from kuulo.exchange.queries.uploads import stored_path
from kuulo.exchange.rules import FileKind, UploadState
from kuulo.exchange.services.receiving import arrival_in, drop, reply_of

ERASED: Final = "(erased)"


def _about(key: PersonKey) -> Iterator[Upload]:
    """Yield files in whose name, words or messages the person stands."""
    mentions = Mentions(key)
    for row in Upload.objects.order_by("pk"):
        if mentions.stand_in([row.name, row.told, row.outcome]) or _in_file(row, mentions):
            yield row


def _in_file(row: Upload, mentions: Mentions) -> bool:
    path = stored_path(row.stored) if row.stored else None
    if path is None or not path.is_file():
        return False
    content = path.read_bytes()
    if mentions.stand_in_bytes(content):
        return True
    try:
        arrival = arrival_in(row.study, FileKind(row.kind), content, reply_of(row, row.at))
    except KuuloError:
        return False  # what cannot be read any more says nothing, and is removed within the day
    words = [source.text for source in arrival.sources] + [source.name for source in arrival.sources]
    return mentions.stand_in([*words, *(memo.text for memo in arrival.memos)])


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    for row in _about(key):
        yield {"file": row.name, "study": row.study, "came_in": row.at}


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Remove files in which the person stands before anything of them is taken in, and what was told of them."""
    rows = list(_about(key))
    files = sum(bool(row.stored) for row in rows)
    for row in rows:
        row.name, row.told, row.outcome = f"{ERASED} {row.pk}", [], {}
        state = UploadState(row.state)
        drop(row, UploadState.GONE if state is UploadState.WAITING else state, now)
    return Removed(rows=len(rows), files=files)


PERSON_STORES: Final = (
    PersonStore(
        name="exchange.uploads",
        title=_("Research files that name you and wait to be taken in"),
        tables=frozenset({"exchange.Upload"}),
        export=_export,
        erase=_erase,
        order=60,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "exchange.KnownCode": "which code of another tool is which code of a codebook",
}
