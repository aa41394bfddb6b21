"""What is asked of a table about drivers: one look at each column, then sums of products by block of persons.

Everything the analysis needs are weighted sums of products, by block: whoever is in a block is decided by a digest of
the person's key, the same on every engine. Bootstrap samples are drawn from the blocks, so millions of answers are
summed once, where they lie, and resampled as a few thousand rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import combinations, combinations_with_replacement
from typing import Any, Final, Literal

import ibis

from kuulo.base.errors import ColumnError, DefinitionError
from kuulo.base.texts import mark as _
from kuulo.measures.plans import over_source, to_text, unbound
from kuulo.measures.requests import pick_columns
from kuulo.measures.rows import numeric

Missing = Literal["complete", "pairwise", "neutral"]
MISSING: Final = ("complete", "pairwise", "neutral")
DIGITS: Final = 3  # hexadecimal digits of a person's digest: 4096 blocks
BLOCKS: Final = 16**DIGITS
MOST: Final = 1e300


@ibis.udf.scalar.builtin(name="md5")  # type: ignore[untyped-decorator]  # -- ibis has no types
def digest_of(text: str) -> str:  # type: ignore[empty-body]  # -- DuckDB's and Spark's own
    """Return the digest of a text in hexadecimal; the same on every engine."""


@ibis.udf.scalar.builtin(name="monotonically_increasing_id")  # type: ignore[untyped-decorator]  # -- as above
def spark_row() -> int:  # type: ignore[empty-body]  # -- Spark's own; numbering rows there would need them in one place
    """Return a number of the row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverRequest:
    """Which columns are to be tied to which, said in full.

    Attributes:
        outcome: Column of the outcome.
        drivers: Columns of the drivers.
        weight: Column of weights; ``None`` where every row counts the same.
        cluster: Column of the person; rows of one person are drawn together. ``None`` takes each row as a person.
        missing: ``complete`` uses rows where nothing is missing; ``pairwise`` uses for each two columns the rows that
            have both; ``neutral`` takes a missing driver as that driver's mean, for what did not concern the person.
        columns: Name and ibis type of each column used.
    """

    outcome: str
    drivers: tuple[str, ...]
    weight: str | None
    cluster: str | None
    missing: Missing
    columns: tuple[tuple[str, str], ...]

    @property
    def variables(self) -> tuple[str, ...]:
        """The outcome, then the drivers."""
        return (self.outcome, *self.drivers)


def driver_request(
    *,
    columns: Mapping[str, str],
    outcome: str,
    drivers: Sequence[str],
    weight: str | None = None,
    cluster: str | None = None,
    missing: str = "complete",
) -> DriverRequest:
    """Return the request.

    Raises:
        ColumnError: A column is missing, named twice, or is outcome and driver at once.
        DefinitionError: There is no driver, or no such way to treat missing answers.
    """
    named = tuple(drivers)
    if not named:
        raise DefinitionError(_("No driver was named."), _("Name at least one column that may go with the outcome."))
    twice = sorted({name for name in (outcome, *named) if (outcome, *named).count(name) > 1})
    if twice:
        raise ColumnError(
            _("Column {names} is named more than once."), _("Name each column once."), names=", ".join(twice)
        )
    if missing not in MISSING:
        raise DefinitionError(
            _("There is no way “{missing}” to treat missing answers."),
            _("Use one of: {known}."),
            missing=missing,
            known=", ".join(MISSING),
        )
    wanted = [name for name in (outcome, *named, weight, cluster) if name is not None]
    picked = pick_columns(list(dict.fromkeys(wanted)), columns)
    return DriverRequest(
        outcome=outcome,
        drivers=named,
        weight=weight,
        cluster=cluster,
        missing=missing,  # type: ignore[arg-type]  # -- checked above
        columns=picked,
    )


@dataclass(frozen=True, slots=True)
class Look:
    """The first question: of each variable how many, how low, how high and how much on average; one row."""

    request: DriverRequest

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text."""
        return over_source(_look_sql(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a table."""
        rows = _rows(self.request, table)
        sums: dict[str, Any] = {"rows": rows.count()}
        for place in range(len(self.request.variables)):
            value = rows[f"x{place}"]
            sums |= {
                f"n{place}": value.count(),
                f"low{place}": value.min(),
                f"high{place}": value.max(),
                f"mean{place}": (rows.wt * value).sum() / (rows.wt * value.notnull().cast("float64")).sum().nullif(0),
                f"between{place}": ((value != 0) & (value != 1)).sum(),
            }
        sums["bad_weights"] = rows.count() - rows.wt.between(0, MOST).sum().fill_null(0)
        if self.request.cluster is not None:
            sums["bad_clusters"] = table[self.request.cluster].isnull().sum()
        return rows.agg(**sums) if self.request.cluster is None else _beside(rows, table, sums)


def _beside(rows: Any, table: Any, sums: dict[str, Any]) -> Any:
    """Return the sums of both tables as one row."""
    own = {name: value for name, value in sums.items() if name != "bad_clusters"}
    return rows.agg(**own).cross_join(table.agg(bad_clusters=sums["bad_clusters"]))


@lru_cache(maxsize=256)
def _look_sql(look: Look, dialect: str) -> str:
    return to_text(look.expression(unbound(look.request.columns)), dialect)


@lru_cache(maxsize=256)
def _products_sql(products: Products, dialect: str) -> str:
    number = spark_row() if dialect != "duckdb" else None
    return to_text(products.built(unbound(products.request.columns), number), dialect)


@dataclass(frozen=True, slots=True)
class Products:
    """The second question: sums of products of the variables, each less its centre, one row a block of persons."""

    request: DriverRequest
    centres: tuple[float, ...]

    def sql(self, dialect: str = "duckdb", source: str = "") -> str:
        """Return the SQL text."""
        return over_source(_products_sql(self, dialect), source)

    def expression(self, table: Any) -> Any:
        """Return the ibis expression over a table."""
        return self.built(table, None)

    def built(self, table: Any, number: Any) -> Any:
        """Return the expression; ``number`` tells rows apart where an engine numbers them in its own way."""
        rows = _centred(self.request, self.centres, _rows(self.request, table, number))
        sums = _available(self.request, rows) | _together(self.request, rows)
        if self.request.missing == "pairwise":
            sums |= _pairs(self.request, rows)
        return rows.group_by("block").agg(**sums)


def _rows(request: DriverRequest, table: Any, number: Any = None) -> Any:
    """Return one row per row of the table: variables, weight, person, block."""
    fields = {f"x{place}": numeric(table, name) for place, name in enumerate(request.variables)}
    fields["wt"] = ibis.literal(1).cast("float64") if request.weight is None else numeric(table, request.weight)
    if request.cluster is not None:
        fields["person"] = table[request.cluster].cast("string")
        fields["block"] = _block(digest_of(table[request.cluster].cast("string")))
    else:
        row = ibis.row_number() if number is None else number
        fields["block"] = row.cast("int64") % BLOCKS
    return table.select(**fields)


def _block(digest: Any) -> Any:
    """Return the number of the block from the first digits of a digest."""
    digits = ibis.literal("0123456789abcdef")
    places = [digits.find(digest.substr(place, 1)).cast("int64") for place in range(DIGITS)]
    return reduce(lambda sum_so_far, place: sum_so_far * 16 + place, places)


def _centred(request: DriverRequest, centres: Sequence[float], rows: Any) -> Any:
    """Return the rows with each variable less its centre, and whether they are used together (1.0 or 0.0)."""
    values = {f"x{place}": rows[f"x{place}"] - float(centre) for place, centre in enumerate(centres)}
    asked = list(values.values()) if request.missing == "complete" else [values["x0"]]
    known = reduce(lambda one, other: one & other, [value.notnull() for value in asked])
    if request.missing == "neutral":
        # Nothing but what was filled in is no answer about any driver.
        known &= reduce(lambda one, other: one | other, [value.notnull() for value in list(values.values())[1:]])
    return rows.mutate(**values, used=known.fill_null(False).cast("float64"))  # noqa: FBT003 -- ibis' own signature


def _available(request: DriverRequest, rows: Any) -> dict[str, Any]:
    """Sums of each variable over the rows that have it: how well we do there."""
    sums: dict[str, Any] = {}
    for place in range(len(request.variables)):
        value, here = rows[f"x{place}"], rows[f"x{place}"].notnull().cast("float64") * rows.wt
        sums |= {f"an{place}": value.count(), f"aw{place}": here.sum(), f"ax{place}": (rows.wt * value).sum()}
    return sums


def _together(request: DriverRequest, rows: Any) -> dict[str, Any]:
    """Sums over the rows used together: all products of two variables."""
    weight, used = rows.wt * rows.used, rows.used
    filled = [rows[f"x{place}"].fill_null(0.0) for place in range(len(request.variables))]
    sums = {
        "rows": rows.count(),
        "outcomes": rows.x0.count(),
        "n": used.sum(),
        "w": weight.sum(),
        "w2": (weight * weight).sum(),
    }
    sums["persons"] = used.sum() if request.cluster is None else rows.person.nunique(where=used > 0)
    sums |= {f"s{place}": (weight * value).sum() for place, value in enumerate(filled)}
    for one, other in combinations_with_replacement(range(len(filled)), 2):
        sums[f"q{one}_{other}"] = (weight * filled[one] * filled[other]).sum()
    return sums


def _pairs(request: DriverRequest, rows: Any) -> dict[str, Any]:
    """Sums over the rows that have both variables of a pair; a variable with itself: over those that have it."""
    sums: dict[str, Any] = {}
    places = range(len(request.variables))
    values = [rows[f"x{place}"] for place in places]
    for one in places:
        sums[f"pq{one}_{one}"] = (rows.wt * values[one] * values[one]).sum()
    for one, other in combinations(places, 2):
        both = (values[one].notnull() & values[other].notnull()).cast("float64") * rows.wt
        first, second = values[one].fill_null(0.0), values[other].fill_null(0.0)
        sums |= {
            f"pw{one}_{other}": both.sum(),
            f"ps{one}_{other}": (both * first).sum(),
            f"ps{other}_{one}": (both * second).sum(),
            f"pq{one}_{other}": (both * first * second).sum(),
        }
    return sums
