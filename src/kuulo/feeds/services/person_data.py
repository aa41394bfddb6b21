"""What feeds hold about one person: memberships, rejected rows, deliveries that wait; found, handed out, erased."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.customers.rules import Channel, PersonKey, PersonStore, Removed
from kuulo.customers.rules.mentions import Mentions
from kuulo.feeds.models import FeedMember, FeedRun
from kuulo.feeds.queries import mapping_of, run_folder
from kuulo.feeds.rules.lifecycle import BUSY, FeedKind, RunState
from kuulo.feeds.services.reading import read_run, understand
from kuulo.surveys.report.writing import write_whole

WITHOUT_PERSONS: Final[Mapping[str, str]] = {
    "feeds.Feed": "Where data comes from and how its columns are understood; no word of anybody in it.",
}


def export_memberships(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield which feeds tell of the person."""
    rows = FeedMember.objects.filter(identifier__in=key.identifiers).select_related("feed")
    for row in rows:
        yield {
            "feed": row.feed.name,
            "identifier": row.identifier,
            "gone_since": row.gone_since.isoformat() if row.gone_since else "",
        }


def erase_memberships(key: PersonKey, now: datetime) -> Removed:
    """Forget that feeds told of the person."""
    del now
    deleted, _by_model = FeedMember.objects.filter(identifier__in=key.identifiers).delete()
    return Removed(rows=deleted)


def export_rejected(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield rejected rows that name the person."""
    words = _words(key)
    for run in _with_rejects():
        for row in _rejected_rows(run)[1:]:
            if _names(row, words):
                yield {"file": run.name, "row": row[-1]}
    yield from ({"file": run.name} for run in _called_after(key))


def erase_rejected(key: PersonKey, now: datetime) -> Removed:
    """Take rejected rows that name the person out of their files."""
    del now
    words = _words(key)
    rows = files = 0
    for run in _with_rejects():
        held = _rejected_rows(run)
        kept = [row for row in held if not _names(row, words)]
        if len(kept) < len(held):
            rows, files = rows + len(held) - len(kept), files + 1
            buffer = io.StringIO()
            csv.writer(buffer, lineterminator="\r\n").writerows(kept)
            write_whole(run_folder(run) / run.rejects, "\ufeff" + buffer.getvalue())
    for run in _called_after(key):
        run.name = f"{run.feed.name}{Path(run.name).suffix}"[:255]
        run.stored_name = "erased"
        run.save(update_fields=["name", "stored_name"])
        rows += 1
    return Removed(rows=rows, files=files)


def export_waiting(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield rows of deliveries that are not taken in yet and name the person."""
    words = _words(key)
    for run in _waiting():
        for row in _waiting_rows(run):
            if _names(row, words):
                yield {"file": run.name, "row": "; ".join(row)}


def erase_waiting(key: PersonKey, now: datetime) -> Removed:
    """Discard deliveries that are not taken in and name the person: files as they came cannot be changed."""
    del now
    words = _words(key)
    files = 0
    kept = None
    for run in _waiting():
        if any(_names(row, words) for row in _waiting_rows(run)):
            if run.state in BUSY:
                kept = say(_("A delivery that names this person is being taken in; it leaves the person out."))
                continue
            folder = run_folder(run)
            run.delete()
            shutil.rmtree(folder, ignore_errors=True)
            files += 1
    return Removed(files=files, kept=kept)


def _called_after(key: PersonKey) -> list[FeedRun]:
    """Return the deliveries taken in whose file is called after the person; those that wait go as a whole."""
    mentions = Mentions(key)
    done = FeedRun.objects.filter(state=RunState.DONE).select_related("feed").order_by("pk")
    return [run for run in done if mentions.stand_in(run.name)]


def _with_rejects() -> Iterator[FeedRun]:
    for run in FeedRun.objects.exclude(rejects=""):
        if (run_folder(run) / run.rejects).is_file():
            yield run


def _rejected_rows(run: FeedRun) -> list[list[str]]:
    text = (run_folder(run) / run.rejects).read_text(encoding="utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def _waiting() -> Iterator[FeedRun]:
    for run in FeedRun.objects.exclude(state=RunState.DONE).select_related("feed"):
        if (run_folder(run) / run.stored_name).is_file():
            yield run


def _waiting_rows(run: FeedRun) -> Iterator[list[str]]:
    frame = understand(read_run(run), FeedKind(run.feed.kind), mapping_of(run.feed)).frame
    for cells in frame.iter_rows():
        yield [cell for cell in cells if cell is not None]


def _words(key: PersonKey) -> frozenset[str]:
    """Return what names the person in a row: values of identifiers, addresses, whole names; small letters."""
    values = [each.partition(":")[2] for each in key.identifiers]
    addresses = [value for channel, value in key.addresses if channel is not Channel.LETTER]
    return frozenset(word.strip().casefold() for word in (*values, *addresses, *key.names) if word.strip())


def _names(row: Iterable[str], words: frozenset[str]) -> bool:
    """Return whether a cell of a row, or of a row within a cell, is one of the words."""
    parts = (part.strip().strip('"').casefold() for cell in row for part in _parts(cell))
    return any(part in words for part in parts)


def _parts(cell: str) -> Iterator[str]:
    yield cell
    for separator in (";", ",", "\t"):
        if separator in cell:
            yield from cell.split(separator)


PERSON_STORES: Final[tuple[PersonStore, ...]] = (
    PersonStore(
        name="feeds.memberships",
        title=_("Where your data is brought from"),
        tables=frozenset({"feeds.FeedMember"}),
        export=export_memberships,
        erase=erase_memberships,
        order=20,
    ),
    PersonStore(
        name="feeds.rejected",
        title=_("Rows of lists that could not be used"),
        tables=frozenset({"feeds.FeedRun"}),
        export=export_rejected,
        erase=erase_rejected,
        order=20,
    ),
    PersonStore(
        name="feeds.waiting",
        title=_("Lists that wait to be taken in"),
        tables=frozenset(),
        export=export_waiting,
        erase=erase_waiting,
        order=20,
    ),
)
