"""Corrected figures of the domains of what is heard: filters and splits are domains, the correction is of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kuulo.base.estimate import Estimate
from kuulo.correction.queries.raw import raw_groups
from kuulo.correction.rules.hearing import Heard
from kuulo.correction.rules.words import NOBODY_KNOWS
from kuulo.lake.queries import Snapshot


def corrected_groups(
    snapshot: Snapshot,
    heard: Heard,
    *,
    condition_sql: str = "true",
    split_sql: str | None = None,
    split_kind: str = "string",
) -> Mapping[Any, Estimate]:
    """Return the figure of each group, corrected for those who did not answer where that can be done.

    Nothing is withheld here: who shows the figures keeps the floor, as for any other figure.

    Args:
        snapshot: The version of the lake.
        heard: What is listened to, without filters; the correction is always of all of it.
        condition_sql: Condition over ``signals`` and ``party_attributes`` that narrows the figure.
        split_sql: Expression over the same that gives the group of a row.
        split_kind: The ibis type of its values.

    Returns:
        Group → estimate; without a split the one group is ``None``. ``raw`` holds the uncorrected value where ``value``
        is corrected.
    """
    return raw_groups(
        snapshot, heard, condition_sql=condition_sql, split_sql=split_sql, split_kind=split_kind, trust=NOBODY_KNOWS
    )
