"""Use case: answers of which nobody knows who did not give them."""

from __future__ import annotations

import pytest

from kuulo.correction.queries import corrected_groups, listen
from kuulo.correction.tests.cast import customers, heard, record, told
from kuulo.lake.queries import open_snapshot
from kuulo.measures.correction import Method

pytestmark = pytest.mark.django_db


def test_answers_of_nobody_known_stay_as_they_came() -> None:
    customers({"north": 80})
    record(told(None, 10.0 if number % 2 else 7.0, response_id=f"r{number}") for number in range(60))
    with open_snapshot() as snapshot:
        figure = corrected_groups(snapshot, heard())[None]
        found = listen(snapshot, heard())
    assert [figure.value, figure.n] == pytest.approx([50.0, 60])
    assert figure.raw is None
    assert str(figure.trust) == "Who did not answer is not known: the figure holds for those who answered."
    assert (found.representation, found.bounds, found.weights) == (None, None, None)
    assert found.chosen.method == Method.RAW
    assert found.by_method[Method.RAW].value == figure.value


def test_encounters_of_which_nobody_noted_who_was_asked_stay_as_they_came() -> None:
    names = list(customers({"north": 80}))
    record(told(name, 10.0, touchpoint="Visit") for name in names[:60])
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard(encounters=True))
    assert found.representation is None


def test_who_was_asked_may_be_unknown_and_the_customers_known() -> None:
    names = list(customers({"north": 100, "south": 100}))
    record(told(name, 10.0 if place < 60 else 0.0) for place, name in enumerate([*names[:60], *names[100:130]]))
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
    assert found.representation is not None
    assert found.representation.turnout.invited is None
    assert found.representation.turnout.reached is None
    assert found.by_method[Method.RAKED].value == pytest.approx(0.0, abs=1e-9)


def test_nothing_heard_is_no_figure() -> None:
    customers({"north": 10})
    record([told("customer_id:1", 9.0, days=-400)])
    with open_snapshot() as snapshot:
        found = listen(snapshot, heard())
        assert corrected_groups(snapshot, heard(), split_sql="signals.channel") == {}
    assert found.representation is None
