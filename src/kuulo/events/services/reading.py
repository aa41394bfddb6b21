"""Reading a part of a log file: its events as signals, and what they say about persons."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from kuulo.customers.queries import kept_out_among
from kuulo.events.queries import sources_by_id
from kuulo.events.rules.records import LONGEST_RECORD, Record, RecordKind, read_records
from kuulo.events.rules.refusals import Packed, unpack_refusals
from kuulo.events.rules.sent import BATCH, EVENT, SentBatch, SentEvent, read_singly
from kuulo.events.rules.signals import ANONYMOUS, Arrival, tell
from kuulo.events.rules.sources import SourceView
from kuulo.events.services.people import Said
from kuulo.lake import queries as lake
from kuulo.lake.rules import Signal, month_of

LOGGER: Final = logging.getLogger(__name__)
PART_BYTES: Final = 8 * 1024 * 1024
MONTHS: Final = 12
# By what else a browser could be known again.
TRACEABLE: Final = frozenset({ANONYMOUS, "session_id"})
Hour = tuple[int, str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a log file that is moved at once.

    Attributes:
        path: The file.
        begin: Where the part begins.
        end: Where it ends: after its last whole record.
        signals: What the lake keeps; each id once.
        said: What says who is who.
        counts: Events by source, type and hour.
        refused: What was refused when it came: source, when, what.
        repeated: How many events the store or the part had already.
    """

    path: Path
    begin: int
    end: int
    signals: tuple[Signal, ...] = ()
    said: tuple[Said, ...] = ()
    counts: Counter[Hour] = field(default_factory=Counter)
    refused: tuple[tuple[int, datetime, Packed], ...] = ()
    repeated: int = 0


def read_part(path: Path, begin: int, *, upto: int | None = None) -> Part:
    """Return the next part of the file from an offset on; with ``upto``, the part that ends there.

    Its end is its beginning where there is no whole record.
    """
    with path.open("rb") as file:
        file.seek(begin)
        content = file.read(PART_BYTES + LONGEST_RECORD if upto is None else upto - begin)
    records: list[Record] = []
    for record in read_records(content):
        records.append(record)
        if upto is None and record.end >= PART_BYTES:
            break
    end = begin + (records[-1].end if records else 0)
    return _told(Part(path=path, begin=begin, end=end), records)


def _told(part: Part, records: list[Record]) -> Part:
    known = sources_by_id(record.source_id for record in records)
    signals: dict[str, Signal] = {}
    said: list[Said] = []
    refused: list[tuple[int, datetime, Packed]] = []
    counts: Counter[Hour] = Counter()
    repeated = 0
    for record in records:
        source = known.get(record.source_id)
        if source is None:
            LOGGER.warning("A request of source %d is let go: there is no such source.", record.source_id)
        elif record.kind is RecordKind.REFUSED:
            refused += [(source.id, record.received_at, each) for each in unpack_refusals(record.body)]
        else:
            for each in _events(record, source):
                counts[source.id, each.told.type, record.received_at.replace(minute=0, second=0, microsecond=0)] += 1
                said.append(each)
                signal = each.told.signal
                if signal is not None:
                    repeated += signal.signal_id in signals
                    signals.setdefault(signal.signal_id, signal)
    return replace(
        part,
        signals=tuple(signals.values()),
        said=tuple(said),
        counts=counts,
        refused=tuple(refused),
        repeated=repeated,
    )


def _events(record: Record, source: SourceView) -> Iterator[Said]:
    try:
        if record.kind is RecordKind.EVENT:
            yield _said(EVENT.decode(record.body), record, source)
            return
        batch = _batch(record.body)
    except (msgspec.MsgspecError, RecursionError):
        # It was looked at before it was acknowledged; only another version of Kuulo can take it for something else.
        LOGGER.exception("A request of %s at %s cannot be read any more.", source.slug, record.received_at)
        return
    arrival = Arrival(
        source=source,
        received_at=record.received_at,
        sent_at=batch.sent_at,
        gpc=record.gpc,
        context=batch.context,
        index=0,
    )
    for index, event in enumerate(batch.batch):
        yield Said(source, tell(event, replace(arrival, index=index)))


def _batch(body: bytes) -> SentBatch:
    """Return a batch; a number too large for any computer takes only its own event along."""
    try:
        return BATCH.decode(body)
    except (msgspec.ValidationError, RecursionError):
        return BATCH.decode(read_singly(body)[0])


def _said(event: SentEvent, record: Record, source: SourceView) -> Said:
    arrival = Arrival(
        source=source, received_at=record.received_at, sent_at=None, gpc=record.gpc, context=None, index=0
    )
    return Said(source, tell(event, arrival))


def without_repeats(part: Part) -> Part:
    """Return the part without the signals the store has already.

    A repeat is of the same kind, but its corrected time may differ by as long as its sender waited before it sent
    again: the months before and after are looked at too.
    """
    if not part.signals:
        return part
    partitions = {(each.kind, month) for each in part.signals for month in months_around(each.occurred_at)}
    held = lake.held_ids([each.signal_id for each in part.signals], partitions)
    if not held:
        return part
    fresh = tuple(each for each in part.signals if each.signal_id not in held)
    return replace(part, signals=fresh, repeated=part.repeated + len(part.signals) - len(fresh))


def without_kept_out(part: Part) -> Part:
    """Return the part without what erased persons did who are kept out: what they wrote may say who they are."""
    named = {each for said in part.said for each in (said.told.user, said.told.anonymous, said.told.other) if each}
    barred = kept_out_among(named)
    if not barred:
        return part
    said = tuple(each for each in part.said if not barred & {each.told.user, each.told.other})
    others = (each for each in part.signals if each.party not in barred)
    return replace(part, said=said, signals=tuple(_without_device(each, barred) for each in others))


def _without_device(signal: Signal, barred: frozenset[str]) -> Signal:
    """Return the signal without the browser of an erased person: somebody else may have used it."""
    if f"{ANONYMOUS}:{signal.attributes.get(ANONYMOUS, '')}" not in barred:
        return signal
    rest = {name: value for name, value in signal.attributes.items() if name not in TRACEABLE}
    return replace(signal, attributes=rest)


def months_around(moment: datetime) -> tuple[str, str, str]:
    """Return the month of the moment and its two neighbours."""
    month = month_of(moment)
    number = int(month[:4]) * MONTHS + int(month[5:]) - 1
    before, after = (f"{each // MONTHS:04d}-{each % MONTHS + 1:02d}" for each in (number - 1, number + 1))
    return before, month, after
