"""The questions as ibis expressions: what the engine computes so that only aggregated groups come back.

Three shapes. A closed scale without clusters is counted by answer (few rows, exact, fastest); where there are thousands
of groups and no weights it is tallied, a row a group. Everything else is summed: first inside each cluster, if there
are any, then over the clusters of each group and stratum.

Columns that come back: ``g0…`` groupings, ``stratum``, and the sums that `kuulo.measures.sums` reads. Everything summed
is cast to a double, because literals are decimals on Spark.
"""

from __future__ import annotations

from typing import Any

import ibis

from kuulo.measures.definitions import Definition, Span
from kuulo.measures.periods import Period
from kuulo.measures.requests import Request
from kuulo.measures.rows import UNITS, prepared
from kuulo.measures.shapes import counts_states, is_counted, is_tallied, period_of_days

MOST = 1e300  # above it lie infinity and, for engines, what is no number


@ibis.udf.scalar.builtin(name="floor")  # type: ignore[untyped-decorator]  # -- ibis has no types
def whole_part(value: float) -> float:  # type: ignore[empty-body]  # -- the engine's own; ibis' floor makes integers
    """Return the next whole number below, as a double."""


@ibis.udf.agg.builtin(name="count_if")  # type: ignore[untyped-decorator]  # -- as above
def how_many(truth: bool) -> int:  # type: ignore[empty-body]  # noqa: FBT001 -- DuckDB's and Spark's own
    """Return how many rows say yes; costs less than sums of truths or filtered counts."""


def build(request: Request, table: Any) -> Any:
    """Return the aggregated ibis expression of a request over an ibis table."""
    rows = prepared(request, table)
    if is_counted(request):
        period = period_of_days(request)
        counted = _counted(request, rows)
        return counted if period is None else _over_days(period, counted)
    if is_tallied(request):
        return _tallied(request, rows)
    return _summed(request, rows)


def _over_days(period: Period, days: Any) -> Any:
    """Put counts by day together by period."""
    keys = [name for name in days.columns if name not in {"g0", "rows"}]
    days = days.mutate(g0=days.g0.truncate(UNITS[period.unit]))
    return days.group_by(["g0", *keys]).agg(rows=days.rows.sum())


def _groups(request: Request) -> list[str]:
    stratum = [] if request.design.stratum is None else ["stratum"]
    return [f"g{i}" for i in range(len(request.by))] + stratum


def _counted(request: Request, rows: Any) -> Any:
    """Count the rows of each answer: group, stratum, answer → rows, sum of weights, sum of squared weights."""
    keys = [*_groups(request), "v"] + (["counted"] if counts_states(request) else [])
    sums = {"rows": rows.count()}
    if request.design.weight is not None:
        sums["w"] = rows.wt.sum()
        sums["w2"] = (rows.wt * rows.wt).sum()
    return rows.group_by(keys).agg(**sums, **design_checks(request, rows))


def design_checks(request: Request, rows: Any) -> dict[str, Any]:
    """Sums that tell whether weights, clusters and population sizes can be used."""
    checks = {}
    if request.design.weight is not None:
        checks["bad_weights"] = rows.count() - how_many(rows.wt.between(0, MOST))
    if request.design.cluster is not None:
        checks["bad_clusters"] = rows.cluster.isnull().sum()
    if isinstance(request.design.fpc, str):
        checks["fpc_low"], checks["fpc_high"] = rows.fpc.min(), rows.fpc.max()
        checks["bad_fpc"] = rows.fpc.isnull().sum()
    return checks


def _tallied(request: Request, rows: Any) -> Any:
    """Tally the answers of each group and stratum."""
    definition, v = request.definition, rows.v
    sums = {"rows": rows.count(), "n": v.count(), "low": v.min(), "high": v.max()}
    if definition.whole:
        sums["odd"] = how_many(v != whole_part(v))
    for name, span in (("plus_n", definition.favourable), ("minus_n", definition.unfavourable)):
        if span is not None:
            sums[name] = how_many(_inside(definition, v, span))
    if definition.favourable is None:
        sums |= {"wy": v.sum(), "wyy": (v * v).sum()}
    return _aggregate(rows, _groups(request), sums | design_checks(request, rows))


def _inside(definition: Definition, score: Any, span: Span) -> Any:
    """Whether an answer lies in a span; an end that is the scale's end need not be compared, as it is checked apart."""
    low, high = span
    if low == definition.scale_min:
        return score <= high
    return score >= low if high == definition.scale_max else score.between(low, high)


def _summed(request: Request, rows: Any) -> Any:
    """Sum weights, values, squares and categories by group and stratum, cluster by cluster where there are clusters."""
    rows = valued(request, rows)
    keys = _groups(request)
    plain = {
        "rows": rows.count(),
        "n": rows.y.count(),
        "w": rows.a1.sum(),
        "w2": (rows.a1 * rows.a1).sum(),
        "wx": rows.ax.sum(),
        "wy": rows.ay.sum(),
        "wyy": (rows.ay * rows.y).sum(),
        "low": rows.v.min(),
        "high": rows.v.max(),
        **({"odd": (rows.v % double(1) != 0).sum()} if request.definition.whole else {}),
        **category_sums(request.definition, rows),
        **design_checks(request, rows),
    }
    if request.design.cluster is None:
        squares = {
            "psus": rows.count(),
            "seen": rows.y.count(),
            "saa": (rows.ay * rows.ay).sum(),
            "sab": (rows.ay * rows.ax).sum(),
            "sbb": (rows.ax * rows.ax).sum(),
        }
        return _aggregate(rows, keys, plain | squares)
    clusters = rows.group_by([*keys, "cluster"]).agg(**plain)
    return _over_clusters(request, clusters, keys, list(plain))


def _aggregate(rows: Any, keys: list[str], sums: dict[str, Any]) -> Any:
    return rows.group_by(keys).agg(**sums) if keys else rows.agg(**sums)


def valued(request: Request, rows: Any) -> Any:
    """Add the value ``y`` an answer stands for, and the products with its weight: a1 (weight), ay, ax."""
    definition = request.definition
    clean = rows.v.isnan().ifelse(ibis.null("float64"), rows.v)
    rows = rows.mutate(v=clean)
    y = _value(definition, rows.v)
    if counts_states(request):
        y = rows.counted.ifelse(double(0), y)
    x = double(1)
    if request.denominator is not None:
        x = rows.x
        y = x.isnull().ifelse(ibis.null("float64"), y)
    rows = rows.mutate(y=y)
    weight = rows.wt if request.design.weight is not None else double(1)
    a1 = rows.y.notnull().ifelse(weight, ibis.null("float64"))
    rows = rows.mutate(a1=a1)
    return rows.mutate(ay=rows.a1 * rows.y, ax=rows.a1 * x)


def _value(definition: Definition, score: Any) -> Any:
    """Return what an answer adds to the sum: ±100 or 0 for net scores, 1 or 0 for shares, else the answer itself."""
    if definition.favourable is None:
        return score
    one = double(definition.unit)
    zero = double(0)
    branches = [(score.isnull(), ibis.null("float64")), (score.between(*definition.favourable), one)]
    if definition.unfavourable is not None:
        branches.append((score.between(*definition.unfavourable), double(-definition.unit)))
    return ibis.cases(*branches, else_=zero)


def double(number: float) -> Any:
    """Return a whole number as a double; written with a point it would be a decimal on Spark."""
    return ibis.literal(int(number)).cast("float64")


def category_sums(definition: Definition, rows: Any) -> dict[str, Any]:
    """Return the counts, plain and weighted, of favourable and unfavourable answers; nothing for means."""
    if definition.favourable is None:
        return {}
    sums = {"plus_n": (rows.y > 0).sum(), "plus_w": (rows.y > 0).ifelse(rows.a1, double(0)).sum()}
    if definition.unfavourable is not None:
        sums["minus_n"] = (rows.y < 0).sum()
        sums["minus_w"] = (rows.y < 0).ifelse(rows.a1, double(0)).sum()
    return sums


def _over_clusters(request: Request, clusters: Any, keys: list[str], names: list[str]) -> Any:
    """Sum the clusters' sums and their squares; add the number of clusters of each stratum over all groups."""
    ends = {"low": "min", "fpc_low": "min", "high": "max", "fpc_high": "max"}
    sums = {name: getattr(clusters[name], ends.get(name, "sum"))() for name in names}
    sums |= {
        "psus": clusters.count(),
        "seen": (clusters.n > 0).sum(),
        "saa": (clusters.wy * clusters.wy).sum(),
        "sab": (clusters.wy * clusters.wx).sum(),
        "sbb": (clusters.wx * clusters.wx).sum(),
    }
    groups = _aggregate(clusters, keys, sums)
    if not request.by:
        return groups
    groups = groups.mutate(whole_stratum=ibis.literal(0, "int64"))
    return ibis.union(groups, _strata(clusters, groups, keys))


def _strata(clusters: Any, groups: Any, keys: list[str]) -> Any:
    """Rows that carry only the number of clusters of a stratum, in the columns of the groups' rows."""
    stratum = [key for key in keys if key == "stratum"]
    counted = _aggregate(clusters, stratum, {"psus": clusters.cluster.nunique()})
    fields = {name: ibis.null(kind) for name, kind in groups.schema().items()}
    fields["psus"] = counted.psus
    fields["whole_stratum"] = ibis.literal(1, "int64")
    if stratum:
        fields["stratum"] = counted.stratum
    return counted.select(**{name: value.cast(groups.schema()[name]) for name, value in fields.items()})
