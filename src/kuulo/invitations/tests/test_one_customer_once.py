"""One customer with two rows is asked once, and has one budget."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Channel
from kuulo.customers.services import link_parties, withdraw_consent
from kuulo.invitations.models import Contact, Invitation, NotAsked
from kuulo.invitations.rules.budget import Limit
from kuulo.invitations.rules.outcomes import Outcome
from kuulo.invitations.services import admit_drawn, note_contact, set_budget
from kuulo.invitations.tests.cast import NOON, customers, published, started

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def two_rows() -> tuple[int, int]:
    names = customers(2)
    ids = party_ids_of(names)
    return ids[names[0]], ids[names[1]]


def test_found_to_be_one_before_the_draw_there_is_one_invitation() -> None:
    first, second = two_rows()
    link_parties(first_id=first, second_id=second, now=NOON)
    started(published().slug)
    admit_drawn(now=NOON)
    assert [each.party_id for each in Invitation.objects.all()] == [first]


def test_found_to_be_one_between_draw_and_admission_the_second_is_left_out() -> None:
    first, second = two_rows()
    started(published().slug)
    link_parties(first_id=first, second_id=second, now=NOON)
    admit_drawn(now=NOON)
    outcomes = Invitation.objects.values_list("outcome", flat=True)
    assert sorted(outcomes) == sorted([Outcome.PLANNED, Outcome.NOT_ASKED])
    assert NotAsked.objects.get().reason == "already_invited"
    assert Contact.objects.count() == 1


def test_what_one_row_was_sent_counts_for_the_other() -> None:
    first, second = two_rows()
    set_budget(limits=[Limit(most=1, days=30)])
    assert note_contact(party_id=second, channel=Channel.EMAIL, at=NOON, source="research:1")
    link_parties(first_id=first, second_id=second, now=NOON)
    assert not note_contact(party_id=first, channel=Channel.EMAIL, at=NOON + DAY, source="research:2")
    started(published().slug)
    admit_drawn(now=NOON + DAY)
    assert NotAsked.objects.get().reason == "budget"


def test_what_one_row_refused_holds_for_the_other() -> None:
    first, second = two_rows()
    withdraw_consent(party_id=second, at=NOON - DAY)
    started(published().slug)
    link_parties(first_id=first, second_id=second, now=NOON)
    admit_drawn(now=NOON)
    assert Contact.objects.count() == 0
