"""Which comments a search may find: its filters as one yes or no for each comment of the index."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.utils import timezone
from numpy.typing import NDArray

from kuulo.base.texts import Text
from kuulo.lake.queries import Snapshot
from kuulo.searches.queries.index import OpenIndex
from kuulo.searches.rules.asking import Question
from kuulo.words.queries import WORDED_SQL, names_of, read_comments, standing, value_labels, words_version

COLUMNS: Final = ("signal_id", "language", "feeling", "theme", "touchpoint", "occurred_at")
PLAIN: Final = ("language", "feeling", "theme", "touchpoint")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a search can be narrowed to; of themes the key and what it is called."""

    languages: tuple[str, ...]
    themes: tuple[tuple[str, Text], ...]
    touchpoints: tuple[str, ...]


@dataclass(slots=True)
class Kept:
    """The columns of the comments, in the order of one index and of one version of what is known of them."""

    key: tuple[object, ...] = ()
    table: pa.Table | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


@dataclass(slots=True)
class Offered:
    """The languages and touchpoints of one version of the data."""

    key: tuple[object, ...] = ()
    languages: tuple[str, ...] = ()
    touchpoints: tuple[str, ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)


KEPT: Final = Kept()
OFFERED: Final = Offered()
PLACES_SQL: Final = f"""
    SELECT DISTINCT touchpoint FROM signals
    WHERE {WORDED_SQL} AND promise = 'identified' AND touchpoint IS NOT NULL ORDER BY touchpoint
"""  # noqa: S608 -- names of our own


def allowed(snapshot: Snapshot, opened: OpenIndex, question: Question) -> NDArray[np.bool_] | None:
    """Return for each comment of the index whether the filters allow it; None where there are no filters.

    Comments whose time or place may not be shown are not found by either.
    """
    if not question.narrows:
        return None
    table = _columns(snapshot, opened)
    conditions = [pc.equal(table[name], getattr(question, name)) for name in PLAIN if getattr(question, name)]
    if question.since:
        conditions.append(pc.greater_equal(table["occurred_at"], _moment(question.since)))
    if question.until:
        conditions.append(pc.less(table["occurred_at"], _moment(question.until + timedelta(days=1))))
    held: Any = conditions[0]
    for condition in conditions[1:]:
        held = pc.and_(held, condition)
    return np.asarray(pc.fill_null(held, fill_value=False), dtype=np.bool_)


def choices_of(snapshot: Snapshot, language: str) -> Choices:
    """Return what searches can be narrowed to; ``language`` is the reader's."""
    named = value_labels("theme", sorted(names_of("theme")), language)
    languages, touchpoints = _offered(snapshot)
    return Choices(
        languages=languages,
        themes=tuple(sorted(named.items(), key=lambda item: str(item[1]).casefold())),
        touchpoints=touchpoints,
    )


def _offered(snapshot: Snapshot) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return languages and touchpoints that there are comments of, kept for one version."""
    key = (snapshot.source.key, words_version(snapshot))
    with OFFERED.lock:
        if OFFERED.key != key:
            places = snapshot.run(PLACES_SQL)["touchpoint"].to_pylist()
            OFFERED.languages = tuple(name for name in standing(snapshot).languages if name)
            OFFERED.touchpoints = tuple(places)
            OFFERED.key = key
        return OFFERED.languages, OFFERED.touchpoints


def _columns(snapshot: Snapshot, opened: OpenIndex) -> pa.Table:
    key = (snapshot.source.key, words_version(snapshot), opened.state)
    with KEPT.lock:
        if KEPT.table is None or KEPT.key != key:
            KEPT.table = _in_order(read_comments(snapshot, columns=COLUMNS), opened.ids)
            KEPT.key = key
        return KEPT.table


def _in_order(table: pa.Table, ids: Sequence[str]) -> pa.Table:
    places = pc.index_in(pa.array(ids, pa.string()), value_set=table["signal_id"].combine_chunks())
    columns: Mapping[str, Any] = {name: table[name].combine_chunks().take(places) for name in COLUMNS[1:]}
    return pa.table(columns)


def _moment(day: Any) -> pa.Scalar:
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return pa.scalar(begin, pa.timestamp("us", tz="UTC"))
