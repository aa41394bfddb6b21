"""Figures are split and filtered by what the words that came with answers are about, under every guard of others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from kuulo.base.errors import InputError
from kuulo.figures.queries import Reading, figures_for, filter_options, open_reading, settle, trend_for, whole_figure
from kuulo.figures.rules import parse_dimension, parse_selection
from kuulo.figures.rules.periods import Grain
from kuulo.figures.tests.answers import answer, comment
from kuulo.lake.rules import ChosenSignals, Signal
from kuulo.lake.services import erase_signals, record_signals
from kuulo.words.services import name_values, note_codes, note_themes
from kuulo.words.tests.reading import note_read

NAMES = {"t1": {"fi": "Laskut", "sv": "Fakturor", "en": "Invoices"}, "t2": {"fi": "Asennus", "en": "Installation"}}


def say(*numbers: int, score: float, theme: str | None = None, codes: tuple[str, ...] = (), **further: object) -> None:
    """Record answers with comments of a theme and of codes."""
    answers: list[Signal] = [answer(number, score, **further) for number in numbers]  # type: ignore[arg-type] # as the test says
    comments = [comment(number, "Sanoja", **further) for number in numbers]  # type: ignore[arg-type] # as above
    record_signals([*answers, *comments])
    ids = [each.signal_id for each in comments]
    note_themes(dict.fromkeys(ids, (theme, 0.8)))
    note_codes(dict.fromkeys(ids, codes))
    note_read(comments)


def groups(reading: Reading, by: str, **filters: list[str]) -> dict[object, tuple[float | None, int | None]]:
    """Return value → figure and n of NPS split by a dimension."""
    params = {"by": [by], "period": ["all"]} | {key.replace("_", "."): values for key, values in filters.items()}
    found = figures_for(reading, settle(reading, parse_selection(params)))
    return {group.label: (group.estimate.value, group.estimate.n) for group in found}


@pytest.fixture
def said(db: None) -> None:
    """Record ten who wrote of invoices and gave 3, ten of the installation who gave 10, ten who wrote nothing known."""
    del db
    say(*range(10), score=3.0, theme="t1", codes=("late", "wrong"))
    say(*range(10, 20), score=10.0, theme="t2", codes=("late",))
    record_signals(answer(number, 8.0) for number in range(20, 30))


@pytest.fixture
def reading(said: None) -> Iterator[Reading]:
    """Return a look at these answers."""
    del said
    with open_reading() as opened:
        yield opened


def test_split_by_theme_what_nobody_wrote_about_is_not_known(reading: Reading) -> None:
    assert groups(reading, "w.theme") == {"t1": (-100.0, 10), "t2": (100.0, 10), None: (0.0, 10)}


def test_an_answer_with_several_codes_counts_under_each(reading: Reading) -> None:
    assert groups(reading, "w.code") == {"late": (0.0, 20), "wrong": (-100.0, 10), None: (0.0, 10)}


def test_narrowed_by_theme_and_by_any_of_several_codes(reading: Reading) -> None:
    def figure(**params: list[str]) -> tuple[float | None, int | None]:
        keys = {key.replace("_", "."): values for key, values in params.items()}
        estimate = whole_figure(reading, settle(reading, parse_selection({"period": ["all"], **keys})))
        return estimate.value, estimate.n

    assert figure(w_theme=["t1"]) == (-100.0, 10)
    assert figure(w_code=["late"]) == (0.0, 20)
    assert figure(w_code=["late", "wrong"]) == (0.0, 20)
    assert figure(w_theme=["t2"], w_code=["wrong"]) == (None, 0)


def test_over_time_under_a_theme(reading: Reading) -> None:
    scope = settle(reading, parse_selection({"period": ["all"], "w.theme": ["t1"]}))
    points = trend_for(reading, scope, Grain.MONTH)
    assert [(point.estimate.value, point.estimate.n) for point in points] == [(-100.0, 10)]


def test_split_by_codes_under_a_filter_of_words_each_value_meets_each(reading: Reading) -> None:
    found = groups(reading, "w.code", w_theme=["t1", "t2"])
    assert found == {"late": (0.0, 20), "wrong": (-100.0, 10)}
    found = groups(reading, "w.theme", w_code=["wrong", "late"])
    assert found == {"t1": (-100.0, 10), "t2": (100.0, 10)}


def test_a_theme_of_fewer_than_the_floor_is_withheld_and_another_with_it(db: None) -> None:
    say(*range(10), score=3.0, theme="t1")
    say(*range(10, 20), score=10.0, theme="t2")
    say(20, 21, score=0.0, theme="t3")
    with open_reading() as reading:
        found = groups(reading, "w.theme")
    assert found["t3"] == (None, None)
    assert sorted(n is None for _value, n in found.values()) == [False, True, True]


def test_a_code_that_nearly_everybody_has_would_tell_of_the_few_others(db: None) -> None:
    say(*range(20), score=3.0, codes=("late",))
    say(*range(20, 23), score=10.0, codes=("praise",))
    with open_reading() as reading:
        found = groups(reading, "w.code")
    assert found == {"late": (None, None), "praise": (None, None)}


def test_what_can_be_chosen_lists_what_enough_wrote_about(reading: Reading) -> None:
    options = filter_options(reading, settle(reading, parse_selection({})))
    chosen = {one.dimension.key: one.values for one in options.filters if one.dimension.is_of_words}
    assert chosen == {"w.theme": ("t1", "t2"), "w.code": ("late", "wrong")}


def test_what_is_noted_later_is_seen_at_once_and_plain_figures_are_not_computed_anew(said: None) -> None:
    del said
    with open_reading() as reading:
        plain = settle(reading, parse_selection({"period": ["all"]}))
        before = whole_figure(reading, plain)
        assert groups(reading, "w.theme")["t1"] == (-100.0, 10)
    say(*range(30, 40), score=9.0, theme="t1")
    note_themes(dict.fromkeys(ids_of(range(5)), ("t2", 0.9)))
    with open_reading() as reading:
        assert groups(reading, "w.theme")["t2"][1] == 15
        assert whole_figure(reading, settle(reading, parse_selection({"period": ["all"]}))).n == (before.n or 0) + 10


def ids_of(numbers: range) -> list[str]:
    """Return the signals of the comments of some numbers."""
    return [comment(number, "Sanoja").signal_id for number in numbers]


def test_who_is_erased_is_no_longer_counted_by_words(said: None) -> None:
    del said
    erase_signals(ChosenSignals(parties=frozenset({"customer_id:0"})), grace=timedelta(0))
    with open_reading() as reading:
        assert groups(reading, "w.theme")["t1"] == (-100.0, 9)


@pytest.mark.parametrize("key", ["w.", "w.party", "w.theme2", "w.text"])
def test_other_words_are_no_dimension(key: str) -> None:
    with pytest.raises(InputError, match=r"w\.theme"):
        parse_dimension(key)


def test_explore_names_themes_in_the_readers_language(lead: Client, said: None) -> None:
    del said
    name_values("theme", NAMES)
    url = "/explore/?by=w.theme&period=all&w.theme=t1&w.theme=t2"
    page = lead.get(url, headers={"accept-language": "fi"}).content.decode()
    assert "Laskut" in page
    assert "Asennus" in page
    assert "Kommentin teema" in page
    english = lead.get("/explore/?by=w.theme&period=all", headers={"accept-language": "en"}).content.decode()
    assert "Invoices" in english
    twin = lead.get("/explore/figures.json?by=w.theme&period=all", headers={"accept-language": "en"}).json()
    assert {row["key"]: row["group"] for row in twin["groups"]}["t1"] == "Invoices"
    sheet = lead.get("/explore/figures.csv?by=w.theme&period=all", headers={"accept-language": "en"}).content.decode()
    assert "Invoices" in sheet
