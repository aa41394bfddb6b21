"""What is erased or taken back leaves the database, the disk and the lake; persons are handed what is theirs."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.customers.queries import person_key
from kuulo.lake import services as lake
from kuulo.lake.queries import signals_of
from kuulo.lake.rules import ChosenSignals
from kuulo.qualitative.reading import find_turns
from kuulo.sources.models import DueSignals, ErasedSource, Source
from kuulo.sources.queries import in_force, media_of, source, was_erased
from kuulo.sources.queries.files import media_path
from kuulo.sources.rules import Media, Origin
from kuulo.sources.services import PERSON_STORES, erase_source, set_speakers
from kuulo.sources.services.erasing import erase_due_signals
from kuulo.sources.services.following import erase_taken_back, sweep_files
from kuulo.sources.tests.desk import LEAD, SPOKEN, interview, joined, met, photo, running, sound
from kuulo.studies.rules import ParticipantView
from kuulo.studies.services import leave, withdraw_told

pytestmark = pytest.mark.django_db
CUSTOMER = "customer_id:7"


@pytest.fixture(autouse=True)
def nobody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let erasures from the lake go on at once: nobody is reading it."""
    monkeypatch.setattr("kuulo.lake.services.erasing.GRACE", timedelta(0))


def said_in_lake(party: str = CUSTOMER) -> list[str]:
    """Return the words the lake holds of a customer."""
    return [str(row["text"]) for row in signals_of(ChosenSignals(parties=frozenset({party})))]


def test_a_file_goes_with_its_source_and_with_what_lies_beside_it() -> None:
    study = running()
    notes = interview(study, media=Media(name="talk.wav", content=sound()))
    picture = interview(
        study, text="", turns=(), kind="picture", beside=notes.key, media=Media(name="p", content=photo())
    )
    paths = [found.path for key in (notes.key, picture.key) if (found := media_of(study.slug, key))]
    assert [path.exists() for path in paths] == [True, True]
    assert erase_source(notes.key, by=LEAD)
    assert not Source.objects.exists()
    assert [path.exists() for path in paths] == [False, False]
    assert was_erased(picture.key)
    assert steps_of(Subject("source", notes.key))[0].verb in {"erase", "add"}
    assert not erase_source(notes.key, by=LEAD)


def test_a_shared_study_tells_the_lake_the_customers_own_words_alone() -> None:
    study = running(shares_words=True)
    interview(study, joined(study, customer=CUSTOMER))
    assert said_in_lake() == [
        "Soitin 😀 numeroon 040 123 4567 ja jonotin kauan.\nLähdin pois, koska kukaan ei vastannut."
    ]


@pytest.mark.parametrize(
    ("wishes", "customer"),
    [({}, CUSTOMER), ({"shares_words": True}, ""), ({"shares_words": True, "confidential": True}, CUSTOMER)],
)
def test_no_words_go_to_the_lake_where_they_are_not_shared_or_of_nobody_known(
    wishes: dict[str, bool], customer: str
) -> None:
    study = running(**wishes)
    interview(study, joined(study, customer=customer))
    assert said_in_lake() == []
    assert Source.objects.get().signals_as == ""


def test_erased_words_leave_the_lake() -> None:
    study = running(shares_words=True)
    kept = interview(study, joined(study, customer=CUSTOMER))
    lake.seal()
    erase_source(kept.key, by=LEAD)
    assert DueSignals.objects.count() == 1
    assert erase_due_signals() == 1
    assert said_in_lake() == []
    assert not DueSignals.objects.exists()
    assert erase_due_signals() == 0


def test_words_follow_who_is_said_to_speak() -> None:
    study = running(shares_words=True)
    kept = interview(study, joined(study, customer=CUSTOMER))
    set_speakers(kept.key, {"Äijö": Origin.STAFF, "Haastattelija": Origin.CUSTOMER}, by=LEAD)
    erase_due_signals()
    assert said_in_lake() == ["Mitä tapahtui, Äijö?\nEntä sitten?"]
    set_speakers(kept.key, {"Äijö": Origin.CUSTOMER, "Haastattelija": Origin.STAFF}, by=LEAD)
    set_speakers(kept.key, {"Äijö": Origin.STAFF, "Haastattelija": Origin.CUSTOMER}, by=LEAD)
    erase_due_signals()
    assert said_in_lake() == ["Mitä tapahtui, Äijö?\nEntä sitten?"]


def test_what_a_participant_takes_back_goes_and_what_they_leave_stays() -> None:
    study = running()
    going, staying, changing = joined(study), joined(study), joined(study)
    keys = {who.id: interview(study, who).key for who in (going, staying, changing)}
    leave(going.token, keep=False)
    leave(staying.token, keep=True)
    leave(changing.token, keep=True)
    withdraw_told(changing.token)
    assert erase_taken_back(now=timezone.now()) == 2
    assert set(Source.objects.values_list("key", flat=True)) == {keys[staying.id]}
    assert set(ErasedSource.objects.values_list("why", flat=True)) == {"withdrawn"}
    assert erase_taken_back(now=timezone.now()) == 0


def test_a_person_is_handed_what_they_told_and_it_is_erased() -> None:
    study = running(shares_words=True)
    who, other = joined(study, customer=CUSTOMER), joined(study, customer="customer_id:8")
    interview(study, who)
    interview(study, other)
    key = person_key(party_of(who))
    told = [row for store in PERSON_STORES for row in store.export(key)]
    assert [row["own_words"] for row in told] == [
        ["Soitin 😀 numeroon 040 123 4567 ja jonotin kauan.", "Lähdin pois, koska kukaan ei vastannut."]
    ]
    removed = PERSON_STORES[0].erase(key, datetime.now(UTC))
    assert removed.rows == 1
    assert PERSON_STORES[0].erase(key, datetime.now(UTC)).rows == 0
    assert Source.objects.get().participant_id == other.id


def party_of(who: ParticipantView) -> int:
    """Return the customer a participant is."""
    assert who.party_id is not None
    return who.party_id


def test_files_that_belong_to_nothing_are_cleared_after_a_while() -> None:
    study = running()
    kept = interview(study, media=Media(name="talk.wav", content=sound()))
    found = media_of(study.slug, kept.key)
    assert found is not None
    stray = media_path(f"sources/{study.slug}/stray.wav")
    stray.write_bytes(b"left")
    assert sweep_files(now=timezone.now()) == 0
    old = time.time() - 7 * 3600
    os.utime(stray, (old, old))
    os.utime(found.path, (old, old))
    assert sweep_files(now=timezone.now()) == 1
    assert found.path.exists()
    assert not stray.exists()


TOGETHER = "P01: Minä jonotin 😀.\nP02: Minä en.\nP01: Kauan.\nHaastattelija: Selvä.\n"


def test_who_takes_it_back_among_others_is_covered_and_the_others_stay() -> None:
    study = running()
    one, other = joined(study, may_record=True), joined(study, may_record=True)
    session = met(study, one, other)
    talk = Media(name="talk.wav", content=sound())
    kept = interview(study, session_id=session.id, text=TOGETHER, turns=find_turns(TOGETHER), media=talk)
    unnamed = interview(study, session_id=session.id)
    leave(one.token, keep=False)
    assert in_force([kept.key])[kept.key] is not None
    assert erase_taken_back(now=timezone.now()) == 1
    found = source(kept.key)
    assert found.text == "█" * 20 + "\nP02: Minä en.\n" + "█" * 11 + "\nHaastattelija: Selvä.\n"
    assert [turn.speaker for turn in found.turns] == ["P02", "Haastattelija"]
    assert found.media is None
    assert [found.text[turn.start : turn.end] for turn in found.turns] == ["Minä en.", "Selvä."]
    assert in_force([kept.key]) == {kept.key: None}
    assert in_force([unnamed.key])[unnamed.key] is not None
    assert erase_taken_back(now=timezone.now()) == 0


def test_who_is_erased_among_others_is_covered_by_their_own_name() -> None:
    study = running()
    who, other = joined(study, customer=CUSTOMER), joined(study)
    named = SPOKEN.replace("Äijö:", "Äijö Öhman:")
    kept = interview(study, session_id=met(study, who, other).id, text=named, turns=find_turns(named))
    removed = PERSON_STORES[0].erase(person_key(party_of(who)), datetime.now(UTC))
    assert removed.rows == 1
    assert "jonotin" not in source(kept.key).text
    assert "Mitä tapahtui" in source(kept.key).text
