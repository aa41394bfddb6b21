"""What helps to serve one customer now, as another program asks for it: short, within consent, from one look."""

from __future__ import annotations

from datetime import datetime

from kuulo.base.texts import Text
from kuulo.customers.queries import consents_of, party_ids_of
from kuulo.customers.rules import AddressState, ConsentState, ConsentView, Purpose
from kuulo.customers.rules.identities import stands_for_device
from kuulo.profiles.queries.customer import Meeting, meet, tell
from kuulo.profiles.rules.facts import Facts, Place
from kuulo.profiles.rules.profile import Case, Consented, Experience, NextStep, Preferences, ServiceProfile

CUSTOMER_NUMBER = "customer_id"


def party_named(name: str) -> int | None:
    """Return the party an address names: ``scheme:value``, or a customer number alone; None where it names nobody.

    A browser or a device names nobody here: with a website's public write key anybody can say who uses his own, and
    would then be shown that customer.
    """
    wanted = name if ":" in name else f"{CUSTOMER_NUMBER}:{name}"
    if stands_for_device(wanted.partition(":")[0]):
        return None
    return party_ids_of([wanted]).get(wanted)


def service_profile(party_id: int, *, now: datetime) -> ServiceProfile | None:
    """Return what helps to serve a customer now; None where the customer objected to being served from the data.

    Raises:
        NotFoundError: There is no such customer.
    """
    meeting = meet(party_id, now=now)
    if Purpose.SERVICE not in meeting.allowed:
        return None
    told = tell(meeting)
    consents = consents_of(meeting.party.party_id, now=now)
    step = told.step
    return ServiceProfile(
        party=f"{meeting.party.identifiers[0]}" if meeting.party.identifiers else "",
        party_id=meeting.party.party_id,
        name=meeting.party.name,
        kind=meeting.party.kind.value,
        stage=meeting.party.stage.value,
        since=meeting.party.since,
        open_cases=tuple(
            Case(
                kind=one.kind.value,
                text=str(one.text),
                promised=one.promised,
                since=one.place.at if one.place else None,
            )
            for one in told.matters
        ),
        preferences=_preferences(meeting, consents),
        last_experience=_experience(told.facts) if told.facts else None,
        next_step=NextStep(
            name=step.name,
            text=str(step.text),
            reason=str(step.reason),
            source=_source(step.place),
        )
        if step
        else None,
        withheld=_withheld(meeting),
        data_version=meeting.signals.snapshot.data_version if meeting.signals else "",
    )


def _preferences(meeting: Meeting, consents: tuple[ConsentView, ...]) -> Preferences:
    working = [each for each in meeting.party.contacts if each.state is AddressState.OK]
    given: dict[tuple[str, str], Consented] = {}
    for consent in consents:
        place = (consent.purpose.value, consent.channel)
        if place not in given:
            given[place] = Consented(
                purpose=consent.purpose.value, channel=consent.channel, given=consent.state is ConsentState.GIVEN
            )
    return Preferences(
        language=meeting.party.language or None,
        channel=working[0].channel.value if working else None,
        consents=tuple(given.values()),
    )


def _experience(facts: Facts) -> Experience | None:
    """Return the newest of the last answer and the last meeting; of an answer in confidence only that it was given."""
    found: list[Experience] = []
    if facts.score is not None:
        score = facts.score
        found.append(
            Experience(
                kind="answer",
                at=score.place.at,
                touchpoint=score.touchpoint or None,
                value=score.value,
                scale=(score.low, score.high),
                definition=score.definition,
            )
        )
    if facts.words is not None:
        words = facts.words
        found.append(
            Experience(kind="comment", at=words.place.at, touchpoint=words.touchpoint or None, words=words.text)
        )
    if facts.met is not None:
        met = facts.met
        found.append(
            Experience(kind=met.kind, at=met.place.at, touchpoint=met.touchpoint or None, channel=met.channel or None)
        )
    if facts.in_confidence is not None:
        found.append(Experience(kind="answer_in_confidence", at=facts.in_confidence.at))
    return max(found, key=lambda each: each.at, default=None)


def _source(place: Place | None) -> str | None:
    return f"{place.key}@{place.at.isoformat()}" if place else None


def _withheld(meeting: Meeting) -> tuple[str, ...]:
    if Purpose.PROFILING in meeting.allowed:
        return ()
    why: Text = meeting.permissions[Purpose.PROFILING].why
    return (f"web events and habits: {why}",)
