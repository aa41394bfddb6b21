"""Use case: a figure of encounters, corrected for those of which the customer said nothing."""

from __future__ import annotations

import pytest

from kuulo.correction.queries import corrected_groups, listen
from kuulo.correction.tests.cast import customers, heard, record, told
from kuulo.lake.queries import open_snapshot

pytestmark = pytest.mark.django_db
HEARD = heard("csat.top2@1", encounters=True)


def met(name: str, value: float | None, touchpoint: str, days: float):  # type: ignore[no-untyped-def] # a signal
    return told(name, value, days=days, touchpoint=touchpoint, definition="csat.top2@1", question="satisfaction")


def encounters() -> None:
    """Record 100 visits, 80 told of and all good, and 100 calls of the same customers, 30 told of and all bad."""
    names = list(customers({"north": 50, "south": 50}))
    visits = [met(name, 5.0 if place % 10 < 8 else None, "Visit", place % 50) for place, name in enumerate(names)]
    calls = [met(name, 1.0 if place % 10 < 3 else None, "Call", 50 + place % 30) for place, name in enumerate(names)]
    record([*visits, *calls])


def test_every_encounter_asked_about_counts_alike() -> None:
    encounters()
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, HEARD)[None]
        representation = listen(snapshot, HEARD).representation
    assert figure.raw == pytest.approx(80 / 110)
    assert figure.value == pytest.approx(0.5, abs=0.02)
    assert representation is not None
    assert (representation.turnout.frame, representation.turnout.answered) == (200, 110)
    assert "Call" in str(representation.verdict.sentence)


def test_touchpoints_are_domains() -> None:
    encounters()
    with open_snapshot() as snapshot:
        found = corrected_groups(snapshot, HEARD, split_sql="signals.touchpoint")
    assert {label: figure.n for label, figure in found.items()} == {"Visit": 80, "Call": 30}
    assert [found[label].value for label in ("Visit", "Call")] == pytest.approx([1.0, 0.0])


def test_answers_of_one_person_are_no_independent_answers() -> None:
    names = list(customers({"north": 30}))
    # Each says the same of all its eight encounters; two more are silent.
    record(
        met(name, (5.0 if place % 2 else 1.0) if turn < 8 else None, ("Visit", "Call")[turn % 2], turn)
        for place, name in enumerate(names)
        for turn in range(10)
    )
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, HEARD)[None]
    assert figure.n == 240
    # 30 persons, not 240 answers.
    assert figure.se == pytest.approx((0.25 / 29) ** 0.5, rel=0.02)
    assert figure.n_eff == pytest.approx(30, rel=0.05)


def test_weights_by_identifier_and_touchpoint_are_one_on_average() -> None:
    encounters()
    with open_snapshot() as snapshot:
        weights = listen(snapshot, HEARD).weights
    assert weights is not None
    rows = weights.to_pylist()
    assert len(rows) == 110
    assert sum(row["g"] for row in rows) / 110 == pytest.approx(1.0)
    assert {row["touchpoint"] for row in rows} == {"Visit", "Call"}
    assert all(row["party"].startswith("customer_id:") for row in rows)
