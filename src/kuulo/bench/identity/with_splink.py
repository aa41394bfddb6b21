"""The same doubles by Splink called by hand as it documents itself, with Kuulo's comparisons and blocking rules."""

from __future__ import annotations

import logging
from pathlib import Path

import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from kuulo.bench.identity.truth import pairwise
from kuulo.bench.turns import Answer, serve
from kuulo.identity import DuckDBEngine, Model, model_from_json, prepared_table

RANDOM_PAIRS = 1e6
TRAINING_PAIRS = 5e6
THRESHOLD = 0.9


def dedupe(folder: Path) -> Answer:
    """Train and predict by hand; the prepared table and the rules are given."""
    persons = pl.read_parquet(folder / "persons.parquet")
    model = model_from_json((folder / "model.json").read_text(encoding="utf-8"))
    table = prepared_table(persons.drop("person", "id").to_arrow(), model)
    linker = Linker(DuckDBAPI().register(table), _settings(model), log_level=logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "birth_date"), block_on("email")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS + 1, seed=1)
    for rule in (("first_name", "surname"), ("birth_date",)):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule), estimate_without_term_frequencies=True, max_pairs=TRAINING_PAIRS
        )
    predicted = linker.inference.predict(threshold_match_probability=THRESHOLD)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, THRESHOLD)
    found = pl.DataFrame(clusters.as_pyarrow_table()).sort("row")["cluster_id"]  # type: ignore[no-untyped-call] # untyped
    return pairwise(found, persons["person"])


def _settings(model: Model) -> SettingsCreator:
    names = DuckDBEngine.functions
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="row",
        comparisons=[
            {
                "output_column_name": each.name,
                "comparison_levels": [
                    {"sql_condition": each.missing, "label_for_charts": "missing", "is_null_level": True},
                    *(_level(level.condition.format(**names), level.key, level.frequency) for level in each.levels),
                ],
            }
            for each in model.comparisons
        ],
        blocking_rules_to_generate_predictions=[
            # A small table is compared whole.
            block_on(*rule) if rule else {"blocking_rule": "1=1"}
            for rule in model.blocking or ()
        ],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=False,
    )


def _level(condition: str, key: str, frequency: str) -> dict[str, object]:
    told: dict[str, object] = {"sql_condition": condition, "label_for_charts": key}
    return told | ({"tf_adjustment_column": frequency} if frequency else {})


if __name__ == "__main__":
    serve({"dedupe": dedupe})
