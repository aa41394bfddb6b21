"""Projects of Taguette: HTML into texts, bytes of UTF-8 into code points, dotted tags into a tree."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.qualitative.exchanging import Read, TextPlace, read_qdpx, read_taguette, write_qdpx
from kuulo.qualitative.exchanging.html_words import HtmlWords
from kuulo.qualitative.exchanging.tests.files import taguette

pytestmark = pytest.mark.pure
HTML = "\n<h1>Käynti</h1>\n<p>Mäkelä 😀 <b>odotti</b> kaksi&nbsp;tuntia.</p><p>Sitten &amp; hän lähti.</p>"
SEEN = "Käynti\nMäkelä 😀 odotti kaksi\xa0tuntia.Sitten & hän lähti."
"""What a browser holds of it, tags aside; space before the first tag is dropped."""


def offsets(part: str, seen: str = SEEN) -> tuple[int, int]:
    """Return where a part begins and ends in bytes."""
    start = len(seen[: seen.index(part)].encode())
    return start, start + len(part.encode())


def passages(read: Read) -> list[str]:
    """Return the words of the passages of the first text."""
    source = read.project.sources[0]
    places = [one.place for one in source.selections]
    return [source.text[place.start : place.end] for place in places if isinstance(place, TextPlace)]


def test_bytes_lead_to_the_same_words() -> None:
    parts = ["Mäkelä", "odotti", "kaksi\xa0tuntia", "& hän", "lähti."]
    highlights = [(*offsets(part), part.replace("&", "&amp;"), ["odotus"]) for part in parts]
    read = read_taguette(taguette(HTML, highlights, ["odotus"]))
    assert passages(read) == parts
    assert read.told == ()
    assert read.project.name == "Kotikäynnit"
    assert read.project.sources[0].description == "Mäkelä"
    assert "tuntia.\nSitten" in read.project.sources[0].text


def test_a_highlight_over_two_paragraphs_keeps_both() -> None:
    start, end = offsets("tuntia.Sitten")
    read = read_taguette(taguette(HTML, [(start, end, "<p>tuntia.</p><p>Sitten</p>", ["odotus"])], ["odotus"]))
    assert passages(read) == ["tuntia.\nSitten"]


def test_dotted_tags_nest_where_there_is_something_to_nest_under() -> None:
    tags = ["palvelu", "palvelu.jono", "palvelu.jono.hidas", "hinta.kallis", "hinta.halpa", "v2.0 ok", "ks. liite"]
    codes = read_taguette(taguette("<p>Hei</p>", [], tags)).project.codes
    assert [code.name for code in codes] == ["palvelu", "hinta", "v2.0 ok", "ks. liite"]
    assert codes[0].codes[0].codes[0].name == "hidas"
    assert [code.name for code in codes[1].codes] == ["kallis", "halpa"]
    assert not codes[1].codable
    assert codes[0].description == "mitä kuuluu"


def test_positions_that_lead_elsewhere_are_mended_by_the_snippet() -> None:
    start, end = offsets("odotti")
    read = read_taguette(taguette(HTML, [(start + 3, end + 3, "odotti", [])], []))
    assert passages(read) == ["odotti"]
    assert "found by their words" in str(read.told[0])


def test_highlights_outside_the_document_are_told() -> None:
    read = read_taguette(taguette(HTML, [(5000, 5005, "ei ole", []), (3, 3, "", [])], []))
    assert passages(read) == []
    assert "left out: 2" in str(read.told[0])


def test_of_several_projects_the_first_is_read_and_the_others_told() -> None:
    content = taguette(HTML, [], ["odotus"], names=("Eka", "Toka"))
    read = read_taguette(content)
    assert read.project.name == "Eka"
    assert "1: Eka, 2: Toka" in str(read.told[0])
    assert read_taguette(content, project=2).project.name == "Toka"


def test_the_same_file_gives_the_same_guids_and_goes_out_as_refi() -> None:
    highlights = [(*offsets("odotti"), "odotti", ["odotus"])]
    content = taguette(HTML, highlights, ["odotus"])
    project = read_taguette(content).project
    assert read_taguette(content).project == project
    again = read_qdpx(write_qdpx(project).content).project
    assert again.sources == project.sources
    assert again.codes == project.codes


letters = st.text(alphabet="aäå€😀 \n", min_size=1, max_size=12)


@settings(max_examples=60)
@given(parts=st.lists(letters, min_size=1, max_size=4), data=st.data())
def test_every_byte_of_the_words_leads_to_its_letter(parts: list[str], data: st.DataObject) -> None:
    words = HtmlWords("".join(f"<p>{part}</p>" for part in parts))
    seen = "".join(parts)
    assert words.size == len(seen.encode())
    place = data.draw(st.integers(0, len(seen) - 1))
    point = words.point(len(seen[:place].encode()))
    assert words.text[point] == seen[place]
