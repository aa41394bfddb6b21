"""No filter and no month of a reader's choice tells of the words of a few, alone or compared with another."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from kuulo.figures.queries import Reading, Scope, open_reading, settle
from kuulo.figures.rules import Filter, Period, Selection, parse_dimension
from kuulo.lake.rules import Signal
from kuulo.lake.services import record_signals
from kuulo.themes.queries import calling_comments, cut_by, feelings_by_month, summary_of
from kuulo.themes.tests.company import signal
from kuulo.themes.views.showing import show_words
from kuulo.themes.views.summing import summed_up
from kuulo.words.services import Budget, read_words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
REGIONS = {"South": 40, "East": 12, "North": 3}
LATE = "Paketti myöhästyi taas viikon, en tilaa teiltä enää koskaan."


def record(signals: list[Signal]) -> None:
    with transaction.atomic():
        record_signals(signals)
    while read_words(Budget(seconds=600)):
        pass


def said(number: int, days: float, **further: object) -> list[Signal]:
    """Return a comment with its score."""
    written = signal(number, days, kind="comment", text=LATE, **further)
    return [written, replace(signal(number, days, **further), value=2.0)]


def by_region() -> list[Signal]:
    regions = [name for name, count in REGIONS.items() for _one in range(count)]
    return [
        one
        for number, region in enumerate(regions)
        for one in said(number, 3 + number % 4, attributes={"region": region})
    ]


def look(reading: Reading, *regions: str, period: Period | None = None) -> Scope:
    filters = (Filter(parse_dimension("a.region"), regions),) if regions else ()
    return settle(reading, Selection(definition="nps@1", period=period or Period("all"), filters=filters))


def summed(reading: Reading, scope: Scope) -> list[str]:
    return [str(one.text) for one in summed_up(reading, scope, show_words(reading, scope))]


def test_comments_that_leave_a_few_out_or_take_withheld_ones_apart_are_withheld() -> None:
    record(by_region())
    with open_reading() as reading:
        assert cut_by(reading, look(reading), "feeling").whole is not None
        assert cut_by(reading, look(reading, "South"), "feeling").whole is not None
        # All but three of the North.
        assert cut_by(reading, look(reading, "South", "East"), "feeling").whole is None
        # The East hides the North: with what all and the South say, it would tell of these three.
        assert cut_by(reading, look(reading, "East"), "feeling").whole is None
        assert calling_comments(reading, look(reading, "East")) == ()
        assert summed(reading, look(reading, "East")) == []
        assert all("%" in text for text in summed(reading, look(reading)))
        for regions in (("East",), ("South", "East")):
            points = feelings_by_month(reading, look(reading, *regions))["negative"]
            assert points
            assert all(one.value is None and one.n is None for _month, one in points)


def test_months_that_one_more_would_tell_a_few_of_are_withheld() -> None:
    record(
        [
            *[one for number in range(30) for one in said(number, 5)],
            *[one for number in range(30, 33) for one in said(number, 40)],
            *[one for number in range(33, 70) for one in said(number, 70)],
        ]
    )
    with open_reading() as reading:
        newest = look(reading, period=Period("months", "2026-06", "2026-06"))
        newer = look(reading, period=Period("months", "2026-05", "2026-06"))
        assert cut_by(reading, newest, "feeling").whole is not None
        assert cut_by(reading, newer, "feeling").whole is None


def test_months_say_nothing_of_words_promised_confidence() -> None:
    record([one for number in range(40) for one in said(number, 5, promise="confidential")])
    with open_reading() as reading:
        assert calling_comments(reading, look(reading))
        assert calling_comments(reading, look(reading, period=Period("months", "2026-06", "2026-06"))) == ()
        assert summary_of(reading, look(reading), ())[1]
