"""What other rooms find out of comments, noted where figures can see it: themes, codes, and what these are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

import pyarrow as pa
from django.db import transaction

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _
from kuulo.lake.queries import Companion, open_snapshot
from kuulo.lake.services import replace_companion
from kuulo.words.models import ValueName
from kuulo.words.queries.companions import CODES, TEXTS, THEMES, WORDED_SQL
from kuulo.words.rules import WORD_DIMENSIONS

AT_ONE_TIME: Final = 200_000
KEYS_SQL: Final = f"""
    SELECT found.*, signals.kind, signals.month FROM found JOIN signals USING (signal_id) WHERE {WORDED_SQL}
"""  # noqa: S608 -- names of our own


def note_themes(themes: Mapping[str, tuple[str | None, float]] | pa.Table) -> int:
    """Note the theme of comments in place of what was noted of the same before; return how many there were.

    Args:
        themes: Signal → theme (``None`` for those of no theme) and its probability; or a table of ``signal_id``,
            ``theme`` and ``theme_probability``, which takes less memory for many.

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    if isinstance(themes, pa.Table):
        return _note(THEMES, themes)
    columns = {
        "signal_id": pa.array(list(themes), pa.string()),
        "theme": pa.array([theme for theme, _probability in themes.values()], pa.string()),
        "theme_probability": pa.array([probability for _theme, probability in themes.values()], pa.float32()),
    }
    return _note(THEMES, pa.table(columns))


def note_codes(codes: Mapping[str, Collection[str]] | pa.Table) -> int:
    """Note the codes of comments in place of what was noted of the same before; return how many there were.

    A write takes about a tenth of a second whatever its size: note many at once, from a job.

    Args:
        codes: Signal → keys of its codes, none for those of no code; or a table of ``signal_id`` and ``codes`` (lists).

    Raises:
        BusyError: Others write to the lake for too long; repeat.
    """
    if isinstance(codes, pa.Table):
        return _note(CODES, codes)
    columns = {
        "signal_id": pa.array(list(codes), pa.string()),
        "codes": pa.array([sorted(set(each)) for each in codes.values()], TEXTS),
    }
    return _note(CODES, pa.table(columns))


@transaction.atomic
def name_values(dimension: str, names: Mapping[str, Mapping[str, str]]) -> None:
    """Say what themes or codes are called, in the place of what they were called before; others keep their names.

    Args:
        dimension: ``theme`` or ``code``.
        names: Value → language → name.

    Raises:
        InputError: There is no such dimension.
    """
    if dimension not in WORD_DIMENSIONS:
        raise InputError(_("Comments have no “{name}”."), name=dimension)
    rows = [ValueName(dimension=dimension, key=key, names=dict(each)) for key, each in names.items()]
    ValueName.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["dimension", "key"], update_fields=["names"]
    )


def remove_names(dimension: str, keys: Sequence[str]) -> int:
    """Forget what values that are no more were called; return how many had a name."""
    return ValueName.objects.filter(dimension=dimension, key__in=keys).delete()[0]


def _note(companion: Companion, found: pa.Table) -> int:
    """Write rows under their signals' places; months together, so that one commit tells of one moment."""
    noted = 0
    for start in range(0, found.num_rows, AT_ONE_TIME):
        with open_snapshot() as snapshot:
            rows = snapshot.run(KEYS_SQL, {"found": found.slice(start, AT_ONE_TIME)})
        noted += replace_companion(companion, rows)
    return noted
