"""Weighting a table: what it meets, what its figures say, and what is refused."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from kuulo.base.errors import ColumnError, DefinitionError, EmptyLevelError, KuuloError, NotConvergedError
from kuulo.measures import nps
from kuulo.measures.weighting import Margin, Numeric, Replicates, Trim, calibrate, post_stratify, rake

REGION = Margin("region", {"north": 600, "south": 400})
SEX = Margin("sex", {"w": 0.5, "m": 0.5})


@pytest.fixture
def answers() -> pl.DataFrame:
    """Return 120 answers: the north and the women answered more, and women say higher scores."""
    rows = range(120)
    return pl.DataFrame(
        {
            "region": ["south" if at % 4 == 0 else "north" for at in rows],
            "sex": ["m" if at % 3 == 0 else "w" for at in rows],
            "score": [(3 + at % 8) if at % 3 == 0 else 7 + at % 4 for at in rows],
            "base": [1 + at % 5 / 4 for at in rows],
            "spent": [10.0 * (at % 7) for at in rows],
        }
    )


def test_margins_are_met_and_the_raw_figure_stands_beside(answers: pl.DataFrame) -> None:
    weighted = rake(answers, [REGION, SEX])
    frame = weighted.weights()
    assert frame["weight"].sum() == pytest.approx(1000)
    assert frame.filter(sex="m")["weight"].sum() == pytest.approx(500)
    assert weighted.fitted.max_difference < 1e-9
    (found,) = weighted.figures(score="score", definition="nps@1")
    (raw,) = nps(answers, score="score")
    assert found.estimate.raw == pytest.approx(raw.estimate.value)
    assert found.estimate.value is not None
    assert found.estimate.raw is not None
    assert found.estimate.value < found.estimate.raw
    assert found.estimate.method == "raked, tango"
    assert found.counts == raw.counts


def test_shares_keep_the_sum_of_the_weights_and_rounded_ones_are_said(answers: pl.DataFrame) -> None:
    weighted = rake(answers, [Margin("region", {"north": 0.67, "south": 0.335})], weight="base")
    assert weighted.weights()["weight"].sum() == pytest.approx(answers["base"].sum())
    assert "1.005" in str(weighted.fitted.notes[0])


def test_totals_of_numbers_are_met(answers: pl.DataFrame) -> None:
    for method in ("linear", "raking"):
        weighted = calibrate(answers, [REGION, Numeric("spent", 31_000)], method=method, weight="base")
        frame = weighted.weights()
        assert (frame["weight"] * frame["spent"]).sum() == pytest.approx(31_000)


def test_calibration_on_what_tells_the_score_narrows_the_interval(answers: pl.DataFrame) -> None:
    told = answers.with_columns(earlier=pl.col("score"))
    size = float(len(answers))
    plain = rake(told, [Margin((), {(): size})]).figures(score="score", definition="mean@1")[0].estimate
    known = Numeric("earlier", size * float(answers["score"].mean()))  # type: ignore[arg-type]  # -- a number
    sharp = (
        calibrate(told, [Margin((), {(): size}), known], method="linear")
        .figures(score="score", definition="mean@1")[0]
        .estimate
    )
    assert sharp.value == pytest.approx(plain.value)
    assert plain.se is not None
    assert sharp.se == pytest.approx(0, abs=1e-9 * plain.se)


def test_trimmed_weights_lie_within_the_limits_and_the_miss_is_said(answers: pl.DataFrame) -> None:
    margins = [Margin("region", {"north": 100, "south": 900}), SEX]
    weighted = rake(answers, margins, weight="base", trim=Trim(0.3, 2.5, of_mean=True))
    weights = weighted.weights()["weight"]
    mean = 1000 / 120
    assert 0.3 * mean - 1e-9 <= weights.min() < weights.max() <= 2.5 * mean + 1e-9
    assert weights.sum() == pytest.approx(1000)
    assert "is now missed by" in str(weighted.fitted.notes[-1])


def test_small_groups_are_withheld(answers: pl.DataFrame) -> None:
    few = answers.with_columns(group=pl.when(pl.int_range(pl.len()) < 3).then(pl.lit("few")).otherwise(pl.lit("many")))
    found = rake(few, [REGION]).figures(score="score", definition="nps@1", by="group")
    assert found[0].estimate.withheld


def test_nobody_answered(answers: pl.DataFrame) -> None:
    silent = answers.with_columns(score=pl.lit(None, pl.Int64))
    (found,) = rake(silent, [REGION]).figures(score="score", definition="nps@1", floor=3)
    assert found.estimate.value is None


def test_a_column_may_be_called_like_a_sum(answers: pl.DataFrame) -> None:
    renamed = answers.rename({"region": "n", "sex": "w"})
    margins = [Margin("n", REGION.targets), Margin("w", SEX.targets)]
    assert rake(renamed, margins).fitted.n_eff == pytest.approx(rake(answers, [REGION, SEX]).fitted.n_eff)


def refused(answers: pl.DataFrame, *margins: Margin | Numeric, **options: object) -> str:
    with pytest.raises(KuuloError) as caught:
        calibrate(answers, list(margins), **options)  # type: ignore[arg-type]  # -- as a user might
    told = caught.value
    assert str(told.mend)
    return str(told)


def test_levels_without_rows_or_targets_are_named(answers: pl.DataFrame) -> None:
    with pytest.raises(EmptyLevelError, match="region = east; region = west"):
        rake(answers, [Margin("region", {"north": 1, "south": 2, "east": 3, "west": 4})])
    with pytest.raises(EmptyLevelError, match=r"no target: region = south\."):
        rake(answers, [Margin("region", {"north": 10})])
    with pytest.raises(EmptyLevelError, match="target of 0: region = south"):
        rake(answers, [Margin("region", {"north": 10, "south": 0})])
    with pytest.raises(EmptyLevelError, match="region = south, sex = x"):
        post_stratify(
            answers, ["region", "sex"], {("south", "x"): 1, **{(r, s): 1 for r in ("north", "south") for s in "wm"}}
        )


def test_missing_values_are_counted_and_may_be_a_level(answers: pl.DataFrame) -> None:
    gaps = answers.with_columns(region=pl.when(pl.int_range(pl.len()) < 7).then(None).otherwise(pl.col("region")))
    assert "7 rows have no value in column region" in refused(gaps, REGION)
    weighted = rake(gaps, [Margin("region", {"north": 500, "south": 400, None: 100})])
    assert weighted.weights()["weight"].head(7).sum() == pytest.approx(100)
    assert "spent" in refused(answers.with_columns(spent=pl.lit(None, pl.Float64)), REGION, Numeric("spent", 3))


def test_margins_that_are_no_margins_are_refused_with_how_to_write_them(answers: pl.DataFrame) -> None:
    wrong: Any = {"region": {"north": 0.5, "south": 0.5}}
    for margins in (wrong, [wrong]):
        with pytest.raises(DefinitionError, match="list of Margin"):
            rake(answers, margins)


def test_a_table_without_rows_is_refused(answers: pl.DataFrame) -> None:
    with pytest.raises(ColumnError, match="no rows to weight"):
        rake(answers.head(0), [Margin("region", {"north": 0.5, "south": 0.5})])


def test_base_weights_that_are_none(answers: pl.DataFrame) -> None:
    negative = answers.with_columns(base=pl.when(pl.int_range(pl.len()) < 2).then(-1.0).otherwise(1.0))
    with pytest.raises(ColumnError, match="2 rows have no weight, or a negative one, in column base"):
        rake(negative, [REGION], weight="base")
    with pytest.raises(ColumnError, match="no column named weight"):
        rake(answers, [REGION], weight="weight")


def test_margins_of_different_populations(answers: pl.DataFrame) -> None:
    with pytest.raises(DefinitionError, match="counts 1000, the margin of sex 900"):
        rake(answers, [REGION, Margin("sex", {"w": 500, "m": 400})])


def test_what_cannot_be_met_names_the_worst_margin(answers: pl.DataFrame) -> None:
    only_women = answers.filter((pl.col("region") == "south") | (pl.col("sex") == "w")).filter(
        (pl.col("region") == "north") | (pl.col("sex") == "m")
    )
    with pytest.raises(NotConvergedError, match=r"(sex|region) = \w+ is missed by"):
        rake(only_women, [REGION, Margin("sex", {"w": 300, "m": 700})])
    with pytest.raises(NotConvergedError, match="is missed by"):
        calibrate(answers, [REGION, SEX], method="logit", bounds=(0.95, 1.05), weight="base")


def test_choices_that_do_not_fit(answers: pl.DataFrame) -> None:
    assert "needs bounds" in refused(answers, REGION, method="logit")
    assert "no bounds of a factor" in refused(answers, REGION, method="linear", bounds=(1.2, 3))
    assert "takes one margin" in refused(answers, REGION, SEX, method="poststratification")
    assert "no weighting method" in refused(answers, REGION, method="magic")
    assert "no margin" in refused(answers)
    with pytest.raises(DefinitionError, match="Weights cannot be held"):
        Trim(3, 2)
    with pytest.raises(DefinitionError, match="no target of region"):
        Margin("region", {"north": -1})
    assert "cannot all lie" in refused(answers, REGION, trim=Trim(20, 30))


def test_the_name_of_the_weights_is_free(answers: pl.DataFrame) -> None:
    with pytest.raises(ColumnError, match="base already"):
        rake(answers, [REGION]).weights("base")


def test_replicates_that_lack_a_level_are_refused_with_its_name(answers: pl.DataFrame) -> None:
    alone = answers.with_columns(
        region=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("east")).otherwise(pl.col("region"))
    )
    weighted = rake(alone, [Margin("region", {"north": 600, "south": 390, "east": 10})])
    with pytest.raises(NotConvergedError, match="region = east"):
        weighted.figures(score="score", definition="nps@1", replicates=Replicates())
