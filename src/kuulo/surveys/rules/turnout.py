"""What a status tells of each row: how far the answer got, or that somebody was asked and stayed silent; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from kuulo.surveys.rules.labels import normalise
from kuulo.surveys.rules.statuses import AMBIGUOUS, OUTSIDE, SILENT
from kuulo.surveys.rules.statuses import COMPLETE as COMPLETE_WORDS
from kuulo.surveys.rules.statuses import PARTIAL as PARTIAL_WORDS

COMPLETE: Final = "complete"
PARTIAL: Final = "partial"
ANSWERED: Final = "answered"  # how far is not told
OUTSIDE_TARGET: Final = "outside"
SILENCES: Final = ("not_shown", "shown", "dismissed")  # the lake's states of a question nobody answered
ASKED: Final = (COMPLETE, PARTIAL, ANSWERED, *SILENCES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoutCounts:
    """How many rows got how far; ``complete + partial + silent + outside + untold`` are all rows.

    Attributes:
        told: Whether the file tells of any row whether it is complete.
        complete: Complete responses.
        partial: Responses broken off.
        silent: Rows of people who were asked and did not answer anything.
        outside: Rows screened out, over quota, or never sent.
        untold: Rows of which the status does not say how far they got.
        asked: Rows of people who were asked: complete, partial, silent, and untold ones that hold an answer.
        silences: The file's own words for those who stayed silent, commonest first, with their counts.
    """

    told: bool
    complete: int
    partial: int
    silent: int
    outside: int
    untold: int
    asked: int
    silences: tuple[tuple[str, int], ...]


def turnout_of(statuses: pl.Series, filled: pl.Series | None) -> pl.Series:
    """Return for each row one of `ASKED`, ``outside``, or null where the status does not tell.

    A row with an answer in it is never silent, whatever its status says: an opened one is then partial. "Sent" means an
    answer sent where the row holds one; without one an invitation, if the column has other words of invitations or no
    row with the word holds an answer.

    Args:
        statuses: The status of each row as it stood.
        filled: Whether each row holds an answer or a comment; None where no column of the file is known to hold any.
    """
    table = pl.DataFrame(
        {"status": statuses.cast(pl.String), "filled": filled}, schema_overrides={"filled": pl.Boolean}
    )
    pairs = table.unique(maintain_order=True)
    words = [normalise(status or "") for status in pairs["status"]]
    reader = _Reader(
        invites=any(word in SILENT for word in words),
        submitted=frozenset(word for word, holds in zip(words, pairs["filled"], strict=True) if holds),
        knows=filled is not None,
    )
    read = [reader.read(word, holds=bool(holds)) for word, holds in zip(words, pairs["filled"], strict=True)]
    told = pairs.with_columns(pl.Series("turnout", read, dtype=pl.String))
    return table.join(told, on=["status", "filled"], how="left", nulls_equal=True, maintain_order="left")["turnout"]


def _flags(filled: pl.Series | None, height: int) -> pl.Series:
    unknown = pl.repeat(None, height, dtype=pl.Boolean, eager=True)
    return (unknown if filled is None else filled).alias("filled")


def count_turnout(turnout: pl.Series, statuses: pl.Series | None) -> TurnoutCounts:
    """Return how many rows got how far."""
    counts = dict(turnout.value_counts().iter_rows())
    silent = turnout.is_in(SILENCES).fill_null(value=False)
    words = [] if statuses is None else _words(statuses.filter(silent))
    return TurnoutCounts(
        told=any(counts.get(kind) for kind in (COMPLETE, PARTIAL, *SILENCES)),
        complete=counts.get(COMPLETE, 0),
        partial=counts.get(PARTIAL, 0),
        silent=int(silent.sum()),
        outside=counts.get(OUTSIDE_TARGET, 0),
        untold=counts.get(ANSWERED, 0) + counts.get(None, 0),
        asked=sum(counts.get(kind, 0) for kind in ASKED),
        silences=tuple(words),
    )


def _words(statuses: pl.Series) -> list[tuple[str, int]]:
    counted = statuses.value_counts(name="times").sort(["times", statuses.name], descending=[True, False])
    return list(counted.iter_rows())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """What is known of a whole column: whether it speaks of invitations, and the words of rows that hold answers."""

    invites: bool
    submitted: frozenset[str]
    knows: bool

    def read(self, word: str, *, holds: bool) -> str | None:
        """Return what one status means on a row that holds an answer, or none."""
        if word in AMBIGUOUS:
            return COMPLETE if holds or not self._is_invitation(word) else SILENCES[0]
        if word in COMPLETE_WORDS:
            return COMPLETE
        if word in PARTIAL_WORDS:
            return PARTIAL
        if word in OUTSIDE:
            return OUTSIDE_TARGET
        if holds:
            return PARTIAL if word in SILENT else ANSWERED
        return SILENT.get(word)

    def _is_invitation(self, word: str) -> bool:
        return self.invites or (self.knows and word not in self.submitted)
