"""What a party's data may be used for: each purpose, objections, time, lists, wholes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.customers.queries import (
    attribute_history,
    consent_texts,
    consents_of,
    find_parties,
    frame,
    may_use,
    may_use_many,
    party,
)
from kuulo.customers.rules import (
    ANY_CHANNEL,
    CONSENT_ONLY,
    Basis,
    Channel,
    ConsentRow,
    ConsentState,
    PartyRow,
    Purpose,
)
from kuulo.customers.rules.permissions import Word, permission, standing, state_on
from kuulo.customers.services import (
    ask_consent,
    expire_consents,
    give_consent,
    keep_consent_text,
    link_parties,
    register_consents,
    register_parties,
    undo_link,
    withdraw_consent,
)
from kuulo.customers.tests.cast import DAY, NOON, people

MARKETING = Purpose.MARKETING
PLACES = (*Channel, ANY_CHANNEL)
WORDS = st.lists(
    st.builds(
        Word,
        at=st.integers(0, 1000).map(lambda minutes: NOON + timedelta(minutes=minutes)),
        channel=st.sampled_from([str(place) for place in PLACES]),
        state=st.sampled_from(ConsentState),
        own=st.booleans(),
    ),
    max_size=12,
).map(lambda words: sorted(words, key=lambda word: word.at))


@pytest.mark.pure
@given(words=WORDS, later=WORDS)
def test_nothing_but_the_persons_own_new_consent_lifts_an_objection(words: list[Word], later: list[Word]) -> None:
    end = words[-1].at if words else NOON
    objection = Word(end + timedelta(minutes=1), ANY_CHANNEL, ConsentState.WITHDRAWN)
    after = [
        Word(objection.at + (word.at - NOON) + timedelta(minutes=1), word.channel, word.state, word.own)
        for word in later
        if not (word.own and word.state is ConsentState.GIVEN)
    ]
    held = standing([*words, objection, *after])
    for place in PLACES:
        for purpose in Purpose:
            assert not permission(purpose, state_on(place, held)).allowed


@pytest.mark.pure
@given(words=WORDS)
def test_a_persons_last_word_stands(words: list[Word]) -> None:
    end = words[-1].at if words else NOON
    given_at = Word(end + timedelta(minutes=1), ANY_CHANNEL, ConsentState.GIVEN)
    assert permission(MARKETING, state_on(ANY_CHANNEL, standing([*words, given_at]))).basis is Basis.CONSENT
    taken = Word(end + timedelta(minutes=2), Channel.SMS, ConsentState.WITHDRAWN)
    held = standing([*words, given_at, taken])
    assert not permission(MARKETING, state_on(Channel.SMS, held)).allowed


@pytest.mark.pure
@pytest.mark.parametrize("purpose", Purpose)
def test_each_purpose_has_its_basis(purpose: Purpose) -> None:
    unasked = permission(purpose, None)
    assert unasked.allowed is (purpose not in CONSENT_ONLY)
    assert permission(purpose, ConsentState.GIVEN).allowed
    for state in (ConsentState.WITHDRAWN, ConsentState.EXPIRED):
        refused = permission(purpose, state)
        assert (refused.allowed, refused.basis) == (False, None)
        assert str(refused.why)


@pytest.mark.django_db
def test_service_needs_no_consent_and_everything_else_says_why() -> None:
    (number,) = people(1)
    service = may_use(number, Purpose.SERVICE, now=NOON)
    assert (service.allowed, service.basis) == (True, Basis.CONTRACT)
    assert may_use(number, Purpose.SURVEYS, now=NOON).basis is Basis.LEGITIMATE_INTEREST
    assert str(may_use(number, MARKETING, now=NOON).why) == "There is no consent for marketing."
    ask_consent(party_id=number, at=NOON, purpose=Purpose.MARKETING)
    assert "not given" in str(may_use(number, MARKETING, now=NOON).why)
    give_consent(
        party_id=number, at=NOON, purpose=Purpose.MARKETING, expires_at=NOON + DAY, proof={"form": "newsletter"}
    )
    assert may_use(number, MARKETING, now=NOON).allowed
    assert "expired" in str(may_use(number, MARKETING, now=NOON + DAY).why)
    assert expire_consents(now=NOON + DAY) == 1
    assert not may_use(number, MARKETING, now=NOON + DAY).allowed
    assert not may_use(number, Purpose.PROFILING, now=NOON).allowed


@pytest.mark.django_db
def test_a_consent_shows_its_words_its_time_and_its_proof() -> None:
    (number,) = people(1)
    give_consent(
        party_id=number,
        at=NOON,
        purpose=Purpose.MARKETING,
        text_version="2026-1",
        source="web shop",
        proof={"form": "join"},
    )
    withdraw_consent(
        party_id=number, at=NOON + DAY, purpose=Purpose.MARKETING, source="own page", proof={"page": "/me/"}
    )
    (told,) = consents_of(number, now=NOON + DAY)
    assert (told.state, told.given_at, told.ended_at) == (ConsentState.WITHDRAWN, NOON, NOON + DAY)
    assert (told.text_version, told.source) == ("2026-1", "own page")
    assert told.proof == {"given": {"form": "join"}, "withdrawn": {"page": "/me/"}}


@pytest.mark.django_db
def test_an_objection_to_marketing_is_absolute() -> None:
    (number,) = people(1)
    withdraw_consent(party_id=number, at=NOON, purpose=Purpose.MARKETING)
    told = ConsentRow(identifier="customer_id:1", state=ConsentState.GIVEN, at=NOON + DAY, purpose=Purpose.MARKETING)
    register_consents([told])
    register_parties([PartyRow(identifier="customer_id:1", attributes={"marketing": "yes"})], now=NOON + DAY)
    give_consent(party_id=number, at=NOON + DAY, purpose=Purpose.PROFILING)
    with pytest.raises(GuardError, match="Objection to marketing"):
        ask_consent(party_id=number, at=NOON + DAY, purpose=Purpose.MARKETING)
    for place in PLACES:
        assert not may_use(number, MARKETING, now=NOON + 2 * DAY, channel=place).allowed
    (row,) = frame(purpose=Purpose.MARKETING, now=NOON + 2 * DAY)
    assert not any(row.contact(channel).may_be_asked(basis) for channel in Channel for basis in Basis)
    give_consent(party_id=number, at=NOON + 3 * DAY, purpose=Purpose.MARKETING)
    assert may_use(number, MARKETING, now=NOON + 4 * DAY).allowed


@pytest.mark.django_db
def test_asking_again_does_not_lift_an_objection_to_surveys() -> None:
    (number,) = people(1)
    withdraw_consent(party_id=number, at=NOON)
    ask_consent(party_id=number, at=NOON + DAY)
    assert not may_use(number, Purpose.SURVEYS, now=NOON + 2 * DAY).allowed
    assert frame(purpose=Purpose.SURVEYS)[0].contact(Channel.EMAIL).consent is ConsentState.WITHDRAWN


@pytest.mark.django_db
def test_what_one_part_says_holds_for_the_whole_and_after_it() -> None:
    first, second = people(2)
    given_by_list = ConsentRow(
        identifier="customer_id:2", state=ConsentState.GIVEN, at=NOON + DAY, purpose=Purpose.MARKETING
    )
    withdraw_consent(party_id=first, at=NOON, purpose=Purpose.MARKETING)
    register_consents([given_by_list])
    assert may_use(second, MARKETING, now=NOON + DAY).allowed
    link = link_parties(first_id=first, second_id=second, now=NOON + DAY)
    assert not may_use(second, MARKETING, now=NOON + DAY).allowed
    assert may_use_many([first, second], MARKETING, now=NOON + DAY) == {first: False, second: False}
    withdraw_consent(party_id=first, at=NOON + 2 * DAY, purpose=Purpose.SURVEYS)
    undo_link(link_id=link.id, now=NOON + 3 * DAY)
    assert not may_use(second, Purpose.SURVEYS, now=NOON + 3 * DAY).allowed


@pytest.mark.django_db
def test_a_persons_own_word_takes_the_place_of_a_lists() -> None:
    (number,) = people(1)
    register_consents(
        [ConsentRow(identifier="customer_id:1", state=ConsentState.GIVEN, at=NOON, purpose=Purpose.MARKETING)]
    )
    assert not consents_of(number)[0].own
    assert give_consent(party_id=number, at=NOON + DAY, purpose=Purpose.MARKETING)
    assert not give_consent(party_id=number, at=NOON + 2 * DAY, purpose=Purpose.MARKETING)
    (told,) = consents_of(number)
    assert told.own


@pytest.mark.django_db
def test_reads_for_a_purpose_without_consent_are_refused_or_leave_out() -> None:
    first, second = people(2)
    give_consent(party_id=first, at=NOON, purpose=Purpose.MARKETING)
    assert party(first, purpose=Purpose.MARKETING).party_id == first
    with pytest.raises(GuardError, match="no consent for marketing"):
        party(second, purpose=Purpose.MARKETING)
    with pytest.raises(GuardError, match="no consent for profiling"):
        attribute_history(first, purpose=Purpose.PROFILING)
    assert [line.party_id for line in find_parties(purpose=Purpose.MARKETING).lines] == [first]
    assert [line.party_id for line in find_parties(purpose=Purpose.SERVICE).lines] == [first, second]


@pytest.mark.django_db
def test_the_words_of_a_version_never_change() -> None:
    for language, text in (("fi", "Saatte lähettää minulle uutisia."), ("en", "You may send me news.")):
        keep_consent_text(purpose=Purpose.MARKETING, version="2026-1", language=language, text=text, now=NOON)
    keep_consent_text(
        purpose=Purpose.MARKETING, version="2026-1", language="en", text="You may send me news.", now=NOON
    )
    assert [(each.version, each.language) for each in consent_texts(MARKETING)] == [("2026-1", "en"), ("2026-1", "fi")]
    with pytest.raises(GuardError, match="Words of a version"):
        keep_consent_text(purpose=Purpose.MARKETING, version="2026-1", language="en", text="Everything goes.", now=NOON)
    with pytest.raises(InputError, match="version"):
        keep_consent_text(purpose=Purpose.MARKETING, version=" ", language="en", text="x", now=NOON)


@pytest.mark.django_db
def test_what_cannot_be_given_is_refused() -> None:
    (number,) = people(1)
    with pytest.raises(GuardError, match="expired before"):
        give_consent(party_id=number, at=NOON, expires_at=NOON)
    with pytest.raises(NotFoundError):
        give_consent(party_id=999, at=NOON)
