"""Erasing signals for good: from the outbox, from the data files, and from what a Delta table remembers of its past.

Nothing is marked as deleted and left to lie: files that hold an erased row are written anew without it, the old ones
are removed, and so are the log's old entries and checkpoints: their statistics hold least and greatest values, and the
record of the deletion itself would name the person. Each step can be repeated; an erasure that was killed begins anew.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

import msgspec
from django.db import transaction
from django.db.models import Q, QuerySet

from kuulo.base.errors import BusyError
from kuulo.base.texts import mark as _
from kuulo.lake.engines import CompanionSource, SignalSource, engine, file_trouble, spill_folder
from kuulo.lake.models import OutboxSignal
from kuulo.lake.queries import lake_url
from kuulo.lake.rules import Bundle, ChosenSignals
from kuulo.lake.schema import companion_url
from kuulo.lake.services.forgetting import STRAY_SECONDS, forget_past
from kuulo.lake.services.leases import Step, leased, pass_by, renew
from kuulo.lake.tables import (
    LakeVersion,
    Table,
    arrow_schema,
    companion_names,
    delete_rows,
    open_table,
    version_of,
)
from kuulo.lake.unsealed import DECODER, NOTHING

PATIENCE: Final = timedelta(seconds=60)
# Whoever began to read the version before may read on for so long; a page's queries take far less.
GRACE: Final = timedelta(seconds=5)
AT_ONE_TIME: Final = 200
ROWS: Final = "erased_rows"
COUNT_SQL: Final = f"SELECT count(*) AS rows FROM {ROWS} WHERE {{chosen}}"  # noqa: S608 -- a name of our own
NO_SIGNALS: Final = SignalSource("erasing", (), NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalsErased:
    """What an erasure removed: rows of the outbox, of the lake, and beside them, and files of data and of the log."""

    waiting: int = 0
    sealed: int = 0
    beside: int = 0
    files: int = 0

    @property
    def rows(self) -> int:
        """All signals and bundles of signals that went."""
        return self.waiting + self.sealed


@dataclass(frozen=True, slots=True)
class Place:
    """One table of the lake: the signals, or a companion of theirs."""

    url: str
    table: Table
    name: str = ""

    def source(self, version: LakeVersion) -> CompanionSource:
        """Return what stands under the name `ROWS` for one version of the table."""
        key = f"erasing:{self.name}:{hash(version.files)}"
        return CompanionSource(ROWS, key, version.files, arrow_schema(self.table).empty_table(), version.dataset)


def erase_signals(chosen: ChosenSignals, *, step: Step = pass_by, grace: timedelta | None = None) -> SignalsErased:
    """Erase the chosen signals wherever they lie, and what stands beside them; a repeat ends what a killed one began.

    Only partitions that hold such signals are written anew. Readers keep what they have for the time of ``grace``; who
    reads for longer is told to look again. Companions hold the keys of their signals, and go by the same condition.

    Raises:
        BusyError: Another process seals or compacts, or is writing the same rows at this moment; repeat.
        EngineError: The lake cannot be opened.
    """
    with leased(patience=PATIENCE) as holder:
        waiting = _erase_waiting(chosen)
        step("outbox erased")
        sealed, beside = 0, 0
        for place in _places():
            renew(holder)
            gone = delete_rows(place.table, chosen.sql()) if _count(chosen, place) else 0
            sealed, beside = (sealed, beside + gone) if place.name else (sealed + gone, beside)
        if sealed or beside:
            step("rows deleted")
            time.sleep((GRACE if grace is None else grace).total_seconds())
        files = 0
        for place in _places():
            renew(holder)
            files += forget_past(place.table, place.url, holds=partial(_holds, chosen, place), step=step)
        step("past forgotten")
        # Opened anew: what the handles know rests on entries that are gone.
        if any(_count(chosen, place) for place in _places()):
            raise BusyError(_("More of the same signals came in meanwhile."), _("Repeat the erasure."))
        return SignalsErased(waiting=waiting, sealed=sealed, beside=beside, files=files)


def _places() -> tuple[Place, ...]:
    """Return the tables there are, the signals first: of signals that are gone nothing is added beside them."""
    url = lake_url()
    urls = [("", url), *((name, companion_url(url, name)) for name in companion_names(url))]
    opened = [(name, where, open_table(where)) for name, where in urls]
    return tuple(Place(where, table, name) for name, where, table in opened if table is not None)


def _erase_waiting(chosen: ChosenSignals) -> int:
    """Delete the outbox rows of chosen signals. What is chosen by age alone is sealed long before."""
    with transaction.atomic():
        doomed = [row.pk for row in _candidates(chosen).iterator() if _is_chosen(row.payload, chosen)]
        for start in range(0, len(doomed), AT_ONE_TIME):
            OutboxSignal.objects.filter(pk__in=doomed[start : start + AT_ONE_TIME]).delete()
    return len(doomed)


def _candidates(chosen: ChosenSignals) -> QuerySet[OutboxSignal]:
    """Return the rows in whose payload one of the texts stands somewhere."""
    found = OutboxSignal.objects.none()
    words = sorted(chosen.parties | chosen.response_ids)
    for start in range(0, len(words), AT_ONE_TIME):
        stands = Q()
        for word in words[start : start + AT_ONE_TIME]:
            stands |= Q(payload__contains=msgspec.json.encode(word).decode())
        found = found | OutboxSignal.objects.filter(stands)
    return found


def _is_chosen(payload: str, chosen: ChosenSignals) -> bool:
    decoded = DECODER.decode(payload)
    told = decoded.shared if isinstance(decoded, Bundle) else decoded
    return told.party in chosen.parties or told.response_id in chosen.response_ids


def _count(chosen: ChosenSignals, place: Place, version: LakeVersion | None = None) -> int:
    """Return how many rows of a table, as its handle stands, are chosen."""
    version = version or version_of(place.table, place.url)
    if not version.files and version.dataset is None:
        return 0
    (row,) = engine().run(COUNT_SQL.format(chosen=chosen.sql()), NO_SIGNALS, {}, [place.source(version)]).to_pylist()
    return int(row["rows"])


def _holds(chosen: ChosenSignals, place: Place, file: str) -> bool:
    """Return whether a data file outside the table holds chosen rows, or is being written so that nobody can tell."""
    if file_trouble(Path(file)):
        return True
    return _count(chosen, place, LakeVersion(number=0, batch=0, files=(file,))) > 0


def clear_spill() -> int:
    """Remove what killed processes left where results go that do not fit in memory; return how many files went."""
    folder = spill_folder()
    gone = 0
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and time.time() - path.stat().st_mtime > STRAY_SECONDS:
            path.unlink(missing_ok=True)
            gone += 1
    return gone
