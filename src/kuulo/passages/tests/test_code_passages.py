"""Use case: a researcher codes an interview: overlapping codes, codes in the participant's words, memos."""

from __future__ import annotations

import pytest

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import GuardError, InputError, NotFoundError
from kuulo.codebooks.queries import book
from kuulo.passages.models import Act, Coding
from kuulo.passages.queries import codings_of, memos_of, seen_by, trail_of
from kuulo.passages.rules import About, PassageCoded
from kuulo.passages.services import (
    change_memo,
    code_anew,
    code_passage,
    note_coding,
    remove_coding,
    remove_memo,
    resize_coding,
    write_memo,
)
from kuulo.passages.tests.studies import AINO, BERIT, NOW, interview, scene
from kuulo.sources.services import erase_source
from kuulo.studies.services.taking_part import leave

pytestmark = pytest.mark.django_db


def test_one_passage_has_several_codes_and_they_overlap() -> None:
    at = scene()
    source = at.sources[0].key
    start, end = at.at("Jonotin puhelimessa pitkään. 😀 Hinta on noussut liikaa!")
    first = code_passage(source=source, start=start, end=end, code=at.code("Waiting"), by=AINO, now=NOW)
    start, end = at.at("😀 Hinta on noussut")
    second = code_passage(source=source, start=start, end=end, code=at.code("Price rises"), by=AINO, memo="  Anger  ")
    code_passage(source=source, start=start, end=end, code=at.code("Staff"), by=AINO)
    found = codings_of(study=at.study.slug)
    assert [each.code for each in found] == [at.code("Waiting"), at.code("Price rises"), at.code("Staff")]
    assert first.at == NOW
    assert second.memo == "Anger"
    assert at.sources[0].text[second.passage.start : second.passage.end] == "😀 Hinta on noussut"
    assert codings_of(sources=[source], code=at.code("Staff"))[0].coder == AINO
    assert codings_of(code=at.code("Price")) == ()


def test_the_same_coding_again_changes_nothing_and_another_coders_stands_beside_it() -> None:
    at = scene()
    start, end = at.at("Hinta on noussut")

    def give(by: str) -> PassageCoded:
        return code_passage(source=at.sources[0].key, start=start, end=end, code=at.code("Price"), by=by)

    first = give(AINO)
    assert give(AINO) == first
    assert Act.objects.count() == 1
    give(BERIT)
    assert Coding.objects.count() == 2


def test_a_code_is_made_from_the_participants_own_words() -> None:
    at = scene()
    start, end = at.at("Vaihdoin melkein yhtiötä")
    made = code_anew(
        source=at.sources[0].key, start=start, end=end, name="Vaihdoin  melkein\nyhtiötä", by=AINO, language="fi"
    )
    assert book(at.book.slug).code(made.code.partition("/")[2]).names == {"fi": "Vaihdoin melkein yhtiötä"}
    nested = code_anew(source=at.sources[0].key, start=0, end=5, name="Late", by=AINO, parent="price")
    assert book(at.book.slug).parents[nested.code.partition("/")[2]] == "price"


def test_a_coding_is_resized_noted_and_removed() -> None:
    at = scene()
    start, end = at.at("Hinta")
    made = code_passage(source=at.sources[0].key, start=start, end=end, code=at.code("Price"), by=AINO)
    assert resize_coding(coding_id=made.id, start=start, end=end + 8, by=AINO).passage.end == end + 8
    assert note_coding(coding_id=made.id, memo="Sighs", by=AINO).memo == "Sighs"
    remove_coding(coding_id=made.id, by=AINO)
    assert codings_of(study=at.study.slug) == ()
    with pytest.raises(NotFoundError):
        remove_coding(coding_id=made.id, by=AINO)


def test_only_who_gave_a_code_takes_it_away() -> None:
    at = scene()
    made = code_passage(source=at.sources[0].key, start=0, end=4, code=at.code("Price"), by=AINO)
    for act in (
        lambda: remove_coding(coding_id=made.id, by=BERIT),
        lambda: resize_coding(coding_id=made.id, start=0, end=2, by=BERIT),
        lambda: note_coding(coding_id=made.id, memo="x", by=BERIT),
    ):
        with pytest.raises(GuardError, match="only who gave it"):
            act()


def test_what_is_no_passage_or_no_code_is_refused() -> None:
    at = scene()
    key, length = at.sources[0].key, len(at.sources[0].text)
    for start, end in ((4, 4), (5, 4), (-1, 4), (0, length + 1)):
        with pytest.raises(InputError):
            code_passage(source=key, start=start, end=end, code=at.code("Price"), by=AINO)
    with pytest.raises(NotFoundError):
        code_passage(source=key, start=0, end=4, code=f"{at.book.slug}/nothing", by=AINO)
    with pytest.raises(NotFoundError):
        code_passage(source="0" * 32, start=0, end=4, code=at.code("Price"), by=AINO)
    code_passage(source=key, start=length - 1, end=length, code=at.code("Price"), by=AINO)


def test_memos_are_about_the_study_a_source_a_passage_or_a_code() -> None:
    at = scene()
    slug, key = at.study.slug, at.sources[0].key
    write_memo(study=slug, about=About.STUDY, text="The sample is young.", by=AINO)
    write_memo(study=slug, about=About.SOURCE, text="A noisy place.", by=AINO, source=key)
    mine = write_memo(study=slug, about=About.PASSAGE, text="Laughs.", by=AINO, source=key, start=0, end=5)
    write_memo(study=slug, about=About.CODE, text="Too wide.", by=BERIT, code=at.code("Price"))
    assert [each.about for each in memos_of(slug)] == [About.STUDY, About.SOURCE, About.PASSAGE, About.CODE]
    assert change_memo(memo_id=mine.id, text="Laughs out loud.", by=AINO).text == "Laughs out loud."
    with pytest.raises(GuardError, match="only who wrote it"):
        change_memo(memo_id=mine.id, text="No.", by=BERIT)
    for text in ("", "  "):
        with pytest.raises(InputError):
            write_memo(study=slug, about=About.STUDY, text=text, by=AINO)
    with pytest.raises(InputError):
        write_memo(study=slug, about=About.STUDY, text="x" * 20_001, by=AINO)
    with pytest.raises(InputError):
        write_memo(study=slug, about=About.PASSAGE, text="Nowhere.", by=AINO, source=key)
    remove_memo(memo_id=mine.id, by=AINO)
    assert len(memos_of(slug)) == 3


def test_each_step_is_in_the_log_without_anybodys_words() -> None:
    at = scene()
    start, end = at.at("Vaihdoin melkein yhtiötä")
    code_anew(source=at.sources[0].key, start=start, end=end, name="Vaihdoin melkein yhtiötä", by=AINO)
    write_memo(study=at.study.slug, about=About.STUDY, text="Hinta on noussut liikaa", by=AINO)
    steps = steps_of(Subject("coding", f"{at.study.slug}/{at.sources[0].key}"))
    steps += steps_of(Subject("coding", at.study.slug))
    assert {step.verb for step in steps} >= {"code_anew", "memo"}
    assert not any("aihdoin" in f"{step.text}{step.details}" or "inta" in f"{step.text}" for step in steps)


def test_a_withdrawn_or_erased_source_is_no_evidence_and_is_not_coded_any_more() -> None:
    at = scene()
    for source in at.sources:
        code_passage(source=source.key, start=0, end=4, code=at.code("Price"), by=AINO)
        write_memo(study=at.study.slug, about=About.SOURCE, text="Seen.", by=AINO, source=source.key)
    leave(at.people[0].token, keep=True, now=NOW)
    erase_source(at.sources[1].key, by=AINO)
    assert codings_of(study=at.study.slug, sources=[at.sources[1].key]) == ()
    kept = codings_of(study=at.study.slug)
    assert {each.passage.source for each in kept} <= {at.sources[0].key}
    with pytest.raises((GuardError, NotFoundError)):
        code_passage(source=at.sources[1].key, start=0, end=4, code=at.code("Staff"), by=AINO)


def test_a_source_that_is_nobodys_is_coded_too() -> None:
    at = scene(people=1)
    found = interview(at.study.slug, None, "Desk")
    code_passage(source=found.key, start=0, end=4, code=at.code("Price"), by=AINO)
    assert len(seen_by(AINO, found.key)) == 1
    assert trail_of(at.study.slug, AINO).undo is not None
    assert trail_of(at.study.slug, BERIT).undo is None
