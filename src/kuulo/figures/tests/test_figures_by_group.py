"""Figures by touchpoint, attribute of the answer, attribute of the customer, month and week, each an Estimate."""

from __future__ import annotations

from datetime import date

import pytest

from kuulo.base.errors import DefinitionError, InputError, ScaleMismatchError
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.figures.queries import (
    Reading,
    Scope,
    earlier,
    figures_for,
    now_and_before,
    open_reading,
    settle,
    spread_for,
    trend_for,
    whole_figure,
)
from kuulo.figures.rules import Grain, parse_selection
from kuulo.figures.tests.answers import answer, many, record

pytestmark = pytest.mark.django_db


def look(**params: str | list[str]) -> tuple[Reading, Scope]:
    lists = {key.replace("__", "."): [value] if isinstance(value, str) else value for key, value in params.items()}
    with open_reading() as reading:
        return reading, settle(reading, parse_selection(lists))


def test_a_source_that_feeds_another_measure_shows_that_one() -> None:
    record([*many({10: 30}), *many({5: 20, 2: 20}, start=100, definition="csat.top2@1", source="imported")])
    estimate = whole_figure(*look(source="imported"))
    assert (estimate.value, estimate.definition) == (0.5, "csat.top2@1")
    assert whole_figure(*look()).definition == "nps@1"


def test_one_figure_of_everything() -> None:
    record(many({10: 30, 8: 10, 2: 10}))
    estimate = whole_figure(*look())
    assert (estimate.value, estimate.n, estimate.method, estimate.definition) == (40.0, 50, "tango", "nps@1")
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low < 40 < estimate.high
    assert estimate.data_version == "v0+50"


def test_groups_come_largest_first_and_what_is_not_known_last() -> None:
    record(
        [*many({10: 12}), *many({0: 20}, start=100, touchpoint="Invoice"), *many({8: 30}, start=200, touchpoint=None)]
    )
    groups = figures_for(*look(by="touchpoint"))
    assert [(one.label, one.estimate.value, one.estimate.n) for one in groups] == [
        ("Invoice", -100.0, 20),
        ("Visit", 100.0, 12),
        (None, 0.0, 30),
    ]


def test_by_an_attribute_of_the_answer_with_signs_that_sql_minds() -> None:
    name, value = 'Region\'s "name"; --', "L'Île"
    record([*many({10: 10}, attributes={name: value}), *many({0: 10}, start=50, attributes={name: "Uusimaa"})])
    reading, scope = look(**{f"a.{name}": value})
    assert whole_figure(reading, scope).value == 100.0
    groups = figures_for(*look(by=f"a.{name}"))
    assert {one.label: one.estimate.value for one in groups} == {value: 100.0, "Uusimaa": -100.0}


def test_by_an_attribute_of_the_customer_as_it_is_now() -> None:
    rows = [
        PartyRow(
            identifier=f"customer_id:{number}",
            attributes={"seg'ment": "home" if number < 10 else "firm"},
        )
        for number in range(25)
    ]
    register_parties(rows)
    record([*many({10: 10}), *many({0: 15}, start=10)])
    groups = figures_for(*look(by="c.seg'ment"))
    assert {one.label: one.estimate.value for one in groups} == {"home": 100.0, "firm": -100.0}
    assert whole_figure(*look(**{"c.seg'ment": "firm"})).n == 15


def test_a_customer_attribute_nobody_has_is_refused() -> None:
    record(many({10: 10}))
    with pytest.raises(InputError, match="shoe size"):
        look(by="c.shoe size")


def test_months_and_weeks_are_those_of_the_local_calendar() -> None:
    # 31 May 21:30 UTC is 1 June in Helsinki: 14.479 days before 15 June 9:00 UTC
    record([*many({10: 8}, days_ago=14.479), *many({0: 8}, start=50, days_ago=60)])
    reading, scope = look(period="all")
    points = trend_for(reading, scope, Grain.MONTH)
    assert [(point.start, point.estimate.value, point.estimate.n) for point in points] == [
        (date(2026, 4, 1), -100.0, 8),
        (date(2026, 5, 1), None, 0),
        (date(2026, 6, 1), 100.0, 8),
    ]
    weeks = trend_for(reading, scope, Grain.WEEK)
    assert weeks[0].start == date(2026, 4, 13)
    assert weeks[-1].start == date(2026, 6, 1)


def test_a_new_wording_breaks_the_trend_where_it_begins() -> None:
    record([*many({10: 8}, days_ago=60), *many({9: 8}, start=50, days_ago=1, wording="2026-06")])
    points = trend_for(*look(period="all"), Grain.MONTH)
    assert [point.break_note is not None for point in points] == [False, False, True]
    assert "2026-06" in str(points[-1].break_note)


def test_now_against_the_same_length_before() -> None:
    record([*many({10: 20}), *many({0: 20}, start=50, days_ago=40)])
    reading, scope = look(period="28")
    now, before = now_and_before(reading, scope)
    assert before is not None
    assert (now.value, now.n, before.value, before.n) == (100.0, 20, -100.0, 20)
    then = earlier(reading, scope)
    assert then is not None
    assert whole_figure(reading, then).value == -100.0


def test_answers_of_one_person_are_not_independent() -> None:
    record([answer(n, 10 if n % 2 else 0, party=f"customer_id:{n // 10}") for n in range(100)])
    alike = whole_figure(*look())
    record([answer(200 + n, 10 if n < 50 else 0, source="other", party=f"customer_id:x{n // 10}") for n in range(100)])
    differing = whole_figure(*look(source="other"))
    assert alike.value == differing.value == 0.0
    assert alike.deff is not None
    assert differing.deff is not None
    assert alike.deff < 0.1
    assert differing.deff > 9


def test_weights_are_used_where_every_answer_has_one() -> None:
    record([*many({10: 10}, weight=3.0), *many({0: 10}, start=50, weight=1.0)])
    assert whole_figure(*look()).value == pytest.approx(50.0)


def test_weights_that_only_some_answers_have_are_not_used_and_said_so() -> None:
    record([*many({10: 10}, weight=3.0), *many({0: 10}, start=50)])
    estimate = whole_figure(*look())
    assert estimate.value == 0.0
    assert any("weight" in str(note) for note in estimate.notes)


def test_who_was_asked_is_told_where_it_is_known() -> None:
    record([*many({10: 12, 0: 8}), *[answer(100 + n, None) for n in range(30)]])
    estimate = whole_figure(*look())
    assert (estimate.n, estimate.invited, estimate.answered) == (20, 50, 20)


def test_who_never_opened_the_invitation_was_asked_all_the_same() -> None:
    unopened = [answer(number, None, state="not_shown") for number in range(100, 140)]
    closed = [answer(number, None, state="dismissed") for number in range(200, 210)]
    record([*many({10: 20}), *unopened, *closed])
    estimate = whole_figure(*look())
    assert (estimate.n, estimate.invited, estimate.answered) == (20, 70, 20)


def test_blanks_of_a_file_that_names_no_silent_one_do_not_tell_who_was_asked() -> None:
    record([*many({10: 20}), *[answer(100 + n, None, state="skipped") for n in range(5)]])
    assert whole_figure(*look()).invited is None


def test_one_source_that_cannot_tell_leaves_it_unknown_for_all() -> None:
    silent = [answer(100 + n, None) for n in range(10)]
    record([*many({10: 20}), *silent, *many({10: 20}, start=300, source="old file")])
    estimate = whole_figure(*look())
    assert (estimate.n, estimate.invited, estimate.answered) == (40, None, None)


def test_a_kin_definition_reads_the_same_answers() -> None:
    record(many({5: 10, 3: 10}, definition="csat.top2@1"))
    assert whole_figure(*look(measure="csat.mean@1")).value == pytest.approx(4.0)
    assert whole_figure(*look(measure="csat.top2@1")).value == pytest.approx(0.5)


def test_how_the_answers_fall() -> None:
    record(many({10: 5, 7: 3}))
    assert spread_for(*look()).counts == {7.0: 3, 10.0: 5}


def test_different_scales_are_never_pooled() -> None:
    record(
        [
            *many({10: 10}, definition="mean@1", scale_min=0.0, scale_max=10.0),
            *many({5: 10}, start=50, definition="mean@1", scale_min=1.0, scale_max=5.0, source="shops"),
        ]
    )
    with pytest.raises(ScaleMismatchError) as refused:
        look(measure="mean@1")
    assert "visits, mean: 0–10" in str(refused.value)
    assert "shops, mean: 1–5" in str(refused.value)
    assert whole_figure(*look(measure="mean@1", source="shops")).value == pytest.approx(5.0)


def test_answers_on_another_scale_than_the_definitions_are_refused() -> None:
    record(many({10: 10}, scale_min=1.0, scale_max=10.0))
    with pytest.raises(ScaleMismatchError, match="nps@1"):
        look()


def test_a_measure_nobody_answered_is_refused_with_those_there_are() -> None:
    record(many({10: 10}))
    with pytest.raises(DefinitionError, match="csat"):
        look(measure="csat.top2@1")
    with pytest.raises(DefinitionError, match=r"nps@1"):
        look(measure="nonsense@9")
