"""What the room holds about persons: rows beside the lake's signals, erased with them, and what was learned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kuulo.lake.queries import open_snapshot
from kuulo.lake.rules import ChosenSignals
from kuulo.words.models import LearnedModel
from kuulo.words.queries.companions import CODES, FEELINGS, READINGS, THEMES
from kuulo.words.services.jobs import request_learning

WITHOUT_PERSONS: Mapping[str, str] = MappingProxyType(
    {"words.ValueName": "what themes and codes are called: words of the organisation, or of many comments"}
)


def words_about(chosen: ChosenSignals) -> Iterator[Mapping[str, object]]:
    """Yield what was found out of the chosen signals' words: language, feeling, theme, codes, what they call for."""
    sql = f"""
        SELECT readings.signal_id, readings.occurred_at, readings.language, readings.personal, readings.calls,
               feelings.feeling, feelings.negative, feelings.neutral, feelings.positive, themes.theme, codes.codes
        FROM (SELECT * FROM word_readings WHERE {chosen.sql()}) AS readings
             LEFT JOIN word_feelings AS feelings USING (signal_id)
             LEFT JOIN word_themes AS themes USING (signal_id)
             LEFT JOIN word_codes AS codes USING (signal_id)
        ORDER BY readings.occurred_at, readings.signal_id
    """  # noqa: S608 -- quoted texts
    with open_snapshot() as snapshot:
        rows = snapshot.run(sql, companions=[READINGS, FEELINGS, THEMES, CODES]).to_pylist()
    yield from ({name: value for name, value in row.items() if value not in (None, "", [])} for row in rows)


def erase_learned() -> int:
    """Take away everything that was learned from comments, and ask for it to be learned anew; return how many went.

    Called while the words of somebody are erased: they may stand in a vocabulary. Nothing can be kept meanwhile, since
    `lake.services.while_there` waits for the erasure.
    """
    gone = LearnedModel.objects.all().delete()[0]
    if gone:
        request_learning()
    return gone
