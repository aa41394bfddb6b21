"""How parties are reached and what they agreed to: addresses, the life of a consent, the frame that follows."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kuulo.base.errors import GuardError, InputError
from kuulo.customers.models import Consent
from kuulo.customers.queries import frame, frame_of, leavers, parties_at, party_ids_of
from kuulo.customers.rules import (
    AddressState,
    Basis,
    Channel,
    ConsentRow,
    ConsentState,
    ConsentStep,
    ContactRow,
    Counts,
    FrameRow,
    PartyRow,
    Purpose,
    check_address,
    may_be_asked,
)
from kuulo.customers.rules.consents import STEPS, after
from kuulo.customers.services import (
    ask_consent,
    expire_consents,
    give_consent,
    note_bounce,
    register_consents,
    register_contacts,
    register_parties,
    withdraw_consent,
)

NOON = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
AINO = "customer_id:1"


def aino() -> int:
    register_parties([PartyRow(identifier=AINO, name="Aino", attributes={"segment": "home"})])
    return party_ids_of([AINO])[AINO]


def row(at: datetime = NOON) -> FrameRow:
    return frame(purpose=Purpose.SURVEYS, now=at)[0]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("channel", "told", "kept"),
    [
        (Channel.EMAIL, " Aino.Ahti@Example.COM ", "Aino.Ahti@example.com"),
        (Channel.SMS, "040 123-4567", "+358401234567"),
        (Channel.SMS, "+46 (70) 123 45 67", "+46701234567"),
        (Channel.SMS, "00358 40 1234567", "+358401234567"),
        (Channel.LETTER, "Aino Ahti\n  Kotikatu 1 \n\n00100 Helsinki", "Aino Ahti\nKotikatu 1\n00100 Helsinki"),
    ],
)
def test_addresses_are_kept_in_one_form(channel: Channel, told: str, kept: str) -> None:
    assert check_address(channel, told) == kept
    assert check_address(channel, kept) == kept


@pytest.mark.pure
@pytest.mark.parametrize(
    ("channel", "told"),
    [
        (Channel.EMAIL, "aino"),
        (Channel.EMAIL, "a@b"),
        (Channel.EMAIL, "a@x.fi, b@x.fi"),
        (Channel.EMAIL, "a..b@x.fi"),
        (Channel.EMAIL, "a\r\nBcc: b@x.fi"),
        (Channel.SMS, "12"),
        (Channel.SMS, "call me"),
        (Channel.LETTER, "x"),
    ],
)
def test_what_cannot_be_an_address_is_refused(channel: Channel, told: str) -> None:
    with pytest.raises(InputError, match="cannot be"):
        check_address(channel, told)


@pytest.mark.pure
def test_only_the_steps_of_a_consents_life_are_taken() -> None:
    assert after(ConsentState.ASKED, ConsentStep.GIVE) is ConsentState.GIVEN
    for state in ConsentState:
        for step in ConsentStep:
            if (state, step) not in STEPS:
                with pytest.raises(GuardError, match="cannot be"):
                    after(state, step)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("state", "with_consent", "without"),
    [
        (None, False, True),
        (ConsentState.ASKED, False, True),
        (ConsentState.GIVEN, True, True),
        (ConsentState.WITHDRAWN, False, False),
        (ConsentState.EXPIRED, False, False),
    ],
)
def test_who_may_be_asked(state: ConsentState | None, with_consent: bool, without: bool) -> None:  # noqa: FBT001 -- what is expected
    assert may_be_asked(state, Basis.CONSENT) is with_consent
    assert may_be_asked(state, Basis.LEGITIMATE_INTEREST) is without


@pytest.mark.django_db
def test_the_frame_tells_how_each_party_is_reached() -> None:
    number = aino()
    told = ContactRow(identifier=AINO, channel=Channel.EMAIL, value="aino@example.com")
    assert register_contacts([told, told], now=NOON) == Counts(new=1)
    assert register_contacts([told], now=NOON + DAY) == Counts(unchanged=1)
    unknown = ContactRow(identifier="customer_id:9", channel=Channel.EMAIL, value="x@example.com")
    assert register_contacts([unknown], now=NOON) == Counts()
    seen = row()
    assert (seen.party_id, seen.party, seen.value_of("segment"), seen.value_of("kind")) == (
        number,
        AINO,
        "home",
        "person",
    )
    assert seen.contact(Channel.EMAIL).address == "aino@example.com"
    assert seen.contact(Channel.SMS).address == ""
    assert frame_of([number, 999], purpose=Purpose.SURVEYS)[number] == seen
    assert parties_at(Channel.EMAIL, "aino@example.com") == (number,)


@pytest.mark.django_db
def test_an_address_that_bounces_stays_so_when_it_is_told_again() -> None:
    aino()
    told = ContactRow(identifier=AINO, channel=Channel.EMAIL, value="aino@example.com")
    register_contacts([told], now=NOON)
    assert note_bounce(channel=Channel.EMAIL, address="aino@example.com", at=NOON, reason="no such user") == 1
    register_contacts([told], now=NOON + DAY)
    assert row().contact(Channel.EMAIL).state is AddressState.BOUNCED
    newer = ContactRow(identifier=AINO, channel=Channel.EMAIL, value="ahti@example.com")
    register_contacts([newer], now=NOON + DAY)
    assert row().contact(Channel.EMAIL).state is AddressState.OK


@pytest.mark.django_db
def test_a_consent_lives_from_asking_to_its_end() -> None:
    number = aino()
    ask_consent(party_id=number, at=NOON)
    ask_consent(party_id=number, at=NOON)
    assert row().contact(Channel.SMS).consent is ConsentState.ASKED
    assert give_consent(party_id=number, at=NOON, text_version="2026-1", expires_at=NOON + 9 * DAY)
    assert not give_consent(party_id=number, at=NOON)
    assert Consent.objects.get().text_version == "2026-1"
    assert row(NOON + 8 * DAY).contact(Channel.SMS).consent is ConsentState.GIVEN
    assert row(NOON + 9 * DAY).contact(Channel.SMS).consent is ConsentState.EXPIRED
    assert expire_consents(now=NOON + 9 * DAY) == 1
    assert expire_consents(now=NOON + 9 * DAY) == 0
    assert give_consent(party_id=number, at=NOON + 10 * DAY)
    assert Consent.objects.count() == 2


@pytest.mark.django_db
def test_withdrawing_needs_no_earlier_consent_and_covers_every_channel() -> None:
    number = aino()
    give_consent(party_id=number, at=NOON, channel=Channel.SMS)
    assert withdraw_consent(party_id=number, at=NOON + DAY)
    assert not withdraw_consent(party_id=number, at=NOON + 2 * DAY)
    seen = row(NOON + 3 * DAY)
    assert {seen.contact(channel).consent for channel in Channel} == {ConsentState.WITHDRAWN}
    assert frame(purpose=Purpose.RESEARCH)[0].contact(Channel.SMS).consent is None
    give_consent(party_id=number, at=NOON + 4 * DAY, channel=Channel.EMAIL)
    seen = row(NOON + 5 * DAY)
    assert seen.contact(Channel.EMAIL).consent is ConsentState.GIVEN
    assert seen.contact(Channel.SMS).consent is ConsentState.WITHDRAWN


@pytest.mark.django_db
def test_a_list_tells_of_consents_but_never_over_a_persons_own_word() -> None:
    number = aino()
    given = ConsentRow(identifier=AINO, state=ConsentState.GIVEN, at=NOON, text_version="list")
    assert register_consents([given]) == Counts(new=1)
    assert register_consents([given]) == Counts(unchanged=1)
    withdraw_consent(party_id=number, at=NOON + DAY, channel=Channel.EMAIL)
    assert register_consents([ConsentRow(identifier=AINO, state=ConsentState.GIVEN, at=NOON + 2 * DAY)]) == Counts(
        unchanged=1
    )
    refused = ConsentRow(identifier=AINO, state=ConsentState.WITHDRAWN, at=NOON + 3 * DAY)
    assert register_consents([refused]) == Counts(new=1)
    assert register_consents([refused]) == Counts(unchanged=1)
    assert row(NOON + 4 * DAY).contact(Channel.SMS).consent is ConsentState.WITHDRAWN
    with pytest.raises(GuardError, match="given or withdrawn"):
        register_consents([ConsentRow(identifier=AINO, state=ConsentState.ASKED, at=NOON)])


@pytest.mark.django_db
def test_who_left_between_two_days_is_known() -> None:
    register_parties([PartyRow(identifier=f"customer_id:{day}", until=date(2026, 11, day)) for day in (1, 5, 9)])
    left = leavers(date(2026, 11, 1), date(2026, 11, 5), purpose=Purpose.SURVEYS)
    assert sorted(left.values()) == [
        date(2026, 11, 1),
        date(2026, 11, 5),
    ]
