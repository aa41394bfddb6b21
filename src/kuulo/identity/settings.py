"""A model as Splink's settings, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from splink import SettingsCreator, block_on

from kuulo.identity.model import Comparison, Level, Model
from kuulo.identity.preparing import ROW, SOURCE

LinkType = Literal["link_only", "link_and_dedupe", "dedupe_only"]
ROUNDS = 25  # Splink's own
FIRST_PRIOR = 0.0001  # Splink's own, before anything was counted
COLUMN = re.compile(r"\b([a-z_0-9]+)_[lr]\b")
EQUAL = re.compile(r"\b([a-z_0-9]+)_[lr] = ([a-z_0-9]+)_[lr]\b")
KEY = "key_"
LEAST, MOST = 1e-9, 1 - 1e-9  # a level never seen is rare, not impossible


def splink_settings(
    model: Model, functions: Mapping[str, str], link_type: LinkType, *, rounds: int = ROUNDS
) -> SettingsCreator:
    """Return Splink's settings of a model.

    Args:
        model: The model, trained or not.
        functions: What the engine calls the functions that levels name.
        link_type: What is paired with what.
        rounds: How often learning goes over the pairs, at most.
    """
    return SettingsCreator(
        link_type=link_type,
        comparisons=[_comparison(each, functions) for each in model.comparisons],
        blocking_rules_to_generate_predictions=[
            block_on(*(key_column(key, model) for key in rule)) if rule else {"blocking_rule": "1=1"}
            for rule in model.blocking or ()
        ],
        probability_two_random_records_match=model.prior or FIRST_PRIOR,
        max_iterations=rounds,
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,
        unique_id_column_name=ROW,
        source_dataset_column_name=SOURCE,
        linker_uid="kuulo",
    )


def needed_columns(model: Model) -> set[str]:
    """Return the prepared table's columns that a model compares, counts or pairs by."""
    said = " ".join(
        text for each in model.comparisons for text in (each.missing, *(level.condition for level in each.levels))
    )
    compared = set(COLUMN.findall(said))
    counted = {level.frequency for each in model.comparisons for level in each.levels if level.frequency}
    return compared | counted | {key for rule in model.blocking or () for key in rule}


def text_columns(model: Model) -> set[str]:
    """Return the columns whose letters are looked at; of all others it only matters whether they are equal."""
    said = " ".join(level.condition for each in model.comparisons for level in each.levels)
    text = set(COLUMN.findall(EQUAL.sub("", said)))
    before = -1
    while len(text) > before:
        before = len(text)
        # What is set equal to a text must be one.
        text |= {name for pair in EQUAL.findall(said) if text & set(pair) for name in pair}
    return text


def key_column(name: str, model: Model) -> str:
    """Return the column by whose numbers pairs are made."""
    return f"{KEY}{name}" if name in text_columns(model) else name


def _comparison(comparison: Comparison, functions: Mapping[str, str]) -> dict[str, Any]:
    missing = {"sql_condition": comparison.missing, "label_for_charts": "missing", "is_null_level": True}
    return {
        "output_column_name": comparison.name,
        "comparison_levels": [missing, *(_level(level, functions) for level in comparison.levels)],
    }


def _level(level: Level, functions: Mapping[str, str]) -> dict[str, Any]:
    condition = level.condition.format(**functions)
    told: dict[str, Any] = {"sql_condition": condition, "label_for_charts": level.key}
    if level.frequency:
        told |= {"tf_adjustment_column": level.frequency, "tf_adjustment_weight": 1.0}
    if level.m is not None:
        told["m_probability"] = level.m
    if level.u is not None:
        told["u_probability"] = level.u
    return told


def learnt(model: Model, saved: Mapping[str, Any]) -> Model:
    """Return the model with what Splink learnt.

    Args:
        model: The model before.
        saved: The model as Splink saves it.
    """
    by_name = {each["output_column_name"]: each["comparison_levels"][1:] for each in saved["comparisons"]}
    comparisons = tuple(
        replace(comparison, levels=_filled(comparison.levels, by_name[comparison.name]))
        for comparison in model.comparisons
    )
    return replace(model, comparisons=comparisons, prior=saved["probability_two_random_records_match"])


def _filled(levels: Sequence[Level], saved: Sequence[Mapping[str, Any]]) -> tuple[Level, ...]:
    return tuple(
        replace(level, m=_bounded(told.get("m_probability")), u=_bounded(told.get("u_probability")))
        for level, told in zip(levels, saved, strict=True)
    )


def _bounded(probability: float | None) -> float | None:
    return None if probability is None else min(max(float(probability), LEAST), MOST)
