"""Projects of other tools come into a study: read first, then taken in, each thing once however often it comes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kuulo.audit.queries import steps_of
from kuulo.audit.rules import Subject
from kuulo.base.errors import FileError, GuardError, NotFoundError
from kuulo.codebooks.queries import book
from kuulo.codebooks.services import CodeWishes, change_code
from kuulo.exchange.models import Upload
from kuulo.exchange.queries import stored_path, upload
from kuulo.exchange.rules import UploadState
from kuulo.exchange.services import discard, forget_old, receive, request_taking, take_in, write_codes
from kuulo.exchange.tests.moving import coded, looked, reply, sent, taken
from kuulo.passages.queries import book_of_study, codings_of, memos_of
from kuulo.passages.tests.studies import AINO, NOW, scene, study
from kuulo.qualitative.exchanging import canonical
from kuulo.qualitative.exchanging.tests import files
from kuulo.sources.queries import source, sources_of
from kuulo.sources.rules import Origin
from kuulo.sources.services import erase_source

pytestmark = pytest.mark.django_db
WORDS = "Haastattelija: Miten meni?\nAino: Odotin 😀 kaksi tuntia.\n"
START = WORDS.index("kaksi")


def foreign(words: str = WORDS, code: str = "odotus") -> bytes:
    """Return a project of another tool with one coded text and a memo."""
    note = canonical("memo")
    rest = f'<Notes><Note guid="{note}"><PlainTextContent>Huomaa</PlainTextContent></Note></Notes>'
    book_of = (
        f'<Code guid="{files.CODE}" name="{code}" isCodable="true" color="#ff0000"><Description>jonot</Description>'
        f'<Code guid="{canonical("deep")}" name="kassalla" isCodable="true"/></Code>'
    )
    inner = (
        files.coded(START, START + 12)
        + f'<PlainTextSelection guid="{canonical("q")}" startPosition="0" endPosition="5">'
        + f'<NoteRef targetGUID="{note}"/></PlainTextSelection>'
    )
    xml = files.project(sources=files.text_source(inner), codes=book_of, rest=rest, origin="MAXQDA")
    return files.zipped({"project.qde": xml, f"sources/{files.TEXT}.txt": words})


def test_a_file_is_read_first_and_nothing_is_taken_in() -> None:
    made = study()
    found = looked(made.slug, foreign())
    assert found.waits
    assert found.outcome["sources_new"] == 1
    assert found.outcome["codes_new"] == 2
    assert found.outcome["codings_new"] == 1
    assert found.outcome["memos_new"] == 1
    assert "Colours of codes: 1." in [str(text) for text in found.told]
    assert sources_of(made.slug) == ()
    assert codings_of(study=made.slug) == ()


def test_texts_codes_passages_and_memos_come_in() -> None:
    made = study()
    assert taken(made.slug, foreign()) == {"codes_new": 2, "sources_new": 1, "codings_new": 1, "memos_new": 1}
    (text,) = sources_of(made.slug)
    assert text.text == WORDS
    assert [turn.speaker for turn in text.turns] == ["Haastattelija", "Aino"]
    assert text.speakers["Haastattelija"] is Origin.STAFF
    (coding,) = codings_of(study=made.slug)
    assert text.text[coding.passage.start : coding.passage.end] == "kaksi tuntia"
    own = book(book_of_study(made.slug))
    assert coding.code == f"{own.slug}/odotus"
    assert own.code("odotus").definition("en") == "jonot"
    assert own.code("kassalla").parent == "odotus"
    (memo,) = memos_of(made.slug)
    assert (memo.text, memo.start, memo.end) == ("Huomaa", 0, 5)
    assert steps_of(Subject("exchange", made.slug))[0].verb == "import"


def test_the_same_file_again_changes_nothing() -> None:
    made = study()
    taken(made.slug, foreign())
    before = (sources_of(made.slug), codings_of(study=made.slug), memos_of(made.slug), book(book_of_study(made.slug)))
    found = looked(made.slug, foreign())
    assert {name: count for name, count in found.outcome.items() if name.endswith("_new")} == {
        "codes_new": 0,
        "sources_new": 0,
        "codings_new": 0,
        "memos_new": 0,
    }
    assert set(taken(made.slug, foreign()).values()) == {0}
    after = (sources_of(made.slug), codings_of(study=made.slug), memos_of(made.slug), book(book_of_study(made.slug)))
    assert [len(each) for each in before[:3]] == [len(each) for each in after[:3]]
    assert before[:3] == after[:3]
    assert before[3].codes == after[3].codes


def test_a_code_that_was_renamed_here_is_the_same_when_it_comes_again() -> None:
    made = study()
    taken(made.slug, foreign())
    slug = book_of_study(made.slug)
    change_code(slug=slug, key="odotus", wishes=CodeWishes(names={"en": "Waiting at the desk"}))
    assert looked(made.slug, foreign()).outcome["codes_new"] == 0


def test_codes_of_the_same_name_at_the_same_place_are_one() -> None:
    made = scene()
    assert looked(made.study.slug, foreign(code="WAITING")).outcome["codes_new"] == 1


def test_a_study_that_went_out_comes_home_unchanged() -> None:
    made = coded(scene())
    before = (codings_of(study=made.study.slug), memos_of(made.study.slug), book(made.book.slug).codes)
    assert set(taken(made.study.slug, sent(made.study.slug)).values()) == {0}
    assert (codings_of(study=made.study.slug), memos_of(made.study.slug), book(made.book.slug).codes) == before


def test_a_study_comes_into_another_one_with_all_it_has() -> None:
    made, other = coded(scene()), study("Toinen tutkimus")
    counts = taken(other.slug, sent(made.study.slug))
    assert counts == {"codes_new": 4, "sources_new": 2, "codings_new": 3, "memos_new": 4}
    copy = next(one for one in sources_of(other.slug) if one.name == "Interview P01")
    assert (copy.text, copy.turns, copy.occurred_at) == (
        made.sources[0].text,
        made.sources[0].turns,
        made.sources[0].occurred_at,
    )
    assert copy.key != made.sources[0].key
    assert {coding.memo for coding in codings_of(study=other.slug)} == {"", "Tästä kysytään lisää"}
    assert set(taken(other.slug, sent(made.study.slug)).values()) == {0}


def test_words_that_were_changed_elsewhere_come_as_a_source_of_their_own() -> None:
    made = study()
    taken(made.slug, foreign())
    found = looked(made.slug, foreign("Aivan toiset sanat, joita on yhtä monta kuin ennenkin oli.\n"))
    assert found.outcome["sources_new"] == 1
    assert any("differ from those here" in str(text) for text in found.told)


def test_what_was_erased_here_does_not_come_back() -> None:
    made = study()
    taken(made.slug, foreign())
    erase_source(sources_of(made.slug)[0].key, by=AINO, now=NOW)
    number = receive(slug=made.slug, name="p.qdpx", content=foreign(), reply=reply(), now=NOW)
    take_in(slug=made.slug, number=number, now=NOW)
    assert sources_of(made.slug) == ()
    assert codings_of(study=made.slug) == ()
    assert any("was erased" in str(text) for text in upload(made.slug, number).refused)


def test_a_codebook_alone_comes_in() -> None:
    made, other = scene(), study("Toinen tutkimus")
    content = write_codes(slug=made.study.slug, by=AINO, language="en", now=NOW).content
    assert taken(other.slug, content, "codes.qdc")["codes_new"] == 4
    codes = book(book_of_study(other.slug))
    assert codes.code("price-rises").parent == "price"


def test_a_project_of_taguette_comes_in() -> None:
    html = "<p>Mäkelä 😀 odotti kaksi tuntia.</p>"
    start = len("Mäkelä 😀 ".encode())
    content = files.taguette(html, [(start, start + 6, "odotti", ["palvelu.jono"])], ["palvelu", "palvelu.jono"])
    made = study()
    assert taken(made.slug, content, "p.sqlite3") == {
        "codes_new": 2,
        "sources_new": 1,
        "codings_new": 1,
        "memos_new": 1,
    }
    (coding,) = codings_of(study=made.slug)
    assert source(coding.passage.source).text[coding.passage.start : coding.passage.end] == "odotti"
    assert set(taken(made.slug, content, "p.sqlite3").values()) == {0}


def test_codes_deeper_than_here_come_up_with_the_name_above() -> None:
    depth = 6
    opened = "".join(f'<Code guid="{canonical(str(at))}" name="k{at}" isCodable="true">' for at in range(depth))
    content = files.zipped({"project.qde": files.project(codes=opened + "</Code>" * depth)})
    made = study()
    taken(made.slug, content)
    names = [code.names["en"] for code in book(book_of_study(made.slug)).codes]
    assert names == ["k0", "k1", "k2", "k3", "k3 / k4", "k3 / k4 / k5"]


def test_too_many_codes_are_refused_and_nothing_comes() -> None:
    codes = "".join(f'<Code guid="{canonical(str(at))}" name="k{at}" isCodable="true"/>' for at in range(201))
    made = study()
    number = receive(
        slug=made.slug,
        name="p.qdpx",
        content=files.zipped({"project.qde": files.project(codes=codes)}),
        reply=reply(),
        now=NOW,
    )
    with pytest.raises(GuardError, match="more than 200"):
        take_in(slug=made.slug, number=number, now=NOW)
    assert upload(made.slug, number).state is UploadState.FAILED
    assert book_of_study(made.slug) == ""


def test_only_the_team_brings_material_in() -> None:
    made = study()
    told = reply()
    stranger = type(told)(by="saara@example.org", at=NOW)
    with pytest.raises(GuardError, match="Only the team"):
        receive(slug=made.slug, name="p.qdpx", content=foreign(), reply=stranger)


@pytest.mark.parametrize("content", [b"", b"plain words", b"%PDF-1.7"])
def test_other_files_are_refused(content: bytes) -> None:
    with pytest.raises(FileError):
        looked(study().slug, content, "x.bin")


def test_a_file_is_taken_in_once_and_gone_afterwards() -> None:
    made = study()
    number = receive(slug=made.slug, name="p.qdpx", content=foreign(), reply=reply(), now=NOW)
    stored = Upload.objects.get(pk=number).stored
    assert stored_path(stored).is_file()
    request_taking(slug=made.slug, number=number)
    take_in(slug=made.slug, number=number, now=NOW)
    assert not stored_path(stored).exists()
    with pytest.raises(GuardError, match="does not wait"):
        take_in(slug=made.slug, number=number, now=NOW)
    with pytest.raises(GuardError, match="does not wait"):
        request_taking(slug=made.slug, number=number)
    with pytest.raises(GuardError, match="Only a file that waits"):
        discard(slug=made.slug, number=number)
    with pytest.raises(NotFoundError):
        take_in(slug=made.slug, number=9999)


def test_a_file_waits_a_day_at_most() -> None:
    made = study()
    number = receive(slug=made.slug, name="p.qdpx", content=foreign(), reply=reply(), now=NOW)
    assert forget_old(now=NOW + timedelta(hours=23)) == 0
    assert forget_old(now=NOW + timedelta(hours=25)) == 1
    assert upload(made.slug, number).state is UploadState.GONE
