"""Use case: an earlier follow-up that heard nearly all teaches today's how readily which scores answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from kuulo.correction.queries import corrected_groups, listen
from kuulo.correction.queries.following import heard_people
from kuulo.correction.rules.askings import AskingOutcome, AskingRow
from kuulo.correction.rules.lessons import Round, reached, tells_apart
from kuulo.correction.services import note_askings
from kuulo.correction.tests.cast import START, customers, heard, record, told
from kuulo.customers.queries import party_ids_of
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import Lesson, Method

pytestmark = pytest.mark.django_db
BEFORE = -90
SECOND = {"phase": "2"}
# Of the satisfied four in five answer without a reminder, of the dissatisfied three in ten.
AT_ONCE = {10.0: 0.8, 0.0: 0.3}


def ask(names: Sequence[str], *, days: float, **more: Any) -> None:
    """Note in the ledger that these were asked."""
    numbers = party_ids_of(names)
    answered = more.pop("answered", {})
    note_askings(
        AskingRow(
            key=f"{days} {name}",
            source="relationship",
            party_id=numbers[name],
            identifier=name,
            asked_at=START + timedelta(days=days),
            reached=True,
            reminders=answered.get(name, more.get("reminders", 0)),
            outcome=AskingOutcome.ANSWERED if name in answered else AskingOutcome.SILENT,
            **{key: value for key, value in more.items() if key != "reminders"},
        )
        for name in names
    )


def scores_of(names: Sequence[str]) -> dict[str, float]:
    """Return the score each would give: every other pair 10 and 0."""
    return {name: (10.0, 0.0)[place // 2 % 2] for place, name in enumerate(names)}


def readily(names: Sequence[str]) -> set[str]:
    """Return who answers without a reminder."""
    return {name for place, name in enumerate(names) if (place // 4 % 10) / 10 < AT_ONCE[scores_of(names)[name]]}


def taught_before(names: Sequence[str], *, unheard: int = 0, reminders: int = 2, definition: str = "nps@1") -> None:
    """Record an earlier follow-up: those not ready to answer do so after reminders, but for a few."""
    at_once, scores = readily(names), scores_of(names)
    spoke = [name for name in names if name in at_once or place_of(names, name) >= unheard]
    answered = {name: 0 if name in at_once else reminders for name in spoke}
    ask(names, days=BEFORE, phase=2, of="round:1", reminders=reminders, answered=answered)
    record(told(name, scores[name], days=BEFORE + 9, attributes=SECOND, definition=definition) for name in spoke)


def place_of(names: Sequence[str], name: str) -> int:
    return list(names).index(name)


def follow_today(names: Sequence[str], *, in_ledger: bool = True) -> None:
    """Record this summer: a third answer 10 at once, half of the silent are asked again, without reminders."""
    at_once = names[800:]
    ask(names, days=5, answered=dict.fromkeys(at_once, 0))
    called = names[400:800]
    spoke, scores = readily(called), scores_of(called)
    if in_ledger:
        ask(called, days=20, phase=2, of="round:2", chance=0.5, answered=dict.fromkeys(spoke, 0))
    record(
        [
            *(told(name, 10.0, days=6) for name in at_once),
            *(told(name, scores[name], days=21, weight=2.0, attributes=SECOND) for name in called if name in spoke),
        ]
    )


def everyone() -> list[str]:
    """Register 1,200 customers, by turns of north and south."""
    names = list(customers({"north": 600, "south": 600}))
    return [name for pair in zip(names[:600], names[600:], strict=True) for name in pair]


def lesson(**more: Any) -> Lesson | None:
    with open_snapshot() as snapshot:
        people = heard_people(snapshot, heard(**more))
    assert people is not None
    return people.lesson


def test_the_figure_uses_the_odds_that_an_earlier_follow_up_showed() -> None:
    names = everyone()
    taught_before(names[:400], unheard=40)
    follow_today(names)
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        found = listen(snapshot, heard())
    # A third say 10; of the silent half say 10 and half 0: 33 points, though of those heard 73 % say 10.
    assert figure.value == pytest.approx(100 / 3, abs=6)
    assert found.by_method[Method.TWO_PHASE].value == figure.value
    trust = str(figure.trust)
    assert "400 silent persons asked again, 220 answered" in trust
    assert "learnt from the follow-up of 2026-03" in trust
    assert any("odds that an earlier one showed" in str(note) for note in figure.notes)


def test_without_an_earlier_one_those_silent_again_are_taken_for_those_heard_and_that_is_said() -> None:
    follow_today(everyone())
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
    assert figure.value == pytest.approx(100 / 3 + 2 / 3 * 100 * (0.8 - 0.3) / 1.1, abs=3)
    assert any("kept silent in the follow-up too" in str(note) for note in figure.notes)
    assert "learnt" not in str(figure.trust)


def test_the_lesson_is_of_todays_names_and_levels() -> None:
    names = everyone()
    record(told(name, 7.0, days=BEFORE - 200) for name in names[:100])
    taught_before(names[:400])
    follow_today(names)
    with open_snapshot() as snapshot:
        people = heard_people(snapshot, heard())
    assert people is not None
    assert people.lesson is not None
    assert people.lesson.x.names == people.x.names
    assert [each.levels for each in people.lesson.x.categorical.values()] == [
        each.levels for each in people.x.categorical.values()
    ]
    assert int(people.lesson.at_once.sum()) == len(readily(names[:400]))
    # Only what was said before that follow-up is an earlier score of it.
    assert np.isnan(people.lesson.earlier).sum() == 300


@pytest.mark.parametrize(
    ("drawn", "more"),
    [
        pytest.param(400, {"unheard": 300}, id="too low response"),
        pytest.param(40, {}, id="too small"),
        pytest.param(400, {"definition": "csat.top2@1"}, id="other definition"),
        pytest.param(400, {"reminders": 0}, id="no more effort than today"),
    ],
)
def test_other_follow_ups_teach_nothing(drawn: int, more: dict[str, Any]) -> None:
    names = everyone()
    taught_before(names[:drawn], **more)
    follow_today(names)
    assert lesson() is None


def test_a_follow_up_of_the_window_itself_is_no_earlier_one() -> None:
    names = everyone()
    taught_before(names[:400])
    follow_today(names)
    assert lesson() is not None
    assert lesson(start=START + timedelta(days=BEFORE - 1)) is None


def test_where_the_effort_of_today_is_noted_nowhere_nothing_is_learnt() -> None:
    names = everyone()
    taught_before(names[:400])
    follow_today(names, in_ledger=False)
    assert lesson() is None


def test_enough_is_four_fifths_heard_and_thirty_of_each_kind() -> None:
    score = np.array([5.0] * 8 + [np.nan] * 2)
    plain = Round(at=START, person=np.arange(10), score=score, reminders=np.zeros(10, dtype=np.int64))
    assert reached(plain)
    assert not reached(Round(at=START, person=np.arange(9), score=score[1:], reminders=plain.reminders[1:]))
    assert tells_apart(np.array([True] * 30 + [False] * 30), 5)
    assert not tells_apart(np.array([True] * 30 + [False] * 29), 5)
    assert not tells_apart(np.array([True] * 30 + [False] * 30), 50)
