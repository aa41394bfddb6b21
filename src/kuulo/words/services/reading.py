"""Reading what is new: each step finds what is missing, does a small batch and commits it, so that it can end anywhere.

Language, personal data, calls and a first feeling come first, for every comment; then the meaning; then the feeling
again where the meaning, or a newer model, tells more, and the calls where the meaning does. The newest comments come
first.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

import pyarrow as pa

from kuulo.lake.queries import open_snapshot
from kuulo.language.calling import embedder_name
from kuulo.language.meaning import Embedder
from kuulo.words.queries.waiting import (
    Look,
    Waiting,
    felt_by_others,
    half_heard,
    marks_of_places,
    unembedded,
    unfelt,
    unread,
)
from kuulo.words.services.feeling import COLD, CurrentFeeling, current_feeling, feel_again, feel_first
from kuulo.words.services.meaning import current_embedder, embed
from kuulo.words.services.texts import READER, hear, read

AT_A_LOOK: Final = 20_000
BATCH: Final = 1_000
MEANINGS: Final = 128
Find = Callable[[Look, int], Waiting]
Work = Callable[[pa.Table], None]


@dataclass(slots=True, kw_only=True)
class Budget:
    """How long reading may go on, and how it is told to stop.

    Attributes:
        seconds: Time after which no further batch is begun; embedding takes half of it at most, as it takes longest.
        stopping: Tells whether to end soon.
        progress: Told after each batch how many comments were done by now, and how many still wait for the same.
    """

    seconds: float = 40.0
    stopping: Callable[[], bool] = field(default=lambda: False)
    progress: Callable[[int, int], None] = field(default=lambda _done, _waiting: None)
    began: float = field(default_factory=time.monotonic)
    done: int = 0

    def is_over(self, share: float = 1.0) -> bool:
        """Return whether no further batch shall be begun, where a step may take a share of the time that is left."""
        return self.stopping() or time.monotonic() - self.began > self.seconds * share

    def told(self, done: int, waiting: int) -> None:
        """Note that some comments are done."""
        self.done += done
        self.progress(self.done, waiting)


@dataclass(slots=True)
class Memory:
    """The kinds and months in which nothing waited when this process last looked, under the marks they had then."""

    ways: tuple[str, ...] = ()
    seen: dict[tuple[str, str], int] = field(default_factory=dict)


MEMORY: Final = Memory()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to find out: what waits for it, how it is done, how many at a time, and its share of the time."""

    find: Find
    work: Work
    batch: int
    share: float = 1.0


def read_words(budget: Budget) -> int:
    """Read what waits, as far as the budget goes; return how many comments still wait for something.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
        KuuloError: The server that embeds does not answer; language, personal data and feelings are read by then.
    """
    embedder, feeling = current_embedder(), current_feeling()
    name = "" if embedder is None else embedder.name
    steps = _steps(embedder, feeling)
    with open_snapshot() as snapshot:
        marks = marks_of_places(snapshot)
    ways = (READER, name, feeling.version)
    if MEMORY.ways != ways:
        MEMORY.ways, MEMORY.seen = ways, {}
    places = frozenset(place for place, mark in marks.items() if MEMORY.seen.get(place) != mark)
    waiting = max([_carry_out(step, places, budget) for step in steps], default=0) if places else 0
    if not waiting:
        MEMORY.seen |= marks
    return waiting


def _steps(embedder: Embedder | None, feeling: CurrentFeeling) -> list[Step]:
    """Return what is to be done of each comment, in this order."""
    name = "" if embedder is None else embedder.name
    understood = name if feeling.embedder in {name, ""} and feeling.version == COLD else feeling.embedder
    steps = [
        Step(lambda look, most: unread(look, READER, most), read, BATCH),
        Step(unfelt, feel_first, BATCH),
    ]
    if embedder is not None:
        steps.append(
            Step(lambda look, most: unembedded(look, name, most), partial(embed, embedder=embedder), MEANINGS, 0.6)
        )
    steps.append(Step(lambda look, most: felt_by_others(look, feeling.version, understood, most), feel_again, BATCH))
    if name == embedder_name():
        steps.append(Step(lambda look, most: half_heard(look, READER, name, most), hear, BATCH))
    return steps


def _carry_out(step: Step, places: frozenset[tuple[str, str]], budget: Budget) -> int:
    """Do a step until nothing waits for it or the time is over; return how many still wait."""
    before = None
    while True:
        with open_snapshot() as snapshot:
            waiting = step.find(Look(snapshot, places), AT_A_LOOK)
        # What does not get fewer would be done for ever: it waits for the next run.
        if not waiting.count or (before is not None and waiting.count >= before):
            return waiting.count
        before = left = waiting.count
        for start in range(0, waiting.rows.num_rows, step.batch):
            if budget.is_over(step.share):
                return left
            rows = waiting.rows.slice(start, step.batch)
            step.work(rows)
            left -= rows.num_rows
            budget.told(rows.num_rows, left)
