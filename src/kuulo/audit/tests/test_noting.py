"""Noting steps: the chain holds, and nothing and nobody changes what was noted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from kuulo.audit.models import Step as StepRow
from kuulo.audit.queries import first_broken, steps_of
from kuulo.audit.queries.wording import text_from, text_to_plain
from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import InputError
from kuulo.base.texts import say

STUDY = Subject("study", "why-they-leave")
NOW = datetime(2026, 3, 2, 9, 30, 15, 250_000, tzinfo=UTC)


def noted(count: int = 1, subject: Subject = STUDY) -> None:
    """Note so many steps, an hour apart."""
    for hour in range(count):
        text = say("{what} moved to {state}.", what=say("Study"), state="ready")
        moment = NOW + timedelta(hours=hour)
        note(actor="ilona@example.org", verb="move", subject=subject, text=text, details={"n": hour}, now=moment)


@pytest.mark.django_db
def test_a_step_is_read_as_it_was_noted() -> None:
    noted(2)
    newest, first = steps_of(STUDY)
    assert str(first.text) == "Study moved to ready."
    assert (first.at, first.actor, first.verb, first.details) == (NOW, "ilona@example.org", "move", {"n": 0})
    assert newest.before == first.digest
    assert newest.number == first.number + 1


@pytest.mark.django_db
def test_only_steps_of_the_subject_are_shown_and_so_many() -> None:
    noted(3)
    noted(2, Subject("claim", "C1"))
    assert [step.details["n"] for step in steps_of(STUDY, most=2)] == [2, 1]


@pytest.mark.django_db
def test_the_chain_holds() -> None:
    noted(5)
    assert first_broken() is None
    assert first_broken(newest=2) is None


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"actor": "somebody"}, {"details": "{}"}, {"text": "{}"}, {"digest": "f" * 64}])
def test_a_row_changed_behind_the_guard_breaks_the_chain(change: dict[str, str]) -> None:
    noted(4)
    number = steps_of(STUDY)[2].number
    without_guards()
    StepRow.objects.filter(number=number).update(**change)
    assert first_broken() == number


@pytest.mark.django_db
def test_a_row_taken_out_behind_the_guard_breaks_the_chain() -> None:
    noted(4)
    number = steps_of(STUDY)[1].number
    without_guards()
    StepRow.objects.filter(number=number).delete()
    assert first_broken() == number
    assert first_broken(newest=1) is not None


@pytest.mark.django_db
def test_the_database_refuses_to_change_a_step() -> None:
    noted()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        StepRow.objects.update(actor="somebody else")
    assert first_broken() is None


@pytest.mark.django_db
def test_the_database_refuses_to_delete_a_step() -> None:
    noted()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        StepRow.objects.all().delete()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_step")
    assert len(steps_of(STUDY)) == 1


@pytest.mark.django_db
def test_a_step_goes_with_the_transaction_that_fails() -> None:
    with pytest.raises(RuntimeError):
        note_and_fail()
    assert steps_of(STUDY) == ()


@pytest.mark.django_db
def test_a_step_without_an_actor_is_refused() -> None:
    with pytest.raises(InputError, match="actor"):
        note(actor="", verb="move", subject=STUDY, text=say("Moved."))


@pytest.mark.django_db
def test_a_detail_that_is_no_plain_value_is_refused() -> None:
    with pytest.raises(InputError, match="people of a step of the log is no plain value"):
        note(actor="a", verb="move", subject=STUDY, text=say("Moved."), details={"people": ["x"]})  # type: ignore[dict-item] # what is refused


def without_guards() -> None:
    """Take the triggers away, as somebody with the database in hand could; the test's transaction is undone."""
    if connection.vendor == "postgresql":
        names = ("audit_no_change ON audit_step", "audit_no_emptying ON audit_step")
    else:
        names = ("audit_no_update", "audit_no_delete")
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"DROP TRIGGER {name}")


@transaction.atomic
def note_and_fail() -> None:
    """Note a step in a transaction that does not come to its end."""
    noted()
    raise RuntimeError


def test_a_day_comes_back_as_a_day() -> None:
    told = say("From {day} on.", day=date(2026, 11, 23))
    assert text_from(text_to_plain(told)) == told
