"""How many comments there are of each theme, feeling or call, by how many persons; what a few wrote stays hidden.

A comment counts once; persons are whoever wrote it, or its response where nobody is known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from kuulo.base.estimate import Estimate
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.figures.queries.reading import Reading, kept_with_words
from kuulo.figures.queries.scope import Scope
from kuulo.figures.rules.guards import keep_back, reveals
from kuulo.measures.intervals import wilson
from kuulo.measures.withholding import withheld_cells
from kuulo.themes.queries.asking import ask, comments_sql, rests_of
from kuulo.themes.queries.guarding import told_of_few

SHARE: Final = "share_of_comments@1"
"""The definition of a share of comments: those of one kind among all that were read."""
TRUST: Final = say(_("Every comment that was read is counted; whoever wrote nothing is not among them."))
VALUES: Final = {
    "theme": "[theme]",
    "feeling": "[feeling]",
    "language": "[spoken]",
    "call": "calls",
    "theme_feeling": "[theme || ' ' || feeling]",
}
PARTS_SQL: Final = """
    WITH rows AS ({comments}),
    everybody AS (SELECT person, {gathered} FROM rows GROUP BY person),
    own AS (
        SELECT value, person, {gathered}
        FROM (SELECT unnest({values}) AS value, * FROM rows) GROUP BY value, person
    )
    SELECT value, false AS whole, {counted}, sum(own.inside)::BIGINT AS comments,
           sum(own.inside ** 2)::DOUBLE AS squares, sum(own.inside * everybody.inside)::DOUBLE AS products
    FROM own JOIN everybody USING (person) GROUP BY value HAVING sum(own.inside) > 0
    UNION ALL
    SELECT NULL, true, {counted}, coalesce(sum(own.inside), 0)::BIGINT, coalesce(sum(own.inside ** 2), 0)::DOUBLE, NULL
    FROM everybody AS own
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Comments by one thing.

    Attributes:
        whole: How many comments there are in all, and of how many persons; ``None`` where these are too few.
        figures: Value → its share of all comments, most first; "" where it is not known.
        hidden: Values that are withheld.
    """

    whole: Whole | None
    figures: Mapping[str, Estimate]
    hidden: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """All comments that are looked at, and of how many persons they are."""

    comments: int
    persons: int


@kept_with_words
def cut_by(reading: Reading, scope: Scope | None, thing: str) -> Cut:
    """Return the share of comments of each value; nothing where all comments together are of too few persons.

    Args:
        reading: The version of the data.
        scope: Time and filters; ``None`` for all comments.
        thing: ``theme``, ``feeling``, ``language``, ``theme_feeling`` (both, a space between), or ``call``, of which a
            comment may have several.
    """
    rests = rests_of(scope)
    names = {"inside": "inside", **{name: name for name in rests}}
    gathered = ", ".join(f"count(*) FILTER ({way}) AS {name}" for name, way in names.items())
    counted = ", ".join(f"count(*) FILTER (own.{name} > 0) AS {name}" for name in names)
    sql = PARTS_SQL.format(comments=comments_sql(scope), values=VALUES[thing], gathered=gathered, counted=counted)
    rows = ask(reading, scope, sql)
    whole = next(row for row in rows if row["whole"])
    told = told_of_few(reading, scope, VALUES[thing])
    if told.whole or reveals(whole["inside"], [whole[name] for name in rests], reading.floor):
        return Cut(whole=None, figures={}, hidden=frozenset())
    parts = sorted((row for row in rows if not row["whole"]), key=lambda row: (-row["comments"], row["value"]))
    hidden = _hidden(parts, whole, told.values, reading.floor)
    figures = {row["value"]: _share(reading, row, whole) for row in parts}
    return Cut(
        whole=Whole(comments=whole["comments"], persons=whole["inside"]),
        figures={name: keep_back(one) if name in hidden else one for name, one in figures.items()},
        hidden=hidden,
    )


def _hidden(
    parts: Sequence[Mapping[str, Any]], whole: Mapping[str, Any], told: frozenset[str], floor: int
) -> frozenset[str]:
    """Return the values of too few persons, and those by which these could be worked out."""
    sizes = []
    for row in parts:
        few = row["inside"] < floor or row["value"] in told
        few = few or 0 < whole["inside"] - row["inside"] < floor
        sizes.append(min(row["inside"], floor - 1) if few else row["inside"])
    places = withheld_cells([(row["value"],) for row in parts], sizes, floor)
    return frozenset(parts[place]["value"] for place in places)


def _share(reading: Reading, row: Mapping[str, Any], whole: Mapping[str, Any]) -> Estimate:
    """Return a share with Wilson's interval of its effective n: comments of one person belong together.

    Design effect: Σ over persons (own − p × all)² × P/(P − 1) over p (1 − p) n (Kish 1965, ratio estimator).
    """
    n, persons, share = whole["comments"], whole["inside"], row["comments"] / whole["comments"]
    spread = row["squares"] - 2 * share * row["products"] + share**2 * whole["squares"]
    spread *= persons / (persons - 1) if persons > 1 else 1.0
    plain = share * (1 - share) * n
    deff = max(spread / plain, 1.0) if plain > 0 else whole["squares"] / n
    return share_estimate(reading, share, n, deff)


def share_estimate(reading: Reading, share: float, n: int, deff: float = 1.0) -> Estimate:
    """Return a share of comments as an estimate.

    Args:
        reading: The version of the data.
        share: 0–1.
        n: Comments it is a share of, at least one.
        deff: Design effect.
    """
    low, high = wilson(share, n / deff, reading.confidence)
    return Estimate(
        measure="share",
        value=share,
        low=float(low),
        high=float(high),
        se=sqrt(share * (1 - share) * deff / n),
        confidence=reading.confidence,
        n=n,
        n_eff=n / deff,
        deff=deff,
        invited=None,
        answered=None,
        method="wilson",
        definition=SHARE,
        data_version=reading.data_version,
        trust=TRUST,
    )
