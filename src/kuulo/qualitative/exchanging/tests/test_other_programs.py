"""Files as ATLAS.ti, NVivo, MAXQDA, QualCoder and older programs write them are read, and what was mended is told."""

from __future__ import annotations

import pytest

from kuulo.base.errors import FileError
from kuulo.qualitative.exchanging import Project, Read, TextPlace, canonical, read_qdc, read_qdpx, write_qdpx
from kuulo.qualitative.exchanging.tests.files import CODE, PASSAGE, TEXT, USER, coded, project, text_source, zipped

pytestmark = pytest.mark.pure
WORDS = "Tulin tiskille.\r\nOdotin 😀 kaksi tuntia.\r\nKukaan ei kertonut mitään."
FOLDED = WORDS.replace("\r\n", "\n")


def read_text(inner: str, words: str | bytes = WORDS, origin: str = "Test", **more: str) -> Read:
    """Read a project with one text of these passages."""
    files = {"project.qde": project(sources=text_source(inner, **more), origin=origin), f"sources/{TEXT}.txt": words}
    return read_qdpx(zipped(files))


def passages(read: Read) -> list[str]:
    """Return the words of the passages of the first text."""
    source = read.project.sources[0]
    places = [one.place for one in source.selections]
    return [source.text[place.start : place.end] for place in places if isinstance(place, TextPlace)]


def told(read: Read) -> str:
    """Return all that was told."""
    return " ".join(str(text) for text in read.told)


def test_a_line_end_counts_as_one_as_the_standard_and_atlas_count() -> None:
    start = FOLDED.index("kaksi")
    read = read_text(coded(start, start + 12), origin="ATLAS.ti 8.4.0")
    assert passages(read) == ["kaksi tuntia"]
    assert read.told == ()
    assert "\r" not in read.project.sources[0].text


def test_a_line_end_that_counts_as_two_is_seen_by_the_names_of_passages() -> None:
    start = WORDS.index("Kukaan")
    read = read_text(coded(start, start + 6, name="Kukaan"), origin="NVivo")
    assert passages(read) == ["Kukaan"]
    assert "not counted as the standard says" in told(read)


def test_a_line_end_that_counts_as_two_is_seen_by_where_words_begin() -> None:
    parts = [("Odotin", 6), ("kaksi", 5), ("Kukaan", 6)]
    inner = "".join(coded(WORDS.index(word), WORDS.index(word) + size, guid=canonical(word)) for word, size in parts)
    assert passages(read_text(inner, origin="NVivo")) == ["Odotin", "kaksi", "Kukaan"]


def test_units_of_utf_16_are_seen_by_the_names_of_passages() -> None:
    before = FOLDED[: FOLDED.index("tuntia")].encode("utf-16-le")
    start = len(before) // 2
    read = read_text(coded(start, start + 6, name="tuntia"), FOLDED)
    assert passages(read) == ["tuntia"]


def test_a_mark_at_the_beginning_of_the_file_is_not_counted() -> None:
    start = FOLDED.index("tiskille")
    assert passages(read_text(coded(start, start + 8), "\ufeff" + FOLDED)) == ["tiskille"]


def test_a_mark_that_was_counted_is_seen_by_the_names_of_passages() -> None:
    start = FOLDED.index("tiskille") + 1
    assert passages(read_text(coded(start, start + 8, name="tiskille"), "\ufeff" + FOLDED)) == ["tiskille"]


def test_words_within_the_xml_are_read_and_line_ends_that_it_folded_are_seen() -> None:
    start = WORDS.index("Kukaan")
    inner = f"<PlainTextContent>{FOLDED}</PlainTextContent>{coded(start, start + 6, name='Kukaan')}"
    read = read_qdpx(zipped({"project.qde": project(sources=f'<TextSource guid="{TEXT}">{inner}</TextSource>')}))
    assert passages(read) == ["Kukaan"]


@pytest.mark.parametrize(
    ("name", "folder", "path"),
    [
        ("project.qde", "sources/", f"internal://{TEXT}.txt"),
        ("Project.qde", "Sources/", f"internal://{TEXT}.txt"),
        ("Asenteet.qde", "sources/", f"internal://{TEXT}.txt"),
        ("export/PROJECT.QDE", "export/sources/", f"internal://{TEXT}.txt"),
        ("project.qde", "sources\\", f"internal://{TEXT}.txt"),
        ("project.qde", "media/", f"relative:///media/{TEXT}.txt"),
        ("project.qde", "media/", f"relative://{TEXT}.txt"),
        ("project.qde", "sources/", f"C:\\Users\\Risto\\{TEXT}.txt"),
        ("project.qde", "sources/", f"/Users/risto/{TEXT}.txt"),
        ("project.qde", "sources/", f"file:///Users/risto/{TEXT}.txt"),
        ("project.qde", "sources/", f"{TEXT}.txt"),
    ],
)
def test_projects_and_sources_are_found_where_programs_put_them(name: str, folder: str, path: str) -> None:
    files = {name: project(sources=text_source(coded(0, 5), path=path)), f"{folder}{TEXT}.txt": FOLDED}
    assert passages(read_qdpx(zipped(files))) == ["Tulin"]


def test_a_source_elsewhere_on_a_machine_is_told_and_never_opened() -> None:
    read = read_qdpx(zipped({"project.qde": project(sources=text_source(coded(0, 4), path="file:///etc/passwd"))}))
    assert read.project.sources[0].text == ""
    assert "Texts that are not in the file: 1 (first: “Haastattelu”)." in told(read)
    assert "Passages of texts without words, left out: 1" in told(read)


def test_braced_guids_and_other_cases_mean_the_same() -> None:
    braced = f"{{{CODE.lower()}}}"
    book = f'<Code guid="{braced}" name="odotus" isCodable="1" color="#ff0000"/>'
    source = text_source(coded(0, 5, code=CODE.upper()))
    read = read_qdpx(zipped({"project.qde": project(sources=source, codes=book), f"sources/{TEXT}.txt": FOLDED}))
    code = read.project.codes[0]
    assert code.guid == CODE.lower()
    assert read.project.sources[0].selections[0].codings[0].code == code.guid


def test_a_guid_used_twice_names_two_passages_the_same_at_every_reading() -> None:
    content = zipped({
        "project.qde": project(sources=text_source(coded(0, 5) + coded(6, 14))), f"sources/{TEXT}.txt": FOLDED
    })  # fmt: skip
    first, second = read_qdpx(content).project.sources[0].selections
    assert first.guid == PASSAGE.lower()
    assert first.guid != second.guid
    assert read_qdpx(content) == read_qdpx(content)
    assert "A GUID was used a second time" in told(read_qdpx(content))


def test_a_code_listed_in_two_groups_is_one_code() -> None:
    code = f'<Code guid="{CODE}" name="odotus" isCodable="true"/>'
    groups = "".join(
        f'<Code guid="{canonical(name)}" name="{name}" isCodable="false">{code}</Code>' for name in ("Arki", "Juhla")
    )
    read = read_qdpx(zipped({"project.qde": project(codes=groups)}))
    assert [len(group.codes) for group in read.project.codes] == [1, 0]


def test_guids_that_are_none_are_given() -> None:
    book = '<Code guid="g1" name="odotus" isCodable="true"/><Code name="hinta" isCodable="true"/>'
    read = read_qdpx(zipped({
        "project.qde": project(codes=book, sources=text_source(coded(0, 5, code="g1"))), f"sources/{TEXT}.txt": FOLDED
    }))  # fmt: skip
    assert read.project.codes[0].guid == read.project.sources[0].selections[0].codings[0].code
    assert "strays from the standard" in told(read)


def test_paths_in_names_of_codes_become_places_in_the_tree() -> None:
    names = ("Juoma::kola::dieetti", "Juoma::kola", "Juoma", "Palvelu::jono", "yksin", "a::")
    book = "".join(f'<Code guid="{canonical(name)}" name="{name}" isCodable="true"/>' for name in names)
    codes = read_qdpx(zipped({"project.qde": project(codes=book)})).project.codes
    drink, service, alone, odd = codes
    assert (drink.guid, drink.name, drink.codable) == (canonical("Juoma"), "Juoma", True)
    assert drink.codes[0].codes[0].name == "dieetti"
    assert (service.name, service.codable, service.codes[0].name) == ("Palvelu", False, "jono")
    assert (alone.name, odd.name) == ("yksin", "a::")


def test_rich_text_alone_is_read_and_passages_are_found_by_their_words() -> None:
    source = (
        f'<TextSource guid="{TEXT}" name="Haastattelu" richTextPath="internal://{TEXT}.docx">'
        f"{coded(3, 15, name='Odotin kaksi tuntia')}</TextSource>"
    )
    content = zipped({"project.qde": project(sources=source), f"sources/{TEXT}.docx": b"rich"})
    read = read_qdpx(content, rich=lambda _name, _content: "Otsikko\nOdotin kaksi tuntia tiskillä.")
    assert passages(read) == ["Odotin kaksi tuntia"]
    assert "Only as rich text" in told(read)


def test_rich_text_that_cannot_be_read_is_told() -> None:
    def refuse(name: str, content: bytes) -> str:
        del name, content
        raise FileError("broken")

    source = f'<TextSource guid="{TEXT}" name="H" richTextPath="internal://{TEXT}.rtf"/>'
    content = zipped({"project.qde": project(sources=source), f"sources/{TEXT}.rtf": b"rich"})
    assert "Rich texts that could not be read: 1" in told(read_qdpx(content, rich=refuse))
    assert "Only as rich text, which is not read here: 1" in told(read_qdpx(content))


@pytest.mark.parametrize(("start", "end"), [(-4, 3), (0, 9999), (9999, 10000), (5, 5)])
def test_a_passage_outside_its_text_is_told_and_left_out(start: int, end: int) -> None:
    read = read_text(coded(start, end))
    assert passages(read) == []
    assert "Passages outside their text, left out: 1" in told(read)


def test_a_passage_that_ends_before_it_begins_is_turned() -> None:
    assert passages(read_text(coded(5, 0))) == ["Tulin"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_texts_in_other_encodings_are_read(encoding: str) -> None:
    assert passages(read_text(coded(0, 5), FOLDED.encode(encoding))) == ["Tulin"]


def test_a_text_in_windows_1252_is_read_and_told() -> None:
    read = read_text(coded(0, 5), "Mäkelä tuli".encode("cp1252"))
    assert passages(read) == ["Mäkel"]
    assert "read as Windows-1252" in told(read)


def test_a_coding_of_several_codes_becomes_several() -> None:
    refs = f'<CodeRef targetGUID="{CODE}"/><CodeRef targetGUID="{CODE}"/>'
    inner = (
        f'<PlainTextSelection guid="{PASSAGE}" startPosition="0" endPosition="5">'
        f'<Coding guid="{USER}">{refs}</Coding></PlainTextSelection>'
    )
    read = read_text(inner)
    assert len(read.project.sources[0].selections[0].codings) == 2


def test_memos_for_annotations_and_cases_of_nvivo_are_read() -> None:
    note = canonical("memo")
    rest = (
        f'<Notes><Note guid="{note}" name="Muistio"><PlainTextContent>Tarkista vuosi</PlainTextContent></Note></Notes>'
    )
    inner = (
        f'<PlainTextSelection guid="{PASSAGE}" startPosition="0" endPosition="5">'
        f'<NoteRef targetGUID="{note}"/></PlainTextSelection>'
    )
    files = {"project.qde": project(sources=text_source(inner), rest=rest), f"sources/{TEXT}.txt": FOLDED}
    read = read_qdpx(zipped(files))
    assert read.project.notes[0].text == "Tarkista vuosi"
    assert read.project.sources[0].selections[0].notes == (note,)


def test_older_namespaces_are_read() -> None:
    content = zipped({"project.qde": project(space="urn:QDA-XML:project:0:4")})
    assert read_qdpx(content).project.codes[0].name == "odotus"


@pytest.mark.parametrize(
    "space", ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:1:0", "urn:QDA-XML:codebook:0:4", ""]
)
def test_codebooks_of_any_namespace_are_read(space: str) -> None:
    xml = (
        f'<CodeBook xmlns="{space}" origin="NVivo"><Codes><Code guid="{{{CODE}}}" name="Palvelu" isCodable="false">'
        f'<Description>Mitä kuuluu</Description><Code guid="{TEXT}" name="jono" isCodable="true"/></Code></Codes>'
        f'<Sets><Set guid="{USER}" name="S"><MemberCode guid="{CODE}"/></Set></Sets></CodeBook>'
    )
    read = read_qdc(xml.encode())
    assert read.codes[0].codes[0].name == "jono"
    assert read.codes[0].description == "Mitä kuuluu"
    assert read.sets[0].codes == (CODE.lower(),)
    assert (read.told == ()) == (space == "urn:QDA-XML:codebook:1.0")


def test_a_project_alone_without_its_zip_is_read() -> None:
    assert read_qdpx(project().encode()).project == Project(
        name="Proj",
        origin="Test",
        users=read_qdpx(project().encode()).project.users,
        codes=read_qdpx(project().encode()).project.codes,
    )


def test_what_was_mended_once_comes_back_as_it_is() -> None:
    start = WORDS.index("Kukaan")
    once = read_text(coded(start, start + 6, name="Kukaan") + coded(0, 5), origin="NVivo").project
    again = read_qdpx(write_qdpx(once).content)
    assert again.told == ()
    assert again.project.sources == once.sources
