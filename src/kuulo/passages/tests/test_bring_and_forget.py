"""Use case: codings come from another tool, once; what was coded in somebody's words goes with these words."""

from __future__ import annotations

import pytest

from kuulo.codebooks.queries import book
from kuulo.customers.queries import person_key
from kuulo.passages.models import Act, Coding, Memo, Proposal
from kuulo.passages.queries import codings_of, machine_of, memos_of, proposals_of
from kuulo.passages.rules import About, NewCoding, NewMemo
from kuulo.passages.services import (
    PERSON_STORES,
    code_anew,
    code_passage,
    import_codings,
    import_memos,
    propose_codes,
    sweep,
    write_memo,
)
from kuulo.passages.tests.studies import AINO, BERIT, NOW, Scene, interview, scene
from kuulo.sources.services import erase_source

pytestmark = pytest.mark.django_db


def coding(at: Scene, number: int, **other: object) -> NewCoding:
    told = {
        "key": f"{number:032x}",
        "study": at.study.slug,
        "source": at.sources[0].key,
        "start": number,
        "end": number + 5,
        "code": at.code("Price"),
        "coder": BERIT,
    }
    return NewCoding(**(told | other))  # type: ignore[arg-type] # what a test changes of it


def test_codings_are_taken_in_once_and_what_does_not_fit_is_told() -> None:
    at = scene()
    rows = [coding(at, number) for number in range(3)]
    wrong = [
        coding(at, 10, start=5, end=5),
        coding(at, 11, end=10**6),
        coding(at, 12, source="0" * 32),
        coding(at, 13, code="nothing/here"),
        coding(at, 14, key="no key"),
        coding(at, 15, study="another"),
    ]
    first = import_codings([*rows, *wrong], by=AINO, now=NOW)
    assert (first.taken, first.there_already, len(first.refused)) == (3, 0, 6)
    again = import_codings([*rows, coding(at, 16, start=0, end=5)], by=AINO)
    assert (again.taken, again.there_already) == (0, 4), "the last is the first under another key"
    assert {each.key for each in codings_of(study=at.study.slug)} == {row.key for row in rows}
    assert codings_of(study=at.study.slug)[0].coder == BERIT


def test_memos_are_taken_in_once() -> None:
    at = scene()
    rows = [
        NewMemo(key="a" * 32, study=at.study.slug, about=About.STUDY, text="All", author=BERIT),
        NewMemo(
            key="b" * 32,
            study=at.study.slug,
            about=About.PASSAGE,
            text="Here",
            author=BERIT,
            source=at.sources[0].key,
            start=0,
            end=4,
        ),
        NewMemo(key="c" * 32, study=at.study.slug, about=About.PASSAGE, text="Nowhere", author=BERIT),
    ]
    first = import_memos(rows, by=AINO, now=NOW)
    assert (first.taken, list(first.refused)) == (2, ["c" * 32])
    assert import_memos(rows[:2], by=AINO).there_already == 2
    assert len(memos_of(at.study.slug)) == 2


def test_erased_sources_leave_no_coding_note_act_or_code_in_their_words() -> None:
    at = scene()
    key = at.sources[0].key
    made = code_anew(source=key, start=0, end=5, name="Somebody’s own words", by=AINO)
    shared = code_anew(source=key, start=5, end=9, name="Of several", by=AINO)
    code_passage(source=at.sources[1].key, start=0, end=4, code=shared.code, by=AINO)
    write_memo(study=at.study.slug, about=About.SOURCE, text="Sighs", by=AINO, source=key)
    erase_source(key, by=AINO)
    assert sweep() > 0
    assert sweep() == 0
    assert {row.source for row in Coding.objects.all()} == {at.sources[1].key}
    assert not Memo.objects.exists()
    assert not Act.objects.filter(source=key).exists()
    keys = book(at.book.slug).parents
    assert made.code.partition("/")[2] not in keys
    assert shared.code.partition("/")[2] in keys


def test_a_person_is_handed_what_was_coded_and_it_is_erased() -> None:
    at = scene()
    for place in (0, 1):
        code_passage(source=at.sources[place].key, start=0, end=4, code=at.code("Price"), by=AINO, memo="Hm")
        write_memo(study=at.study.slug, about=About.SOURCE, text="Sighs", by=AINO, source=at.sources[place].key)
    (store,) = PERSON_STORES
    party = at.people[0].party_id
    assert party is not None
    held = list(store.export(person_key(party)))
    assert {row.get("code") for row in held} == {at.code("Price"), None}
    assert not any(AINO in str(row) for row in held), "colleagues are not named"
    assert store.erase(person_key(party), NOW).rows > 0
    assert store.erase(person_key(party), NOW).rows == 0
    assert {row.source for row in Coding.objects.all()} == {at.sources[1].key}


def test_the_machine_learns_from_people_and_proposes_apart_from_their_codes() -> None:
    at = scene(people=6)
    for place in range(5):
        for words, name in (("Jonotin puhelimessa pitkään.", "Waiting"), ("Hinta on noussut liikaa!", "Price rises")):
            start, end = at.at(words, place)
            code_passage(source=at.sources[place].key, start=start, end=end, code=at.code(name), by=AINO)
    assert propose_codes(at.study.slug, now=NOW)
    assert not propose_codes(at.study.slug), "nothing has changed"
    found = proposals_of(at.sources[5].key)
    said = {at.sources[5].text[each.passage.start : each.passage.end]: each.code for each in found}
    assert said.get("Aino: Jonotin puhelimessa pitkään.", said.get("Jonotin puhelimessa pitkään.")) == at.code(
        "Waiting"
    )
    assert all(0 <= each.probability <= 1 for each in found)
    assert len(codings_of(study=at.study.slug)) == 10, "no evidence before somebody accepts it"
    machine = machine_of(at.study.slug)
    assert machine is not None
    assert machine.learned > 0
    assert set(machine.figures["waiting"]) == {"precision", "recall"}


def test_with_too_little_coded_the_machine_says_why_it_is_silent() -> None:
    at = scene()
    interview(at.study.slug, None)
    assert propose_codes(at.study.slug)
    machine = machine_of(at.study.slug)
    assert machine is not None
    assert machine.trouble is not None
    assert not Proposal.objects.exists()
