"""Linking records: which of them are one person or company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
import pyarrow as pa

from kuulo.base.errors import ColumnError, InputError
from kuulo.base.texts import mark as _
from kuulo.identity.blocking import RuleUse, choose_rules, coded, count_pairs
from kuulo.identity.clustering import Edges, clusters_of
from kuulo.identity.comparisons import comparisons_of
from kuulo.identity.curve import Point, curve_of
from kuulo.identity.engines import Engine, EngineName, engine_named
from kuulo.identity.headers import Role
from kuulo.identity.model import Model
from kuulo.identity.preparing import ROW, SOURCE, prepare
from kuulo.identity.refining import (
    Scored,
    prior_weight,
    probabilities,
    read_scored,
    refined,
    told_apart,
    weights_of,
)
from kuulo.identity.roles import ColumnRole, recognise_roles
from kuulo.identity.settings import LinkType, needed_columns
from kuulo.identity.training import all_pairs, learn, splink_linker

ID = "id"
LOOKED_AT = 1e-4  # probability from which a scored pair is kept for the curve and for learning
MANY = 200_000  # rows from which only likelier pairs are kept
LOOKED_AT_OF_MANY = 1e-2
FEW = 100  # rows that are enough to see which columns a prepared table has


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model with what it chose and what it expects of itself.

    Attributes:
        model: The model; it scores further tables with the same roles.
        rules: Its blocking rules and the pairs they made.
        curve: Expected precision and recall by threshold.
    """

    model: Model
    rules: tuple[RuleUse, ...]
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Linked:
    """What was linked.

    Attributes:
        pairs: One row a pair at or above the threshold, likeliest first: ``left_source``, ``left_id``,
            ``right_source``, ``right_id``, ``probability``, ``weight`` (bits, the prior's included) and for each
            comparison c ``level_c``, ``weight_c``, ``left_c`` and ``right_c``; `kuulo.identity.explain` reads a row.
        clusters: One row a record in the order it came: ``source``, ``id``, ``cluster`` (a number from 1).
        model: The model, trained.
        curve: Expected precision and recall by threshold.
        rules: The blocking rules with the pairs they made.
    """

    pairs: pa.Table
    clusters: pa.Table
    model: Model
    curve: tuple[Point, ...]
    rules: tuple[RuleUse, ...]


@dataclass(frozen=True, slots=True)
class _Records:
    """Tables made ready: prepared columns with row and source, and the ids they came with."""

    frames: tuple[pl.DataFrame, ...]
    ids: pl.Series
    names: tuple[str, ...]


def default_model(
    table: pa.Table | Sequence[pa.Table], *, id_column: str = ID, use_personal_ids: bool = False
) -> Model:
    """Return the model for tables of persons or companies, with no more said than what their columns say themselves.

    Args:
        table: One table, or several that are linked to each other.
        id_column: The column of ids, which is not compared.
        use_personal_ids: Whether personal identity codes are compared and used as keys.

    Raises:
        ColumnError: No column tells records apart.
    """
    tables = [table] if isinstance(table, pa.Table) else list(table)
    roles: dict[str, ColumnRole] = {}
    for each in tables:
        for role in recognise_roles(pl.DataFrame(each), leave_out=(id_column,)):
            roles.setdefault(role.column, role)
    model = Model(columns=tuple(roles.values()), comparisons=(), use_personal_ids=use_personal_ids)
    frames = [_prepared(pl.DataFrame(each.slice(0, FEW)), model, id_column) for each in tables]
    shared = _shared_columns(frames)
    comparisons = comparisons_of(shared)
    if not comparisons:
        raise ColumnError(
            _("No column says who a record is. The table has: {columns}."),
            _("Name columns as what they hold, such as first name, surname, date of birth, e-mail, phone or company."),
            columns=", ".join(str(name) for each in tables for name in each.column_names),
        )
    return replace(model, comparisons=comparisons)


def train(
    tables: Sequence[pa.Table],
    model: Model | None = None,
    *,
    engine: EngineName | Engine = "duckdb",
    dedupe: bool = True,
    id_column: str = ID,
    sources: Sequence[str] = (),
) -> Trained:
    """Return a model learnt from tables, without labels.

    Args:
        tables: The tables, one of each source.
        model: What to learn; None takes `default_model`.
        engine: ``duckdb``, ``spark``, or an engine with a session of its own.
        dedupe: Whether records of one source are paired too.
        id_column: The column of ids.
        sources: The sources' names.

    Raises:
        InputError: There are fewer than two records, or ids are missing or doubled.
        ColumnError: No column tells records apart, or there is no column of ids.
    """
    model = model or default_model(tables, id_column=id_column)
    records = _records(tables, model, id_column, sources)
    learned, rules, scored = _learned(records, model, _engine(engine), _link_type(tables, dedupe=dedupe))
    return Trained(learned, rules, curve_of(_same(scored, learned)))


def link(  # noqa: PLR0913 -- the contract names what is linked, by what, where, and from which columns
    tables: Sequence[pa.Table],
    trained: Trained | Model | None = None,
    *,
    engine: EngineName | Engine = "duckdb",
    threshold: float | None = None,
    dedupe: bool = True,
    id_column: str = ID,
    sources: Sequence[str] = (),
) -> Linked:
    """Return which records are one.

    Args:
        tables: The tables, one of each source.
        trained: A model; one that is not trained yet, or None, learns from these tables.
        engine: ``duckdb``, ``spark``, or an engine with a session of its own.
        threshold: Probability from which a pair counts as the same; None takes the model's.
        dedupe: Whether records of one source are paired too.
        id_column: The column of ids.
        sources: The sources' names; None numbers them from 1.

    Raises:
        InputError: There are fewer than two records, or ids are missing or doubled.
        ColumnError: No column tells records apart, or there is no column of ids.
        EngineError: The engine is not there.
    """
    model = trained.model if isinstance(trained, Trained) else trained or default_model(tables, id_column=id_column)
    records = _records(tables, model, id_column, sources)
    link_type = _link_type(tables, dedupe=dedupe)
    if model.is_trained:
        rules = _used(records, model, within=link_type != "link_only")
        scored = _score(records, model, _engine(engine), link_type)
    else:
        model, rules, scored = _learned(records, model, _engine(engine), link_type)
    if threshold is not None:
        model = replace(model, threshold=threshold)
    return _linked(records, model, rules, scored)


def prepared_table(table: pa.Table, model: Model) -> pa.Table:
    """Return the prepared table that a model compares, with its row numbers; for who calls Splink by hand."""
    frame = _prepared(pl.DataFrame(table), model, ID)
    names = [name for name in frame.columns if name in needed_columns(model)]
    return frame.select(pl.int_range(pl.len(), dtype=pl.Int64).alias(ROW), *names).to_arrow()


def _engine(engine: EngineName | Engine) -> Engine:
    return engine_named(engine) if isinstance(engine, str) else engine


def _link_type(tables: Sequence[pa.Table], *, dedupe: bool) -> LinkType:
    if len(tables) == 1:
        return "dedupe_only"
    return "link_and_dedupe" if dedupe else "link_only"


def _prepared(table: pl.DataFrame, model: Model, id_column: str) -> pl.DataFrame:
    told = {each.column: each for each in model.columns}
    unknown = [name for name in table.columns if name not in told]
    roles = [told[name] for name in table.columns if name in told and name != id_column]
    roles += recognise_roles(table.select(unknown), leave_out=(id_column,))
    return prepare(
        table, [each for each in roles if each.role is not Role.IGNORED], use_personal_ids=model.use_personal_ids
    )


def _shared_columns(frames: Sequence[pl.DataFrame]) -> list[str]:
    """Return the columns that at least two tables have, or the one table there is."""
    least = min(2, len(frames))
    names = dict.fromkeys(name for frame in frames for name in frame.columns)
    return [name for name in names if sum(name in frame.columns for frame in frames) >= least]


def _records(tables: Sequence[pa.Table], model: Model, id_column: str, sources: Sequence[str]) -> _Records:
    names = tuple(sources) or tuple(str(place) for place in range(1, len(tables) + 1))
    frames = [pl.DataFrame(table) for table in tables]
    for frame, name in zip(frames, names, strict=True):
        _check_ids(frame, id_column, name)
    if sum(frame.height for frame in frames) < 2:
        raise InputError(
            _("There is one record, or none: nothing to compare it with."), _("Bring two records or more.")
        )
    prepared = [_prepared(frame, model, id_column) for frame in frames]
    names_needed = list(dict.fromkeys(name for frame in prepared for name in frame.columns))
    ready, offset = [], 0
    for place, frame in enumerate(prepared):
        lacking = [pl.lit(None, dtype=_type(name, prepared)).alias(name) for name in names_needed if name not in frame]
        rows = pl.int_range(offset, offset + frames[place].height, dtype=pl.Int64, eager=True).alias(ROW)
        whole = frame.with_columns(lacking).select(names_needed).with_columns(rows, pl.lit(f"{place:04}").alias(SOURCE))
        ready.append(whole)
        offset += whole.height
    ids = pl.concat([frame[id_column].cast(pl.String).alias(ID) for frame in frames])
    return _Records(tuple(ready), ids, names)


def _type(name: str, frames: Sequence[pl.DataFrame]) -> pl.DataType:
    return next(frame.schema[name] for frame in frames if name in frame.columns)


def _check_ids(frame: pl.DataFrame, id_column: str, source: str) -> None:
    if id_column not in frame.columns:
        raise ColumnError(
            _("There is no column named {column}. The table has: {columns}."),
            _("Name the column that tells one row from another."),
            column=id_column,
            columns=", ".join(frame.columns),
        )
    ids = frame[id_column]
    if ids.null_count():
        raise InputError(
            _("{rows} rows of {source} have no id in column {column}."),
            _("Give every row an id of its own."),
            rows=ids.null_count(),
            source=source,
            column=id_column,
        )
    doubled = ids.filter(ids.is_duplicated())
    if not doubled.is_empty():
        raise InputError(
            _("The id {id} stands on more than one row of {source} (column {column}; {rows} such rows)."),
            _("Give every row an id of its own."),
            id=doubled[0],
            source=source,
            column=id_column,
            rows=doubled.len(),
        )


def _learned(
    records: _Records, model: Model, engine: Engine, link_type: LinkType
) -> tuple[Model, tuple[RuleUse, ...], Scored]:
    counted = coded(pl.concat(records.frames))
    within = link_type != "link_only"
    rules = choose_rules(counted, within=within, seed=model.seed)
    if not rules:
        raise InputError(
            _("No two records have anything in common to be paired by."), _("Check that the columns were read rightly.")
        )
    learned = replace(
        learn(records.frames, counted, model, engine, link_type), blocking=tuple(use.rule for use in rules)
    )
    whole = all_pairs(counted, within=within)
    del counted  # scoring needs the memory
    apart = told_apart(learned)
    scored = _score(records, apart, engine, link_type)
    return refined(scored, apart, whole), rules, scored


def _used(records: _Records, model: Model, *, within: bool) -> tuple[RuleUse, ...]:
    counted = coded(pl.concat(records.frames))
    return tuple(RuleUse(rule, count_pairs(counted, rule, within=within)) for rule in model.blocking or ())


def _score(records: _Records, model: Model, engine: Engine, link_type: LinkType) -> Scored:
    apart = told_apart(model)
    linker = splink_linker(records.frames, apart, engine, link_type)
    least = LOOKED_AT if records.ids.len() < MANY else LOOKED_AT_OF_MANY
    result = linker.inference.predict(threshold_match_probability=least, warning_mode="never").as_pyarrow_table()  # type: ignore[no-untyped-call] # untyped
    return read_scored(pl.DataFrame(result), apart)


def _same(scored: Scored, model: Model) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    total = np.sum(list(weights_of(scored, model).values()), axis=0) + prior_weight(model.prior or 0.5)
    return probabilities(total)


def _linked(records: _Records, model: Model, rules: tuple[RuleUse, ...], scored: Scored) -> Linked:
    weights = weights_of(scored, model)
    total = np.sum(list(weights.values()), axis=0) + prior_weight(model.prior or 0.5)
    same = probabilities(total)
    chosen = np.flatnonzero(same >= model.threshold)
    chosen = chosen[np.lexsort((scored.right[chosen], scored.left[chosen], -total[chosen]))]
    edges = Edges(scored.left[chosen], scored.right[chosen], total[chosen])
    pairs = _pair_columns(records, edges, same[chosen]) | _comparison_columns(records, model, scored, weights, chosen)
    clusters = clusters_of(edges, records.ids.len())
    return Linked(
        pairs=pl.DataFrame(pairs).to_arrow(),
        clusters=_cluster_table(records, clusters),
        model=model,
        curve=curve_of(same),
        rules=rules,
    )


def _sources(records: _Records) -> pl.Series:
    heights = [frame.height for frame in records.frames]
    names = pl.Series(SOURCE, records.names).cast(pl.Categorical)
    return names.gather(np.repeat(np.arange(len(heights)), heights))


def _pair_columns(
    records: _Records, edges: Edges, same: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> dict[str, pl.Series]:
    sources = _sources(records).cast(pl.String)
    return {
        "left_source": sources.gather(edges.left),
        "left_id": records.ids.gather(edges.left),
        "right_source": sources.gather(edges.right),
        "right_id": records.ids.gather(edges.right),
        "probability": pl.Series(same),
        "weight": pl.Series(edges.weight),
    }


def _comparison_columns(
    records: _Records,
    model: Model,
    scored: Scored,
    weights: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]],
    chosen: np.ndarray[tuple[int], np.dtype[np.int64]],
) -> dict[str, pl.Series]:
    found: dict[str, pl.Series] = {}
    for each in model.comparisons:
        keys = pl.Series(["missing", *(level.key for level in each.levels)])
        values = pl.concat([frame[each.columns[0]] for frame in records.frames])
        found[f"level_{each.name}"] = keys.gather(scored.levels[each.name][chosen].astype(np.int64) + 1)
        found[f"weight_{each.name}"] = pl.Series(weights[each.name][chosen])
        found[f"left_{each.name}"] = values.gather(scored.left[chosen])
        found[f"right_{each.name}"] = values.gather(scored.right[chosen])
    return found


def _cluster_table(records: _Records, clusters: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Table:
    numbered = np.unique(clusters, return_inverse=True)[1] + 1
    frame = pl.DataFrame(
        {SOURCE: _sources(records).cast(pl.String), ID: records.ids, "cluster": pl.Series(numbered).cast(pl.Int64)}
    )
    return frame.to_arrow()
