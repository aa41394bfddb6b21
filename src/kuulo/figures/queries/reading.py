"""One look at the store: all figures of a page are computed on the same version of the data."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

import pyarrow as pa
from django.conf import settings

from kuulo.accounts.queries import organisation
from kuulo.correction.queries import ledger_version
from kuulo.customers.queries import attributes_table, attributes_version
from kuulo.lake.queries import NO_TABLES, Snapshot, open_snapshot
from kuulo.words.queries import COMMENT_WORDS, words_table, words_version

MOST_KEPT = 512
PARTIES = "party_attributes"
GATHERED = "gathered_answers"

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Gathered:
    """A few columns of some answers, gathered from the lake once for all figures of a page.

    ``sql`` selects them when the first figure asks; a page whose figures are all kept never runs it.
    """

    sql: str
    found: pa.Table | None = None

    def table(self, snapshot: Snapshot) -> pa.Table:
        """Return the answers."""
        if self.found is None:
            self.found = snapshot.run(self.sql)
        return self.found


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One version of the answers together with what the organisation has decided about figures.

    Attributes:
        data_version: Names the version in every figure.
        floor: Fewest persons a figure may be about.
        confidence: Confidence level of intervals.
        zone: Time zone whose days, weeks and months are meant.
        key: Differs whenever any answer, customer or decision does.
        snapshot: The version of the lake.
        gathered: Answers gathered beforehand, from which figures are computed in place of the lake.
    """

    data_version: str
    floor: int
    confidence: float
    zone: ZoneInfo
    key: str
    snapshot: Snapshot
    gathered: Gathered | None = None

    def ask(self, sql: str, further: Mapping[str, pa.Table] = NO_TABLES) -> pa.Table:
        """Return the result of a SELECT over ``signals`` and further tables.

        The customers' attributes and what is known of the words are there where the statement names them.
        """
        tables = dict(further)
        if PARTIES in sql:
            tables[PARTIES] = attributes_table()
        if self.gathered is not None and GATHERED in sql:
            tables[GATHERED] = self.gathered.table(self.snapshot)
        if COMMENT_WORDS in sql:
            tables[COMMENT_WORDS] = words_table(self.snapshot)
        return self.snapshot.run(sql, tables)


@contextmanager
def open_reading() -> Iterator[Reading]:
    """Open the newest version of the answers for the length of a page."""
    company = organisation()
    zone = ZoneInfo(settings.TIME_ZONE)
    with open_snapshot() as snapshot:
        yield Reading(
            data_version=snapshot.data_version,
            floor=company.anonymity_floor,
            confidence=company.confidence,
            zone=zone,
            key=f"{snapshot.source.key}|{attributes_version()}|{ledger_version()}|{company.anonymity_floor}|{company.confidence}|{zone}",
            snapshot=snapshot,
        )


@dataclass(slots=True)
class Memory:
    """The results this process computed last; the least recently used goes first."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    results: OrderedDict[tuple[Any, ...], object] = field(default_factory=OrderedDict)

    def recall(self, key: tuple[Any, ...]) -> object | None:
        """Return the result kept under the key, if any."""
        with self.lock:
            if key in self.results:
                self.results.move_to_end(key)
            return self.results.get(key)

    def keep(self, key: tuple[Any, ...], result: object) -> None:
        """Keep a result and let go of the oldest beyond `MOST_KEPT`."""
        with self.lock:
            self.results[key] = result
            while len(self.results) > MOST_KEPT:
                self.results.popitem(last=False)

    def forget(self) -> None:
        """Let go of everything; the next look computes anew."""
        with self.lock:
            self.results.clear()


MEMORY = Memory()


def kept(compute: Callable[Concatenate[Reading, Asked], Answer]) -> Callable[Concatenate[Reading, Asked], Answer]:
    """Keep what a query returned for the same reading and the same (hashable) arguments.

    The key holds the version of the data, so nothing kept is ever stale; it only is no longer asked for.
    """

    def recalled(reading: Reading, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        version = words_version(reading.snapshot) if _use_words((*args, *kwargs.values())) else ""
        return _recall(compute, version, reading, *args, **kwargs)

    return update_wrapper(recalled, compute)


def kept_with_words(
    compute: Callable[Concatenate[Reading, Asked], Answer],
) -> Callable[Concatenate[Reading, Asked], Answer]:
    """Keep as `kept` does, for what depends on what is known of comments whatever the arguments are."""

    def recalled(reading: Reading, /, *args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        return _recall(compute, words_version(reading.snapshot), reading, *args, **kwargs)

    return update_wrapper(recalled, compute)


def _recall(
    compute: Callable[Concatenate[Reading, Asked], Answer],
    version: str,
    reading: Reading,
    *args: Asked.args,
    **kwargs: Asked.kwargs,
) -> Answer:
    key = (compute.__qualname__, compute.__module__, reading.key, version, args, tuple(sorted(kwargs.items())))
    found = MEMORY.recall(key)
    if found is None:
        found = compute(reading, *args, **kwargs)
        MEMORY.keep(key, found)
    return cast("Answer", found)


def _use_words(arguments: tuple[object, ...]) -> bool:
    """Return whether any argument speaks of words: only then a comment that was read makes a figure another."""
    return any(
        _use_words(each) if isinstance(each, tuple) else bool(getattr(each, "uses_words", False)) for each in arguments
    )
