"""What figures know of words: one row a response, kept in the process for the version of what was found out."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Final

import pyarrow as pa

from kuulo.lake.queries import Snapshot
from kuulo.words.queries.companions import OF_FIGURES

COMMENT_WORDS: Final = "comment_words"
"""The table's name in the SQL of figures."""
# Nearly every response has one comment: gathering lists for all would take most of the time.
TABLE_SQL: Final = """
    WITH several AS (
        SELECT response_id FROM word_readings WHERE response_id <> '' GROUP BY response_id HAVING count(*) > 1
    ),
    known AS (
        SELECT readings.response_id, themes.theme, themes.theme_probability AS sureness, feelings.feeling,
               greatest(feelings.negative, feelings.neutral, feelings.positive) AS strength,
               coalesce(codes.codes, []) AS codes, coalesce(readings.calls, []) AS calls
        FROM word_readings AS readings
             LEFT JOIN word_feelings AS feelings USING (signal_id)
             LEFT JOIN word_themes AS themes USING (signal_id)
             LEFT JOIN word_codes AS codes USING (signal_id)
        WHERE readings.response_id <> ''
    )
    SELECT response_id, theme, feeling, codes, calls FROM known ANTI JOIN several USING (response_id)
    UNION ALL
    SELECT response_id, arg_max(theme, sureness), arg_max(feeling, strength),
           list_sort(list_distinct(flatten(list(codes)))), list_sort(list_distinct(flatten(list(calls))))
    FROM known SEMI JOIN several USING (response_id) GROUP BY response_id
"""


@dataclass(slots=True)
class Newest:
    """The table that was made last, and of which version; others wait while one is made."""

    key: str = ""
    table: pa.Table | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


NEWEST: Final = Newest()


def words_version(snapshot: Snapshot) -> str:
    """Return a token that differs whenever `words_table` could."""
    return "|".join(snapshot.companion_key(each) for each in OF_FIGURES)


def words_table(snapshot: Snapshot) -> pa.Table:
    """Return what is known of the words of each response.

    Columns: ``response_id``, ``theme`` and ``feeling`` (of the comment where they are surest; null where not known),
    ``codes`` and ``calls`` (lists, of all its comments).
    """
    version = words_version(snapshot)
    with NEWEST.lock:
        if NEWEST.table is None or NEWEST.key != version:
            NEWEST.table = snapshot.run(TABLE_SQL, companions=OF_FIGURES)
            NEWEST.key = version
        return NEWEST.table
