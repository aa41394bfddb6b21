"""Numbers, dates and texts as each language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.base.texts import Text, say
from kuulo.figures.charts import Count, Day, Period, Quantity, Unit, quantity_of, unit_of
from kuulo.figures.charts.localise import keep_together, number_in, value_in
from kuulo.figures.charts.quantities import Interval, decimals_for
from kuulo.figures.tests.casts import estimate, withheld

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def read(language: str, value: object) -> str:
    return value_in(language, value, str)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", f"{MINUS}1{SPACE}234,5"), ("sv", f"{MINUS}1{SPACE}234,5"), ("en", f"{MINUS}1,234.5")],
)
def test_numbers(language: str, words: str) -> None:
    assert number_in(language, -1234.54, decimals=1) == words


@pytest.mark.parametrize(("language", "words"), [("fi", f"73{SPACE}%"), ("sv", f"73{SPACE}%"), ("en", "73%")])
def test_shares(language: str, words: str) -> None:
    assert read(language, Quantity(0.731, Unit.SHARE)) == words


def test_an_interval_of_shares_writes_the_sign_once() -> None:
    ends = Interval(Quantity(0.71, Unit.SHARE), Quantity(0.76, Unit.SHARE))
    assert read("fi", ends) == f"71{SPACE}…{SPACE}76{SPACE}%"


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert number_in("en", -0.2) == "0"
    assert number_in("en", 0.2, signed=True) == "0"


@pytest.mark.parametrize(
    ("language", "short", "full"),
    [
        ("fi", "9/2026", "syyskuu 2026"),
        ("sv", "sep. 2026", "september 2026"),
        ("en", "Sep 2026", "September 2026"),
    ],
)
def test_months(language: str, short: str, full: str) -> None:
    assert read(language, Period(date(2026, 9, 1))) == short
    assert read(language, Period(date(2026, 9, 1), written_out=True)) == full


@pytest.mark.parametrize(
    ("grain", "words"),
    [("year", "2026"), ("week", f"vk{SPACE}37/2026"), ("day", "7.9.2026"), ("quarter", "3. nelj. 2026")],
)
def test_other_periods(grain: str, words: str) -> None:
    assert read("fi", Period(date(2026, 9, 7), grain)) == words


def test_a_week_belongs_to_its_iso_year() -> None:
    assert read("en", Period(date(2024, 12, 30), "week")) == "W1/2025"


def test_counts_days_and_nothing() -> None:
    assert read("en", Count(1234.4)) == "1,234"
    assert read("fi", Day(date(2026, 3, 1))) == "1.3.2026"
    assert read("fi", None) == "–"


def test_a_text_is_translated_and_its_values_written_the_languages_way() -> None:
    text = say("{count} rows, {share}", count=1200, share=Quantity(0.5, Unit.SHARE))
    translations = {"{count} rows, {share}": "{count} riviä, {share}"}
    assert value_in("fi", text, lambda template: translations[template]) == f"1{SPACE}200 riviä, 50{SPACE}%"


def test_a_text_inside_a_text_is_translated_too() -> None:
    inside = say("rows")
    assert value_in("fi", say("all {what}", what=inside), str) == "all rows"


def test_a_template_of_signs_alone_is_not_looked_up() -> None:
    def refuse(template: str) -> str:
        raise AssertionError(template)

    assert value_in("fi", Text("{a} – {b}", {"a": 1, "b": 2}), refuse) == "1 – 2"


def test_intervals_and_counts_stay_on_one_line() -> None:
    assert keep_together("1 … 2, n = 5") == f"1{SPACE}…{SPACE}2, n{SPACE}={SPACE}5"


@pytest.mark.parametrize(
    ("definition", "unit"),
    [
        ("nps@1", Unit.POINTS),
        ("enps@1", Unit.POINTS),
        ("csat.top2@1", Unit.SHARE),
        ("csat.mean@1", Unit.SCALE),
        ("ces.2@1", Unit.SCALE),
        ("ces.2.net@1", Unit.POINTS),
    ],
)
def test_units_come_from_the_definition(definition: str, unit: Unit) -> None:
    assert unit_of(estimate(3, definition=definition)) is unit


@pytest.mark.parametrize(("half", "places"), [(20.0, 0), (2.0, 0), (0.4, 1), (0.04, 2), (0.0, 0)])
def test_decimals_are_no_more_than_the_interval_justifies(half: float, places: int) -> None:
    assert decimals_for([estimate(40, half)], Unit.POINTS) == places


def test_a_withheld_figure_has_no_quantity() -> None:
    assert quantity_of(withheld()) is None
