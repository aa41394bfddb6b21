"""Corrected figures of an analyst's own table.

from kuulo.measures import corrected
corrected(customers, score="likelihood", definition="nps@1", attributes=["region", "tenure"], earlier="last_score")
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.measures import definitions
from kuulo.measures.correction.estimating import allowed, correct
from kuulo.measures.correction.methods import Corrected, Method
from kuulo.measures.correction.people import People
from kuulo.measures.definitions import Definition
from kuulo.measures.features import Flags, Floats
from kuulo.measures.representativeness.analysts import features_of, flags_of, read_columns, weights_of


def corrected(  # noqa: PLR0913 -- the analysts' function names everything a correction can depend on
    frame: Any,
    *,
    score: str,
    definition: str | Definition,
    attributes: Sequence[str] = (),
    earlier: str | None = None,
    invited: str | None = None,
    answered: str | None = None,
    base_weight: str | None = None,
    follow_up: str | None = None,
    methods: Sequence[str] | None = None,
    confidence: float = 0.95,
    seed: int = 1,
) -> tuple[Corrected, ...]:
    """Return a figure of everybody, corrected for who did not answer, by each method the table allows.

    Args:
        frame: A pandas, Polars, PyArrow, DuckDB, Spark or ibis table with one row for everybody who could have
            answered.
        score: Column of the answers, those of a follow-up included; empty where nobody answered.
        definition: Name and version, such as ``nps@1``: a net score, a share or a mean.
        attributes: Columns of what is known of everybody: texts and flags are levels, numbers numbers.
        earlier: Column of the last earlier score.
        invited: Column that says who was asked; without it, everybody was.
        answered: Column that says who answered before the follow-up; without it, whoever has a score and was not drawn
            into the follow-up.
        base_weight: Column of 1 over the chance of having been asked.
        follow_up: Column that says who of the silent was drawn, by lot and with one chance, to be asked again.
        methods: Names of `Method`; ``None`` means all that the table allows.
        confidence: Confidence level, 0–1.
        seed: Of folds and forests.

    Raises:
        InputError: It is no table that can be read.
        ColumnError: A column is missing or cannot play its part, or a method's name is unknown.
        DefinitionError: The definition is unknown, or no mean over persons.
    """
    chosen = definitions.definition(definition) if isinstance(definition, str) else definition
    named = [name for name in (earlier, invited, answered, base_weight, follow_up) if name]
    table = read_columns(frame, [score, *attributes, *named])
    flags = {name: flags_of(table, name) > 0 for name in (invited, answered, follow_up) if name}
    values = _numbers(table, score)
    asked = flags[invited] if invited else np.ones(len(values), dtype=bool)
    drawn = flags[follow_up] & asked if follow_up else None
    told = flags[answered] if answered else _told(values, drawn)
    people = People(
        x=features_of(table, attributes),
        invited=asked,
        answered=told,
        score=values,
        base_weight=weights_of(table, base_weight),
        earlier=None if earlier is None else _numbers(table, earlier),
        phase2=drawn,
        phase2_answered=None if drawn is None else drawn & ~told & ~np.isnan(values),
    )
    wanted = allowed(people, chosen) if methods is None else tuple(_method(name) for name in methods)
    return tuple(correct(people, chosen, method, confidence=confidence, seed=seed) for method in wanted)


def _told(values: Floats, drawn: Flags | None) -> Flags:
    heard = ~np.isnan(values)
    return heard if drawn is None else heard & ~drawn


def _numbers(table: pa.Table, name: str) -> Floats:
    column = table[name]
    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind)):
        raise ColumnError(_("Column {name} holds no numbers."), _("Give the answers as numbers."), name=name)
    return np.asarray(column.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=float)


def _method(name: str) -> Method:
    if name not in set(Method):
        raise ColumnError(
            _("There is no method “{name}”."), _("Use one of: {known}."), name=name, known=", ".join(Method)
        )
    return Method(name)
