"""Corrected figures of the domains of what is heard: filters and splits are domains, the correction is of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from kuulo.base.estimate import Estimate
from kuulo.correction.queries.answers import KNOWN, joined_sql, tables_for
from kuulo.correction.queries.following import beside_first, two_phase_figure
from kuulo.correction.queries.gathering import answers_for
from kuulo.correction.queries.raw import answered_sql, raw_groups, weighted
from kuulo.correction.queries.seen import outcome_sql
from kuulo.correction.queries.weighing import Weighing, everybody, weigh
from kuulo.correction.rules.hearing import Heard
from kuulo.correction.rules.words import NOBODY_KNOWS, PART_OF_FOLLOWED, TOO_FEW, covers
from kuulo.lake.queries import Snapshot
from kuulo.measures.weighting import domain_estimates

WEIGHTS: Final = "calibration_weights"
ALL: Final = "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What is asked of everything heard.

    Attributes:
        condition: Condition over ``signals`` and ``party_attributes``.
        split: Expression over the same that gives the group; None for all together.
        kind: The ibis type of its values.
    """

    condition: str = ALL
    split: str | None = None
    kind: str = "string"

    @property
    def is_whole(self) -> bool:
        """Whether everything heard is asked about, as one."""
        return self.split is None and self.condition == ALL


def corrected_groups(
    snapshot: Snapshot,
    heard: Heard,
    *,
    condition_sql: str = ALL,
    split_sql: str | None = None,
    split_kind: str = "string",
) -> Mapping[Any, Estimate]:
    """Return the figure of each group, corrected for those who did not answer where that can be done.

    The correction is of everything heard; a figure now and one before are of two things heard, and asked for apart.
    Nothing is withheld here: who shows the figures keeps the floor, as for any other figure.

    Args:
        snapshot: The version of the lake.
        heard: What is listened to, without filters; the correction is always of all of it.
        condition_sql: Condition over ``signals`` and ``party_attributes`` that narrows the figure.
        split_sql: Expression over the same that gives the group of a row.
        split_kind: The ibis type of its values.

    Returns:
        Group → estimate; without a split the one group is ``None``. ``raw`` holds the uncorrected value where ``value``
        is corrected; ``trust`` says for whom the figure holds.
    """
    domain = Domain(condition=condition_sql, split=split_sql, kind=split_kind)
    weighing = weigh(snapshot, heard)
    if weighing is None:
        return _raw(snapshot, heard, domain)
    later = two_phase_figure(snapshot, heard)
    if later is None:
        return weighted_groups(snapshot, heard, domain, weighing)
    parts = weighted_groups(snapshot, heard, domain, weighing)
    if domain.is_whole:
        return {label: beside_first(later, each) for label, each in parts.items()}
    return {label: replace(each, notes=(*each.notes, PART_OF_FOLLOWED)) for label, each in parts.items()}


def weighted_groups(snapshot: Snapshot, heard: Heard, domain: Domain, weighing: Weighing) -> dict[Any, Estimate]:
    """Return the figure of each group under the weights."""
    table = _sums(snapshot, heard, domain, weighing)
    inside = table.filter(pc.is_valid(table["cell"]))
    plain = _plain(table)
    found: dict[Any, Estimate] = {}
    if inside.num_rows:
        sums = inside if domain.split is not None else inside.drop_columns(["domain"])
        found = domain_estimates(
            sums, weighing.fitted, heard.definition, confidence=heard.confidence, data_version=snapshot.data_version
        )
    trust = covers(tuple(weighing.x.categorical), weighing.frame.known.titles)
    corrected = {
        label: replace(each, raw=plain[label][1], n=plain[label][0], trust=trust, notes=(*each.notes, *weighing.notes))
        for label, each in found.items()
        if each.value is not None
    }
    missing = set(plain) - set(corrected)
    if missing:
        uncorrected = _raw(snapshot, heard, domain)
        corrected |= {label: uncorrected[label] for label in missing if label in uncorrected}
    return corrected


def _raw(snapshot: Snapshot, heard: Heard, domain: Domain) -> Mapping[Any, Estimate]:
    known = everybody(snapshot, heard) is not None
    return raw_groups(
        snapshot,
        heard,
        condition_sql=domain.condition,
        split_sql=domain.split,
        split_kind=domain.kind,
        trust=TOO_FEW if known else NOBODY_KNOWS,
    )


def _plain(table: pa.Table) -> dict[Any, tuple[int, float | None]]:
    """Return of each group how many answers there are, and their uncorrected figure."""
    summed = table.group_by("domain").aggregate([("answers", "sum"), ("own", "sum"), ("own_y", "sum")])
    return {
        row["domain"]: (int(row["answers_sum"]), row["own_y_sum"] / row["own_sum"] if row["own_sum"] else None)
        for row in summed.to_pylist()
    }


def _sums(snapshot: Snapshot, heard: Heard, domain: Domain, weighing: Weighing) -> pa.Table:
    """Return the sums of each group and cell that `domain_estimates` reads, and the plain ones beside them."""
    own = "coalesce(signals.weight, 0.0)" if weighted(snapshot, heard) else "1.0::DOUBLE"
    split = domain.split if domain.split is not None else "NULL::VARCHAR"
    answers = answers_for(snapshot, heard, domain.condition, split)
    where = f"{answered_sql(heard)} AND {answers.first_phase()} AND {domain.condition} AND signals.value IS NOT NULL"
    at_touchpoint = f" AND {WEIGHTS}.touchpoint IS NOT DISTINCT FROM signals.touchpoint" if heard.encounters else ""
    joined = joined_sql(where.replace(KNOWN, ""), split, source=answers.source)
    source = f"{joined} LEFT JOIN {WEIGHTS} ON {WEIGHTS}.person = {answers.person}{at_touchpoint}"
    rows = (
        f"SELECT {split} AS g, {WEIGHTS}.cell AS cell, {answers.person} AS person, {WEIGHTS}.d AS d, {own} AS own, "  # noqa: S608 -- literals of answers.py
        f"{outcome_sql(heard.definition)} AS y FROM {source} WHERE {where}"
    )
    sql = _BY_ROWS if heard.encounters else _BY_PERSONS
    tables = tables_for(rows, snapshot) | answers.tables() | {WEIGHTS: weighing.rows}
    return snapshot.run(sql.format(rows=rows), tables)


# Of customers each counts once in a domain, with the mean of what it answered there.
_BY_PERSONS: Final = """
    WITH rows AS ({rows}),
    persons AS (
        SELECT g, cell, person, any_value(d) AS d, avg(y) AS y, avg((y > 0)::INT) AS plus, avg((y < 0)::INT) AS minus,
               count(*) AS answers, sum(own) AS own, sum(own * y) AS own_y
        FROM rows GROUP BY g, cell, person
    )
    SELECT g AS domain, cell, count(*)::DOUBLE AS n, sum(d) AS w, sum(d * d) AS w2, sum(d * y) AS wy,
           sum(d * y * y) AS wyy, min(y) AS low, max(y) AS high, sum(plus) AS plus_n, sum(d * plus) AS plus_w,
           sum(minus) AS minus_n, sum(d * minus) AS minus_w, count(*)::DOUBLE AS units,
           sum(d * y * d * y) AS saa, sum(d * y * d) AS sab, sum(d * d) AS sbb, sum(d * y * d) AS sad,
           sum(d * d) AS sbd, sum(answers) AS answers, sum(own) AS own, sum(own_y) AS own_y
    FROM persons GROUP BY g, cell
"""
# Of encounters each counts; a cell is of one person, so persons stay clusters.
_BY_ROWS: Final = """
    WITH rows AS ({rows})
    SELECT g AS domain, cell, count(*)::DOUBLE AS n, sum(own) AS w, sum(own * own) AS w2, sum(own * y) AS wy,
           sum(own * y * y) AS wyy, min(y) AS low, max(y) AS high, sum((y > 0)::INT)::DOUBLE AS plus_n,
           sum(own * (y > 0)::INT) AS plus_w, sum((y < 0)::INT)::DOUBLE AS minus_n,
           sum(own * (y < 0)::INT) AS minus_w, count(*) AS answers, sum(own) AS own, sum(own * y) AS own_y
    FROM rows GROUP BY g, cell
"""
