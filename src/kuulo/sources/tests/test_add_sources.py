"""Material is kept once, as it was told, of people whose consent is in force."""

from __future__ import annotations

from typing import Any

import pytest

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import FileError, GuardError, InputError, NotFoundError
from kuulo.sources.models import Source
from kuulo.sources.queries import (
    in_force,
    passage_text,
    source,
    source_lines,
    source_views,
    sources_of,
    speaker_at,
    was_erased,
)
from kuulo.sources.rules import Media, Origin, SourceKind, Speaker, Turn
from kuulo.sources.services import add_source, erase_source, set_speakers
from kuulo.sources.tests.desk import (
    LEAD,
    MET,
    RESEARCHER,
    SPOKEN,
    WISHES,
    interview,
    joined,
    later,
    met,
    photo,
    running,
    sound,
)
from kuulo.studies.rules import StudyStep
from kuulo.studies.services import create_study, leave, move_study

pytestmark = pytest.mark.django_db
KEY = "0f" * 16


def test_what_was_told_is_kept_and_read_again() -> None:
    study = running()
    who = joined(study)
    kept = interview(study, who, text=SPOKEN.replace("\n", "\r\n"), flags=["home"])
    found = source(kept.key)
    assert found == kept
    assert found.text == SPOKEN
    assert found.speakers == {"Haastattelija": Origin.STAFF, "Äijö": Origin.CUSTOMER}
    assert (found.participant_id, found.language, found.occurred_at) == (who.id, "fi", MET)
    assert sources_of(study.slug) == (found,)
    assert sources_of(study.slug, kinds=["desk"]) == ()
    assert sources_of(study.slug, participant_id=who.id + 1) == ()
    assert set(source_views([kept.key, "none"])) == set(source_lines([kept.key, "none"])) == {kept.key}
    assert in_force([kept.key]) == {kept.key: None}


def test_adding_is_noted_without_words_or_names() -> None:
    kept = interview(running())
    step = steps_of(Subject("source", kept.key))[0]
    assert (step.verb, step.actor) == ("add", RESEARCHER)
    assert "Interview" not in f"{step.text} {step.details}"


def test_the_same_key_again_changes_nothing() -> None:
    study = running()
    first = interview(study, key=KEY)
    again = interview(
        study, key=f"{{{KEY[:8]}-{KEY[8:12]}-{KEY[12:16]}-{KEY[16:20]}-{KEY[20:]}}}".upper(), text="other", turns=()
    )
    assert again == first
    assert Source.objects.count() == 1


def test_who_speaks_where() -> None:
    kept = interview(running())
    assert speaker_at(kept.key, SPOKEN.index("Soitin")) == Speaker("Äijö", is_customer=True)
    assert speaker_at(kept.key, SPOKEN.index("Mitä")) == Speaker("Haastattelija", is_customer=False)
    assert speaker_at(kept.key, SPOKEN.index("Äijö: Soitin")) == Speaker("Äijö", is_customer=True)
    assert speaker_at(kept.key, len(SPOKEN)).name == "Äijö"
    with pytest.raises(InputError, match="outside the text"):
        speaker_at(kept.key, len(SPOKEN) + 1)


def test_notes_are_the_customers_only_where_the_customer_said_so() -> None:
    turns = [
        Turn(start=0, end=4, mark="said"),
        Turn(start=5, end=8, mark="saw"),
        Turn(start=9, end=12, mark="interpret"),
    ]
    kept = interview(running(), kind="field_note", text="soon hop why", turns=turns, origin="staff")
    assert [speaker_at(kept.key, place).is_customer for place in (0, 5, 9)] == [True, False, False]
    assert speaker_at(kept.key, 5).mark == "saw"


def test_speakers_are_set_right_by_a_person() -> None:
    kept = interview(running())
    set_speakers(kept.key, {"Haastattelija": Origin.CUSTOMER, "Äijö": Origin.OUTSIDE}, by=LEAD)
    assert speaker_at(kept.key, SPOKEN.index("Mitä")).is_customer
    assert not speaker_at(kept.key, SPOKEN.index("Soitin")).is_customer
    with pytest.raises(InputError, match="Nobody called Pekka"):
        set_speakers(kept.key, {"Pekka": Origin.STAFF}, by=LEAD)
    with pytest.raises(NotFoundError):
        set_speakers(KEY, {}, by=LEAD)


def test_a_passage_is_shown_masked_to_who_may_not_see_it_whole() -> None:
    kept = interview(running())
    start, end = SPOKEN.index("Soitin"), SPOKEN.index(" ja jonotin")
    assert passage_text(kept.key, start, end, masked=False) == "Soitin 😀 numeroon 040 123 4567"
    assert "040" not in passage_text(kept.key, start, end, masked=True)
    with pytest.raises(InputError, match="outside a text"):
        passage_text(kept.key, 0, 10_000, masked=True)


def test_who_leaves_takes_what_they_told_out_of_force() -> None:
    study = running()
    who = joined(study)
    kept = interview(study, who)
    leave(who.token, keep=False)
    assert "consent is not in force" in str(in_force([kept.key])[kept.key])


def test_a_group_rests_on_everybody_who_was_there() -> None:
    study = running()
    one, other = joined(study), joined(study)
    kept = interview(study, session_id=met(study, one, other).id)
    assert kept.participant_id is None
    assert in_force([kept.key]) == {kept.key: None}
    leave(other.token, keep=False)
    assert in_force([kept.key])[kept.key] is not None


def test_notes_of_a_visit_to_one_person_are_about_that_person() -> None:
    study = running()
    who = joined(study)
    kept = interview(study, kind="field_note", origin="staff", session_id=met(study, who).id)
    assert kept.participant_id == who.id


def test_what_is_not_known_is_not_in_force() -> None:
    kept = interview(running())
    erase_source(kept.key, by=LEAD)
    found = in_force([kept.key, KEY])
    assert str(found[kept.key]) == "The source was erased."
    assert str(found[KEY]) == "There is no such source."
    assert was_erased(kept.key)
    with pytest.raises(NotFoundError, match="was erased"):
        source(kept.key)
    with pytest.raises(NotFoundError, match="no such source"):
        source(KEY)


def test_what_was_erased_does_not_come_back() -> None:
    study = running()
    interview(study, key=KEY)
    erase_source(KEY, by=LEAD)
    with pytest.raises(GuardError, match="was erased"):
        interview(study, key=KEY)
    assert not Source.objects.exists()


def test_a_study_without_a_legal_basis_keeps_nothing_of_people() -> None:
    study = create_study(wishes=type(WISHES)(title="Bare", method=WISHES.method), by=LEAD)
    with pytest.raises(GuardError, match="says no legal basis"):
        interview(study)
    report = interview(study, kind=SourceKind.DESK, origin="outside", text="Markets grow.", turns=())
    assert in_force([report.key]) == {report.key: None}


def test_a_study_that_was_called_off_takes_nothing_in() -> None:
    study = running()
    move_study(study.slug, StudyStep.CANCEL, LEAD)
    with pytest.raises(GuardError, match="is over"):
        interview(study)


def test_what_was_said_before_leaving_may_come_in_late_and_nothing_after_it() -> None:
    study = running()
    who = joined(study)
    leave(who.token, keep=True)
    assert in_force([interview(study, who).key])
    with pytest.raises(GuardError, match=f"{who.label} left before"):
        interview(study, who, occurred_at=later(1))


def test_nothing_is_kept_of_who_took_it_back() -> None:
    study = running()
    who = joined(study)
    leave(who.token, keep=False)
    with pytest.raises(GuardError, match=f"consent of {who.label}"):
        interview(study, who)


def test_no_sound_and_no_picture_of_who_did_not_agree_to_it() -> None:
    study = running()
    silent, open_one = joined(study), joined(study, may_record=True)
    with pytest.raises(GuardError, match="did not agree to be recorded"):
        interview(study, silent, media=Media(name="talk.wav", content=sound()))
    assert interview(study, open_one, media=Media(name="talk.wav", content=sound())).media is not None
    theirs = interview(
        study, silent, by="participant", kind="diary_entry", text="", turns=(), media=Media(name="a", content=photo())
    )
    assert theirs.media is not None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"text": " \n ", "turns": ()}, "nothing in it"),
        ({"text": "a" * 2_000_001, "turns": ()}, "2000000 are taken"),
        ({"turns": [Turn(start=0, end=10_000)]}, "outside the text"),
        ({"turns": [Turn(start=5, end=9), Turn(start=0, end=4)]}, "over another"),
        ({"key": "no key"}, "no key of a source"),
    ],
)
def test_what_does_not_fit_is_refused(more: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError, match=words):
        interview(running(), **more)


def test_a_key_or_a_person_of_another_study_is_refused() -> None:
    one, other = running(), running(title="Another")
    interview(one, key=KEY)
    with pytest.raises(InputError, match="of another study"):
        interview(other, key=KEY)
    with pytest.raises(InputError, match="participant is of another study"):
        interview(one, joined(other))
    with pytest.raises(InputError, match="session is of another study"):
        interview(one, session_id=met(other).id)
    with pytest.raises(NotFoundError, match="no participant"):
        interview(one, participant_id=10_000)


def test_a_file_that_cannot_be_used_leaves_nothing_behind() -> None:
    with pytest.raises(FileError, match="neither a picture nor sound"):
        interview(running(), media=Media(name="evil.svg", content=b"<svg onload='x'/>"))
    assert not Source.objects.exists()


def test_a_source_of_no_study_is_refused() -> None:
    with pytest.raises(NotFoundError, match="no study"):
        add_source(study="none", kind="desk", name="x", by=LEAD, text="x", occurred_at=MET, origin=Origin.OUTSIDE)


def test_speakers_stand_in_the_order_they_begin_to_speak_whatever_the_database_makes_of_it() -> None:
    kept = interview(running())
    Source.objects.filter(key=kept.key).update(speakers={"Äijö": "customer", "Haastattelija": "staff"})
    assert list(source(kept.key).speakers) == ["Haastattelija", "Äijö"]
