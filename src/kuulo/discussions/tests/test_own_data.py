"""What a person left in discussions is handed out and erased with everything else of theirs; others' words stay."""

from __future__ import annotations

import pytest

from kuulo.customers.queries import party_ids_of, person_key
from kuulo.customers.rules import PartyRow
from kuulo.customers.services import register_parties
from kuulo.discussions import services
from kuulo.discussions.models import Member, Message, Report, Thread, Vote
from kuulo.discussions.queries import messages_of
from kuulo.discussions.services import PERSON_STORES, PollWishes
from kuulo.discussions.tests.cast import ILONA, NOON, Talk, joined, talk
from kuulo.sources.queries import sources_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def party() -> int:
    register_parties([PartyRow(identifier="customer_id:1", name="Aino Halla")])
    return party_ids_of(["customer_id:1"])["customer_id:1"]


@pytest.fixture
def at(party: int) -> Talk:
    """Return a discussion in which a known customer wrote, voted, pointed out and was asked alone."""
    found = talk(["Kettu"])
    (who,) = joined(found.study, ["Ilves"], party_id=party)
    theirs = services.write_message(token=found.people[0].token, thread=found.thread.key, text="Other words", now=NOON)
    key = services.write_message(token=who.token, thread=found.thread.key, text="My own words", now=NOON)
    services.write_message(token=found.people[0].token, thread=found.thread.key, text="So?", reply_to=key, now=NOON)
    services.report_message(token=who.token, message=theirs, why="Rude", now=NOON)
    poll = services.ask_poll(
        thread=found.thread.key, wishes=PollWishes(question="When?", options=("Noon", "Night")), by=ILONA, now=NOON
    )
    services.vote(token=who.token, poll=poll, picked=[1], now=NOON)
    services.probe(study=found.study, text="Only you?", to=who.id, by=ILONA, now=NOON)
    return Talk(study=found.study, room=found.room, thread=found.thread, people=(*found.people, who))


def test_everything_is_handed_out(at: Talk, party: int) -> None:
    told = repr([dict(row) for row in PERSON_STORES[0].export(person_key(party))])
    assert all(words in told for words in ("My own words", "Rude", "Night", "Only you?"))
    assert "Other words" not in told
    assert ILONA not in told


def test_everything_is_erased_and_others_words_stay(at: Talk, party: int) -> None:
    who = at.people[1].id
    assert PERSON_STORES[0].erase(person_key(party), NOON).rows > 0
    for rows in (Message, Vote, Member, Report):
        assert not rows.objects.filter(participant=who).exists()
    assert not Thread.objects.filter(to=who).exists()
    assert [each.text for each in messages_of(at.thread)] == ["Other words", "So?"]
    assert {source.participant_id for source in sources_of(at.study)} == {at.people[0].id}
    assert PERSON_STORES[0].erase(person_key(party), NOON).rows == 0
