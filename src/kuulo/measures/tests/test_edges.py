"""Tables as they really come: empty, without answers, with odd names and types."""

from __future__ import annotations

from datetime import UTC, date, datetime

import duckdb
import pandas as pd
import polars as pl
import pytest

from kuulo.base.errors import ColumnError, DefinitionError, InputError, ScaleMismatchError
from kuulo.measures import Period, csat, distribution, figures, mean_score, nps, ratio, share, total
from kuulo.measures.analysts import FigureOptions


def test_an_empty_table_gives_one_empty_figure() -> None:
    frame = pl.DataFrame(schema={"score": pl.Int64, "team": pl.String, "weight": pl.Float64, "cluster": pl.Int64})
    several: list[FigureOptions] = [{}, {"weight": "weight"}, {"cluster": "cluster"}]
    for options in several:
        found = nps(frame, score="score", **options)[0].estimate
        assert (found.value, found.low, found.high, found.se, found.n, found.method) == (
            None,
            None,
            None,
            None,
            0,
            "none",
        )
        grouped: FigureOptions = {**options, "by": "team"}
        assert len(nps(frame, score="score", **grouped)) == 0
    assert mean_score(frame, score="score")[0].estimate.n == 0
    assert len(distribution(frame, score="score", by="team")) == 0
    assert nps(frame, score="score", by="team").to_polars().height == 0


def test_a_column_without_a_single_answer() -> None:
    frame = pl.DataFrame({"score": [None] * 8, "weight": [1.0] * 8})
    for definition in ("nps@1", "csat.mean@1", "share@1", "mean@1", "total@1"):
        found = figures(frame, score="score", definition=definition, weight="weight")[0].estimate
        assert (found.value, found.low, found.n) == (None, None, 0)


def test_weights_of_zero_and_one_answer() -> None:
    frame = pl.DataFrame({"score": [9] * 6, "weight": [0.0] * 6, "team": ["a"] * 5 + ["b"]})
    assert nps(frame, score="score", weight="weight")[0].estimate.value is None
    one = nps(frame.tail(1), score="score").figures[0].estimate
    assert one.withheld


def test_not_a_number_is_no_answer() -> None:
    frame = pl.DataFrame({"score": [9.0, float("nan"), 10.0, 3.0, 8.0, 7.0]})
    assert nps(frame, score="score")[0].estimate.n == 5
    assert mean_score(frame, score="score")[0].estimate.n == 5
    assert distribution(frame, score="score")[0].missing == 1


def test_infinite_answers_are_refused() -> None:
    with pytest.raises(ScaleMismatchError, match="no numbers"):
        mean_score(pl.DataFrame({"score": [1.0, float("inf"), 2.0]}), score="score")


def test_pandas_types() -> None:
    frame = pd.DataFrame(
        {
            "score": pd.array([9, 10, None, 8, 3, 10], dtype="Int64"),
            "team": pd.Categorical(["a"] * 6),
            "yes": pd.array([True, False, None, True, True, True], dtype="boolean"),
            "at": pd.to_datetime(["2025-03-31 23:30"] * 6).tz_localize("Europe/Helsinki"),
            "mixed": [1, "two", 3, 4, 5, 6],
        },
        index=list("uvwxyz"),
    )
    found = nps(frame, score="score", by=["team", Period("at", "month")])[0]
    assert (found.by, found.estimate.n) == ({"team": "a", "month": date(2025, 3, 1)}, 5)
    assert share(frame, score="yes")[0].estimate.value == pytest.approx(0.8)
    with pytest.raises(ColumnError, match="mixed"):
        nps(frame, score="mixed")


def test_polars_types() -> None:
    frame = pl.DataFrame(
        {
            "What's your “score”?": [9, 10, 8, 7, 3, 10],
            "team": pl.Series(["a", "a", "b", "b", "a", "b"], dtype=pl.Enum(["b", "a"])),
            "rows": [1.0] * 6,
            "price": pl.Series([1, 2, 3, 4, 5, 6], dtype=pl.Decimal(10, 2)),
        }
    )
    found = nps(frame, score="What's your “score”?", by="team", weight="rows", floor=3)
    assert [(figure.by["team"], figure.estimate.n) for figure in found] == [("a", 3), ("b", 3)]
    assert mean_score(frame, score="price")[0].estimate.value == pytest.approx(3.5)


def test_times_at_the_edge_of_a_period_are_those_of_utc() -> None:
    at = datetime(2025, 3, 31, 22, 30, tzinfo=UTC)
    frame = pl.DataFrame({"score": [9] * 6, "at": [at] * 6}).with_columns(
        local=pl.col("at").dt.convert_time_zone("Europe/Helsinki"), day=pl.col("at").dt.date()
    )
    for column in ("at", "local", "day"):
        assert nps(frame, score="score", by=Period(column, "month"))[0].by == {"month": date(2025, 3, 1)}
        assert nps(frame, score="score", by=Period(column, "week"))[0].by == {"week": date(2025, 3, 31)}
        assert nps(frame, score="score", by=Period(column, "quarter", "q"))[0].by == {"q": date(2025, 1, 1)}
    with pytest.raises(ColumnError, match="not dates or times"):
        nps(frame, score="score", by=Period("score", "day"))


def test_a_duckdb_relation_of_a_query() -> None:
    with duckdb.connect() as connection:
        relation = connection.sql(
            "SELECT (i % 11)::UTINYINT AS score, 'g' || i % 2 AS \"the group\" FROM range(99) t(i)"
        )
        found = nps(relation, score="score", by="the group", where="score <> 5")
        assert sum(figure.estimate.n or 0 for figure in found) == 90


def test_conditions() -> None:
    frame = pl.DataFrame(
        {"score": [1, 2, 3, 4, 5] * 4, "team": ["a", "b", None, "d"] * 5, "day": [date(2025, 1, 1)] * 20}
    )
    counts = {
        "team = 'a' or team = 'b'": 10,
        "team in ('a', 'd') and score between 2 and 4": 6,
        "not team = 'a'": 10,
        "team is null": 5,
        "team is not null and score > -1": 15,
        "team like '%a%'": 5,
        "day >= '2025-01-01' and score <= 4.5": 16,
        "day < '2025-01-01'": 0,
        "(score = 1 or score = 5) and true": 8,
    }
    for text, wanted in counts.items():
        assert csat(frame, score="score", where=text)[0].estimate.n == wanted, text


@pytest.mark.parametrize("text", ["score +", "score; drop table x", "upper(team) = 'A'", "score", "(select 1) = 1", ""])
def test_other_conditions_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="The condition cannot be read"):
        csat(pl.DataFrame({"score": [1, 2], "team": ["a", "b"]}), score="score", where=text)


def test_a_condition_on_a_missing_column() -> None:
    with pytest.raises(ColumnError, match="no column named wage"):
        csat(pl.DataFrame({"score": [1, 2]}), score="score", where="wage > 3")


def test_weights_that_are_no_numbers_are_refused() -> None:
    for bad in (None, float("nan"), float("inf"), -1.0):
        frame = pl.DataFrame({"score": [1, 2, 3, 4, 5, 5], "weight": [1.0, 1.0, 1.0, 1.0, 1.0, bad]})
        for cluster in (None, "score"):
            with pytest.raises(ColumnError, match="1 rows have no weight"):
                csat(frame, score="score", weight="weight", cluster=cluster)


def test_impossible_designs_are_refused() -> None:
    frame = pl.DataFrame(
        {
            "score": [1, 2, 3, 4, 5, 5],
            "stratum": ["a"] * 5 + [None],
            "size": [9, 9, 9, 9, 9, 8],
            "home": [1, 1, 2, 2, None, 3],
        }
    )
    with pytest.raises(ColumnError, match="Some rows have no stratum"):
        csat(frame, score="score", stratum="stratum")
    with pytest.raises(ColumnError, match="different population sizes within one stratum"):
        csat(frame, score="score", fpc="size")
    with pytest.raises(ColumnError, match="smaller than the 6"):
        csat(frame, score="score", fpc=4)
    with pytest.raises(ColumnError, match="1 rows have no cluster"):
        csat(frame, score="score", cluster="home")
    with pytest.raises(DefinitionError, match="Two groupings have the same name"):
        csat(frame, score="score", by=["home", "home"])


def test_totals_and_ratios_by_group() -> None:
    frame = pl.DataFrame(
        {"paid": [1.0, 2.0, None, 4.0] * 5, "asked": [2.0, None, 1.0, 4.0] * 5, "team": ["a", "b"] * 10}
    )
    assert [f.estimate.value for f in total(frame, score="paid", by="team")] == [5.0, 30.0]
    assert ratio(frame, score="paid", denominator="asked")[0].estimate.value == pytest.approx(25 / 30)


@pytest.mark.parametrize(
    "text",
    [
        "team = 3",
        "team > 2 and score > 1",
        "score like '1%'",
        "not team",
        "-team > 3",
        "team and score",
        "team in (1, 'a')",
        "team between 1 and 2",
        "day >= 'soon'",
    ],
)
def test_what_cannot_be_compared_is_refused(text: str) -> None:
    frame = pl.DataFrame({"score": [9] * 6, "team": ["a"] * 6, "day": [date(2025, 1, 1)] * 6})
    with pytest.raises(InputError, match=r"cannot be (compared|read)"):
        nps(frame, score="score", where=text)


def test_in_holds_one_value_or_several() -> None:
    frame = pl.DataFrame({"score": [9] * 6 + [3] * 6, "team": ["a"] * 6 + ["b"] * 6})
    assert nps(frame, score="score", where="team in ('a')")[0].estimate.value == 100
    assert nps(frame, score="score", where="team in ('a', 'b')")[0].estimate.value == 0


def test_yes_and_no_are_no_points_of_a_scale() -> None:
    frame = pl.DataFrame({"liked": [True] * 6 + [False] * 4})
    assert share(frame, score="liked")[0].estimate.value == 0.6
    assert mean_score(frame, score="liked")[0].estimate.value == 0.6
    for measure in (nps, csat):
        with pytest.raises(ScaleMismatchError, match="holds yes and no"):
            measure(frame, score="liked")


@pytest.mark.parametrize("size", [0, -5, float("nan")])
def test_a_population_of_no_size_is_refused(size: float) -> None:
    with pytest.raises(ColumnError, match="above 0"):
        nps(pl.DataFrame({"score": [9] * 6}), score="score", fpc=size)


def test_weights_of_zero_alone_are_told() -> None:
    found = nps(pl.DataFrame({"score": [9] * 6, "weight": [0.0] * 6}), score="score", weight="weight")[0].estimate
    assert found.value is None
    assert [str(note) for note in found.notes] == ["Every answer has the weight 0: no figure can be given."]


def test_no_grouping_may_be_said_as_none() -> None:
    assert nps(pl.DataFrame({"score": [9] * 6}), score="score", by=None)[0].estimate.n == 6


def test_pandas_columns_of_one_name_or_named_by_numbers() -> None:
    frame = pd.DataFrame([[9, "a", "x"]] * 6, columns=["score", "team", "team"])
    assert nps(frame, score="score")[0].estimate.n == 6
    with pytest.raises(ColumnError, match="2 columns named team"):
        nps(frame, score="score", by="team")
    assert nps(pd.DataFrame({0: [9] * 6}), score="0")[0].estimate.n == 6


def test_a_kind_of_pandas_table_is_one() -> None:
    class Places(pd.DataFrame):
        """Stands for GeoPandas' tables and their like."""

    assert nps(Places({"score": [9] * 6}), score="score")[0].estimate.n == 6
