"""The scores that came with words: what the organisation itself has said of feelings without meaning to."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from kuulo.lake.queries import Snapshot
from kuulo.words.queries.companions import READINGS, VECTORS, WORDED_SQL

# Drawn by the hash of the id: the same comments as long as they are there, of every time.
SCORED_SQL: Final = f"""
    WITH answers AS (
        SELECT response_id, arg_min(struct_pack(value, scale_min, scale_max, direction), definition) AS score
        FROM signals
        WHERE kind = 'answer' AND state = 'answered' AND definition IS NOT NULL AND value IS NOT NULL
              AND scale_max > scale_min AND response_id <> ''
        GROUP BY response_id
    )
    SELECT signals.signal_id, word_readings.language, coalesce(word_readings.masked, signals.text) AS text,
           score.value, score.scale_min, score.scale_max, score.direction, word_vectors.vector
    FROM signals JOIN answers USING (response_id) JOIN word_readings USING (signal_id)
         LEFT JOIN word_vectors ON word_vectors.signal_id = signals.signal_id AND word_vectors.embedder = '{{embedder}}'
    WHERE {WORDED_SQL} ORDER BY hash(signals.signal_id) LIMIT {{most:d}}
"""  # noqa: S608 -- names of our own
COUNT_SQL: Final = f"""
    SELECT count(*) AS n FROM signals JOIN word_readings USING (signal_id)
    WHERE {WORDED_SQL} AND signals.response_id IN (
        SELECT response_id FROM signals
        WHERE kind = 'answer' AND state = 'answered' AND definition IS NOT NULL AND value IS NOT NULL
              AND scale_max > scale_min AND response_id <> ''
    )
"""  # noqa: S608 -- names of our own


def count_scored(snapshot: Snapshot) -> int:
    """Return how many comments that were read came with a score."""
    return int(snapshot.run(COUNT_SQL, companions=[READINGS])["n"][0].as_py())


def scored_comments(snapshot: Snapshot, *, embedder: str, most: int) -> pa.Table:
    """Return comments with their own score, masked; the same ones whenever the same are there.

    Columns: ``signal_id``, ``language``, ``text``, ``value``, ``scale_min``, ``scale_max``, ``direction``, ``vector``
    (of the embedder; null where there is none).
    """
    sql = SCORED_SQL.format(embedder=embedder.replace("'", "''"), most=most)
    return snapshot.run(sql, companions=[READINGS, VECTORS])
