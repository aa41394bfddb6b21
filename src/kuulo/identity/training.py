"""Learning a model from the data, without labels: how often values agree among strangers, then among the same."""

from __future__ import annotations

import logging
import math
import secrets
from collections.abc import Sequence
from dataclasses import replace

import polars as pl
from splink import Linker, block_on

from kuulo.identity.blocking import Rule, coded, count_pairs, hashed
from kuulo.identity.engines import Engine
from kuulo.identity.model import Comparison, Level, Model
from kuulo.identity.preparing import ROW, SOURCE
from kuulo.identity.settings import (
    ROUNDS,
    LinkType,
    key_column,
    learnt,
    needed_columns,
    splink_settings,
    text_columns,
)

RANDOM_PAIRS = 1e6  # pairs of strangers
TRAINING_PAIRS = 5e6  # pairs of one training rule
DRAWN_PAIRS = 500_000  # pairs of the blocks that are drawn for it
PROBE = 0.1  # share of the rows on which Splink counts a training rule's pairs first
SESSIONS = 3
FEWER_ROUNDS = (ROUNDS, 12, 6, 3)
TOO_SMALL = "below the minimum allowed value"  # how Splink says that a probability cannot be written
STRANGERS = 50  # pairs of a training rule for each that is the same, at most
FOUND_BY_STRICT = 0.6  # of all that are the same; a first guess, which the scored pairs then correct
# Exact values that together leave little doubt; what a table lacks is passed over.
STRICT: tuple[Rule, ...] = (
    ("first_name", "surname", "birth_date"),
    ("surname", "email"),
    ("first_name", "email"),
    ("birth_date", "email"),
    ("first_name", "surname", "phone"),
    ("first_name", "surname", "street"),
    ("first_name", "surname", "postcode"),
    ("surname", "birth_date", "postcode"),
    ("company", "business_id"),
    ("company", "postcode"),
    ("company", "email"),
    ("company", "phone"),
    ("first_name", "surname", "town"),
)
TEACHING: tuple[Rule, ...] = (
    ("first_name", "surname"),
    ("birth_date",),
    ("email",),
    ("phone",),
    ("business_id",),
    ("company",),
    ("personal_id",),
    ("street",),
    ("postcode",),
    ("surname",),
    ("first_name",),
)
HALF_A_PAIR = 0.5
LEAST_EQUAL = 1e-9
NEVER_SEEN = 1e-5  # what Splink writes for a level that no random pair reached
AGREEING = 0.8  # m of the best level where nothing could be learnt


def splink_linker(
    frames: Sequence[pl.DataFrame], model: Model, engine: Engine, link_type: LinkType, *, rounds: int = ROUNDS
) -> Linker:
    """Return Splink's linker over prepared tables, one of each source; columns the model does not need stay behind."""
    door = engine.door()
    # A Spark session outlives a linker: names of tables are not used twice.
    own = secrets.token_hex(4)
    columns = _linker_columns(frames[0], model)
    tables = [
        door.register(frame.select(columns).to_arrow(), dataset_display_name=f"source_{own}_{place}")
        for place, frame in enumerate(frames)
    ]
    settings = splink_settings(model, engine.functions, link_type, rounds=rounds)
    return Linker(tables, settings, log_level=logging.ERROR)


def _linker_columns(frame: pl.DataFrame, model: Model) -> list[pl.Expr]:
    """Return what an engine needs: text where letters count, numbers where only equality does."""
    texts, keys = text_columns(model), {key for rule in model.blocking or () for key in rule}
    names = [name for name in frame.columns if name in needed_columns(model)]
    listed = {name for name in names if frame.schema[name] != pl.String}
    kept = [pl.col(name) for name in names if name in listed or name in texts & _compared(model)]
    numbers = [_number(name).alias(name) for name in names if name not in texts and name not in listed]
    made = [_number(name).alias(key_column(name, model)) for name in names if name in keys & texts]
    return [pl.col(ROW), pl.col(SOURCE), *kept, *numbers, *made]


def _compared(model: Model) -> set[str]:
    return needed_columns(replace(model, blocking=()))


def _number(name: str) -> pl.Expr:
    return hashed(name).reinterpret(signed=True)


def learn(
    frames: Sequence[pl.DataFrame], counted: pl.DataFrame, model: Model, engine: Engine, link_type: LinkType
) -> Model:
    """Return the model with all probabilities learnt from the data.

    Args:
        frames: The prepared tables, one of each source.
        counted: All of them as `kuulo.identity.blocking.coded` returns them.
        model: The model with its comparisons.
        engine: Where it is computed.
        link_type: What is paired with what.
    """
    within = link_type != "link_only"
    prior = first_prior(counted, within=within)
    model = replace(model, prior=prior, blocking=())
    model = _with_strangers(frames, counted, model, engine, link_type)
    rules = teaching_rules(counted, model, prior=prior, within=within)
    taught = [_taught(frames, model, rule, engine, link_type) for rule in rules]
    return completed(_averaged(model, [each for each in taught if each is not None]))


def _taught(
    frames: Sequence[pl.DataFrame], model: Model, rule: Rule, engine: Engine, link_type: LinkType
) -> Model | None:
    """Return the model with what the pairs of one rule teach; nothing where they teach only that a level is impossible.

    Where none of a rule's pairs that are the same has a level, its probability shrinks in every round until Splink
    refuses to write it. Fewer rounds then leave it rare.
    """
    drawn = _drawn_blocks(frames, rule, model.seed)
    for rounds in FEWER_ROUNDS:
        linker = splink_linker(drawn, model, engine, link_type, rounds=rounds)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block_on(*rule),
                estimate_without_term_frequencies=True,
                max_pairs=TRAINING_PAIRS,
                record_sample_proportion=PROBE,
            )
        except ValueError as error:
            if TOO_SMALL not in str(error):
                raise
        else:
            return learnt(model, linker.misc.save_model_to_json())
    return None


def _drawn_blocks(frames: Sequence[pl.DataFrame], rule: Rule, seed: int) -> list[pl.DataFrame]:
    """Return the rows of as many whole blocks of a rule as make enough pairs: single rows would lose each other."""
    whole = pl.concat([frame.select(rule) for frame in frames])
    sizes = whole.select(rule).drop_nulls().group_by(rule).len().filter(pl.col("len") > 1)
    pairs = int((sizes["len"].cast(pl.Int64) * (sizes["len"].cast(pl.Int64) - 1) // 2).sum())
    blocks = sizes.select(rule).sort(rule)
    share = min(1.0, DRAWN_PAIRS / max(pairs, 1))
    drawn = blocks if share >= 1 else blocks.sample(max(round(share * blocks.height), 1), seed=seed)
    return [frame.join(drawn, on=rule, how="semi") for frame in frames]


def _averaged(model: Model, taught: Sequence[Model]) -> Model:
    comparisons = [
        replace(
            each, levels=tuple(map(_mean_level, zip(*(one.comparisons[place].levels for one in taught), strict=True)))
        )
        if taught
        else each
        for place, each in enumerate(model.comparisons)
    ]
    return replace(model, comparisons=tuple(comparisons))


def _mean_level(levels: tuple[Level, ...]) -> Level:
    known = [level.m for level in levels if level.m is not None]
    return replace(levels[0], m=sum(known) / len(known) if known else None)


def _with_strangers(
    frames: Sequence[pl.DataFrame], counted: pl.DataFrame, model: Model, engine: Engine, link_type: LinkType
) -> Model:
    """Return the model with how often values agree among strangers.

    Rows are drawn here, by the model's seed, and all their pairs are looked at: the same rows on every engine. Equal
    values are counted on all rows, since random pairs hardly ever agree in what is nearly unique.
    """
    each = math.ceil(math.sqrt(RANDOM_PAIRS * (2 if len(frames) == 1 else 1)))
    drawn = [frame if frame.height <= each else frame.sample(each, seed=model.seed) for frame in frames]
    linker = splink_linker(drawn, model, engine, link_type)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e12, min_count_per_level=None, num_chunks=1)
    told = learnt(model, linker.misc.save_model_to_json())
    pairs = all_pairs(coded(pl.concat([frame.select(SOURCE) for frame in drawn])), within=link_type != "link_only")
    return replace(
        told,
        comparisons=tuple(_counted(each, counted, pairs, within=link_type != "link_only") for each in told.comparisons),
    )


def _counted(comparison: Comparison, whole: pl.DataFrame, pairs: int, *, within: bool) -> Comparison:
    name = comparison.columns[0]
    known = whole.select(name, SOURCE).drop_nulls()
    equal = count_pairs(known, (name,), within=within) / all_pairs(known, within=within)
    least = HALF_A_PAIR / pairs
    best, *others = comparison.levels
    levels = (replace(level, u=min(max(_seen(level), least), 1.0)) for level in others)
    return replace(comparison, levels=(replace(best, u=max(equal, LEAST_EQUAL)), *levels))


def _seen(level: Level) -> float:
    return 0.0 if level.u is None or level.u <= NEVER_SEEN else level.u


def all_pairs(frame: pl.DataFrame, *, within: bool) -> int:
    """Return how many pairs of records there are."""
    return max(count_pairs(frame, (), within=within), 1)


def first_prior(frame: pl.DataFrame, *, within: bool) -> float:
    """Return a first guess of the probability that two records are the same, from pairs that leave little doubt."""
    counts = [count_pairs(frame, rule, within=within) for rule in STRICT if all(key in frame.columns for key in rule)]
    found = max(counts, default=0) / FOUND_BY_STRICT
    whole = all_pairs(frame, within=within)
    return min(max(found, 1.0) / whole, 0.5)


def teaching_rules(frame: pl.DataFrame, model: Model, *, prior: float, within: bool) -> list[Rule]:
    """Return the rules whose pairs teach: many enough, and not nearly all strangers.

    What a rule asks to be equal it cannot teach about; two rules of different things teach everything.
    """
    most = STRANGERS * max(prior * all_pairs(frame, within=within), 100.0)
    names = {comparison.name for comparison in model.comparisons}
    usable = [rule for rule in TEACHING if set(rule) <= names and len(set(rule)) < len(names)]
    counts = {rule: count_pairs(frame, rule, within=within) for rule in usable}
    good = [rule for rule in usable if 0 < counts[rule] <= most]
    chosen: list[Rule] = []
    for rule in good or [rule for rule in usable if counts[rule] > 0]:
        if len(chosen) < SESSIONS and not any(set(rule) & set(other) for other in chosen):
            chosen.append(rule)
    return chosen


def completed(model: Model) -> Model:
    """Return the model with a probability for every level; what the data could not teach gets a cautious one."""
    return replace(model, comparisons=tuple(_complete(comparison) for comparison in model.comparisons))


def _complete(comparison: Comparison) -> Comparison:
    levels = comparison.levels
    guesses = _falling(len(levels))
    filled = [
        replace(level, m=guess if level.m is None else level.m, u=(1 / len(levels)) if level.u is None else level.u)
        for level, guess in zip(levels, guesses, strict=True)
    ]
    return replace(comparison, levels=tuple(filled))


def _falling(count: int) -> list[float]:
    """Return probabilities of the levels from best to worst: most agree, and of the rest each level as many."""
    return [AGREEING] + [(1 - AGREEING) / (count - 1)] * (count - 1)
