"""Writing entries: kept once however often they are sent, theirs to see and to erase."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.diaries.models import Entry
from kuulo.diaries.queries import entries_of
from kuulo.diaries.queries.entries import has_source
from kuulo.diaries.rules import Upload
from kuulo.diaries.rules.entries import LARGEST_FILE, LONGEST_WORDS
from kuulo.diaries.services import Sent, erase_entry, leave_diary, retire_question, set_diary, write_entry
from kuulo.diaries.tests.desk import NOW, PIXEL, PLAN, keeper, kept, key, wrote
from kuulo.sources.queries import source, sources_of
from kuulo.sources.rules import Origin, SourceKind
from kuulo.studies.rules import StudyStep
from kuulo.studies.services import move_study
from kuulo.studies.tests.planning import BY

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


def test_words_points_choices_and_a_picture_are_kept_and_become_sources() -> None:
    study = kept()
    who = keeper(study)
    words = "Paketti tuli myöhässä 🚚\r\nÖisin soitto ei auttanut."
    told = Sent(
        fields={"words": [words], "mood": ["2"], "where": ["home"]},
        files={"photo": Upload("IMG.png", PIXEL)},
        written_at=(NOW + AN_HOUR).isoformat(),
    )
    assert write_entry(token=who.token, key=key(1), sent=told, now=NOW + 2 * AN_HOUR).is_new
    (entry,) = entries_of(study.slug)
    assert entry.written_at == NOW + AN_HOUR
    said = {each.question.key: each for each in entry.said}
    assert said["words"].words == "Paketti tuli myöhässä 🚚\nÖisin soitto ei auttanut."
    assert (said["mood"].value, said["where"].value) == (2, "home")
    assert said["photo"].mime.startswith("image/")
    kinds = {each.kind: each for each in sources_of(study.slug)}
    assert set(kinds) == {SourceKind.DIARY_ENTRY, SourceKind.PICTURE}
    text = kinds[SourceKind.DIARY_ENTRY]
    assert (text.participant_id, text.origin, text.occurred_at) == (who.id, Origin.CUSTOMER, NOW + AN_HOUR)
    assert kinds[SourceKind.PICTURE].beside == text.key


def test_the_same_key_again_changes_nothing_also_after_it_was_erased() -> None:
    study = kept()
    who = keeper(study)
    assert wrote(who, number=7, words="First").is_new
    assert not wrote(who, number=7, words="Second").is_new
    assert [each.said[0].words for each in entries_of(study.slug)] == ["First"]
    assert erase_entry(token=who.token, key=key(7), now=NOW)
    assert not wrote(who, number=7, words="First").is_new
    assert entries_of(study.slug) == ()


def test_two_people_may_choose_the_same_key() -> None:
    study = kept()
    first, second = keeper(study), keeper(study)
    assert wrote(first, number=7, words="One").is_new
    assert wrote(second, number=7, words="Two").is_new
    assert len(entries_of(study.slug)) == 2


def test_erasing_takes_words_and_pictures_and_nothing_of_anybody_else() -> None:
    study = kept()
    who, other = keeper(study), keeper(study)
    told = Sent(fields={"words": ["Mine"], "mood": ["1"]}, files={"photo": Upload("a.png", PIXEL)})
    write_entry(token=who.token, key=key(1), sent=told, now=NOW)
    wrote(other, number=2, words="Theirs")
    (mine,) = entries_of(study.slug, who.id)
    keys = [each.source for each in mine.said if each.source]
    assert has_source(who.id, keys[0])
    assert not has_source(other.id, keys[0])
    assert not erase_entry(token=other.token, key=key(1), now=NOW)
    assert erase_entry(token=who.token, key=key(1), now=NOW)
    assert not erase_entry(token=who.token, key=key(1), now=NOW)
    for each in keys:
        with pytest.raises(NotFoundError):
            source(each)
    row = Entry.objects.get(participant_id=who.id)
    assert (row.values, row.sources) == ({}, {})
    assert len(entries_of(study.slug, other.id)) == 1


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, "The entry is empty."),
        ({"words": ["  \n "]}, "The entry is empty."),
        ({"nothing": ["asked"]}, "The entry is empty."),
        ({"mood": ["6"]}, "is no point of the scale 1–5"),
        ({"mood": ["²"]}, "is no point of the scale 1–5"),
        ({"mood": ["-1"]}, "is no point of the scale 1–5"),
        ({"where": ["moon"]}, "is none of the choices"),
        ({"where": ["home", "shop"]}, "is none of the choices"),
        ({"words": ["x" * (LONGEST_WORDS + 1)]}, "is too long"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(fields: dict[str, list[str]], found: str) -> None:
    study = kept()
    who = keeper(study)
    with pytest.raises(InputError, match=found):
        write_entry(token=who.token, key=key(), sent=Sent(fields=fields), now=NOW)
    assert not Entry.objects.exists()
    assert sources_of(study.slug) == ()


def test_a_file_that_is_no_picture_is_refused_with_everything_beside_it() -> None:
    study = kept()
    who = keeper(study)
    told = Sent(fields={"words": ["Look"]}, files={"photo": Upload("a.png", b"MZ" + b"\0" * 600)})
    with pytest.raises(InputError):
        write_entry(token=who.token, key=key(), sent=told, now=NOW)
    assert not Entry.objects.exists()
    assert sources_of(study.slug) == ()


def test_a_file_that_is_too_large_is_refused() -> None:
    who = keeper(kept())
    told = Sent(files={"photo": Upload("a.png", b"x" * (LARGEST_FILE + 1))})
    with pytest.raises(InputError, match="larger than 30 MB"):
        write_entry(token=who.token, key=key(), sent=told, now=NOW)


def test_what_must_be_answered_is_asked_for() -> None:
    required = tuple(msgspec.structs.replace(each, required=each.key == "words") for each in PLAN.questions)
    who = keeper(kept(msgspec.structs.replace(PLAN, questions=required)))
    with pytest.raises(InputError, match="left out"):
        wrote(who, mood="3")
    assert wrote(who, words="Here it is.").is_new


def test_a_key_that_is_none_and_a_token_that_is_nobodys_are_refused() -> None:
    who = keeper(kept())
    with pytest.raises(InputError, match="is no key"):
        write_entry(token=who.token, key="../x", sent=Sent(fields={"words": ["x"]}), now=NOW)
    with pytest.raises(NotFoundError):
        write_entry(token="nobody", key=key(), sent=Sent(fields={"words": ["x"]}), now=NOW)
    with pytest.raises(NotFoundError):
        write_entry(token="", key=key(), sent=Sent(fields={"words": ["x"]}), now=NOW)


def test_a_question_that_was_taken_out_is_still_taken_from_who_could_not_know() -> None:
    study = kept()
    who = keeper(study)
    retire_question(study=study.slug, key="words", by=BY, now=NOW)
    assert wrote(who, words="Written in the forest").is_new
    assert entries_of(study.slug)[0].said[0].words == "Written in the forest"


@pytest.mark.parametrize(
    "told", ["", "yesterday", "2026-03-02T10:00", (NOW + 9 * AN_HOUR).isoformat(), "2020-01-01T00:00:00+00:00"]
)
def test_a_phone_whose_clock_cannot_be_right_is_not_believed(told: str) -> None:
    study = kept()
    who = keeper(study)
    write_entry(token=who.token, key=key(), sent=Sent(fields={"mood": ["3"]}, written_at=told), now=NOW + AN_HOUR)
    assert entries_of(study.slug)[0].written_at == NOW + AN_HOUR


def test_who_has_left_writes_no_more() -> None:
    study = kept()
    who = keeper(study)
    leave_diary(token=who.token, keep=True, now=NOW)
    with pytest.raises(GuardError, match="You have left the study"):
        wrote(who)


def test_nothing_is_taken_while_the_study_has_a_break_nor_when_it_is_over() -> None:
    study = kept()
    who = keeper(study)
    move_study(study.slug, StudyStep.PAUSE, BY, now=NOW)
    with pytest.raises(GuardError, match="having a break"):
        wrote(who)
    move_study(study.slug, StudyStep.RESUME, BY, now=NOW)
    assert wrote(who).is_new


def test_what_was_written_on_the_last_day_is_taken_later_and_what_came_after_is_not() -> None:
    study = kept()
    who = keeper(study)
    ending = msgspec.structs.replace(PLAN, ends_on=date(2026, 3, 4))
    set_diary(study=study.slug, plan=ending, by=BY, now=NOW)
    in_time, late = NOW + timedelta(days=2), NOW + timedelta(days=3)
    offline = Sent(fields={"mood": ["3"]}, written_at=in_time.isoformat())
    assert write_entry(token=who.token, key=key(), sent=offline, now=NOW + timedelta(days=9)).is_new
    with pytest.raises(GuardError, match="The diary has ended"):
        write_entry(token=who.token, key=key(), sent=replace(offline, written_at=late.isoformat()), now=late)


def test_a_diary_that_asks_nothing_takes_nothing() -> None:
    study = kept(msgspec.structs.replace(PLAN, questions=()))
    with pytest.raises(GuardError, match="Nothing is asked"):
        wrote(keeper(study))
