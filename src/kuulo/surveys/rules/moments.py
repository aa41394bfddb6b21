"""When each response was given, or, where nobody answered, when somebody was asked; pure."""

from __future__ import annotations

import polars as pl

from kuulo.surveys.rules.acceptance import TURNOUT
from kuulo.surveys.rules.columns import Role, Settled
from kuulo.surveys.rules.mapping import main_time
from kuulo.surveys.rules.turnout import SILENCES


def silent_rows(frame: pl.DataFrame) -> pl.Series:
    """Return for each accepted row whether somebody was asked and stayed silent; never null."""
    return frame[TURNOUT].is_in(SILENCES).fill_null(value=False)


def moments_of(frame: pl.DataFrame, settled: Settled) -> pl.Series | None:
    """Return the time of each accepted row (Datetime, UTC, null where unknown); None where the file has no times.

    The time of answering; rows of people who stayed silent have none, so theirs is the first other time of the file
    that is known, such as that of the invitation.
    """
    main = main_time(settled)
    if main is None:
        return None
    others = [time.column for time in settled.with_role(Role.TIME) if time.column != main.column]
    filled = pl.coalesce(main.column, *others)
    return frame.select(pl.when(silent_rows(frame)).then(filled).otherwise(pl.col(main.column))).to_series()
