"""Giving each response of a file a key, so that the same response is stored once however often it comes; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import polars as pl

from kuulo.base.ids import derived_id
from kuulo.surveys.rules.acceptance import LINE, Accepted
from kuulo.surveys.rules.answers import AnswerFile
from kuulo.surveys.rules.columns import Role, Settled
from kuulo.surveys.rules.moments import moments_of

KEY_LENGTH: Final = 120
CELL_END: Final = "\x1f"
NO_CELL: Final = "\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Responses:
    """The accepted responses of a file; everything has one entry for each response, in the file's order.

    Attributes:
        keys: The response's key within its data set: the file's own id, or one derived from the row.
        frame: As in `Accepted`.
        states: As in `Accepted`.
        raw: The rows as they stood in the file.
        settled: What the columns are.
        first: The earliest time in the whole file; None where it has none.
    """

    keys: Sequence[str]
    frame: pl.DataFrame
    states: pl.DataFrame
    raw: pl.DataFrame
    settled: Settled
    first: datetime | None

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, positions: Sequence[int]) -> Responses:
        """Return the responses at the positions."""
        return Responses(
            keys=[self.keys[position] for position in positions],
            frame=self.frame[positions],
            # Without score columns the table of states has no rows to take from.
            states=self.states[positions] if self.states.width else self.states,
            raw=self.raw[positions],
            settled=self.settled,
            first=self.first,
        )

    def occurred(self, otherwise: datetime) -> list[datetime]:
        """Return when each response was given, or its silent owner asked; ``otherwise`` where the file tells no time.

        A response without a time in a file that tells those of others is dated the file's first: later it would stand
        among the newest answers, and the figures of the latest days would be made of what nobody knows the time of.
        """
        moments = moments_of(self.frame, self.settled)
        if moments is None:
            return [otherwise] * len(self)
        return [moment or self.first or otherwise for moment in moments.to_list()]


def keyed_responses(answer_file: AnswerFile, accepted: Accepted) -> Responses:
    """Return the accepted responses with their keys.

    With an id column the key is the id. Without one, and where the id is empty, it is derived from the row as it stood
    and from how many equal rows came before it: the same file read again, or a longer one that begins with the same
    rows, gives the same keys.
    """
    raw = _raw_rows(answer_file, accepted)
    own = _own_ids(accepted)
    derived = _derived_keys(raw)
    moments = moments_of(accepted.frame, accepted.settled)
    first = None if moments is None else moments.min()
    return Responses(
        keys=[own_id or key for own_id, key in zip(own, derived, strict=True)],
        frame=accepted.frame,
        states=accepted.states,
        raw=raw,
        settled=accepted.settled,
        first=first if isinstance(first, datetime) else None,
    )


def _raw_rows(answer_file: AnswerFile, accepted: Accepted) -> pl.DataFrame:
    position = {line: at for at, line in enumerate(answer_file.lines.to_list())}
    return answer_file.frame[[position[line] for line in accepted.frame[LINE].to_list()]]


def _own_ids(accepted: Accepted) -> list[str]:
    columns = accepted.settled.with_role(Role.ID)
    if len(columns) != 1:
        # Several ids, or none: no single column is known to tell responses apart.
        return [""] * accepted.frame.height
    values = accepted.frame[columns[0].column].cast(pl.String).fill_null("").to_list()
    return [value if len(value) <= KEY_LENGTH else derived_id("id", value) for value in values]


def _derived_keys(raw: pl.DataFrame) -> list[str]:
    """Return a key for each row; the order of the columns does not count."""
    cells = [pl.col(name).cast(pl.String, strict=False).fill_null(NO_CELL) for name in sorted(raw.columns)]
    seen: Counter[str] = Counter()
    keys = []
    for content in raw.select(pl.concat_str(cells, separator=CELL_END)).to_series().to_list():
        seen[content] += 1
        keys.append(derived_id("row", content, str(seen[content])))
    return keys
