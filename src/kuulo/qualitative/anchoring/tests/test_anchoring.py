"""Positions of other programs lead to the same words, whatever they count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kuulo.base.errors import InputError
from kuulo.qualitative.anchoring import (
    Ruler,
    Span,
    Unit,
    from_crlf_as_one,
    from_points,
    from_utf8_bytes,
    from_utf16,
    normalise,
    to_crlf_as_one,
    to_points,
    to_utf8_bytes,
    to_utf16,
)

pytestmark = pytest.mark.pure
WIDE = ["€", "😀", "👩\u200d👧", "漢", "e\u0301"]
PIECES = st.sampled_from(["a", "ä", "ö", *WIDE, "\r\n", "\n", "\r", " ", "\u2028", "\ufeff"])
TEXTS = st.lists(PIECES, max_size=40).map("".join)
SAID = "Äiti sanoi: 😀 hyvä!\r\nKyllä."


@st.composite
def text_and_span(draw: st.DrawFn) -> tuple[str, Span]:
    """Draw a text and a span of it as sources keep it."""
    text = draw(TEXTS)
    ends = st.integers(0, len(normalise(text)))
    start, end = sorted((draw(ends), draw(ends)))
    return text, Span(start, end)


@given(text_and_span())
def test_every_unit_leads_there_and_back(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    for unit in Unit:
        ruler = Ruler.of(text, unit)
        assert ruler.read(*ruler.write(span)) == span


@given(text_and_span())
def test_positions_cut_the_same_words_out_of_the_other_programs_text(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    words = span.of(normalise(text))
    start, end = to_points(text, span)
    assert normalise(text[start:end]) == words
    start, end = to_utf8_bytes(text, span)
    assert normalise(text.encode()[start:end].decode()) == words
    start, end = to_utf16(text, span)
    assert normalise(text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")) == words
    assert to_crlf_as_one(text, span) == (span.start, span.end)


@given(TEXTS, st.integers(0, 200), st.integers(0, 200))
def test_positions_within_a_character_widen_to_all_of_it(text: str, one: int, other: int) -> None:
    start, end = sorted((one, other))
    raw = text.encode()
    if end > len(raw):
        with pytest.raises(InputError, match="lies outside"):
            from_utf8_bytes(text, start, end)
        return
    span = from_utf8_bytes(text, start, end)
    first, last = to_utf8_bytes(text, span)
    assert first <= start
    assert last >= end or start == end
    assert raw[first:last].decode() == text.encode()[first:last].decode("utf-8", "strict")


@given(st.text(st.characters(codec=None), max_size=60))
def test_a_normalised_text_stays_as_it_is_and_can_be_kept(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert "\r" not in once
    assert "\x00" not in once
    once.encode()


def test_what_programs_count_of_one_sentence() -> None:
    kept = normalise(SAID)
    good = Span(kept.index("hyvä"), kept.index("hyvä") + 4)
    yes = Span(kept.index("Kyllä"), len(kept))
    assert good.of(kept) == "hyvä"
    assert from_utf16(SAID, 15, 19) == good
    assert from_points(SAID, 14, 18) == good
    assert from_crlf_as_one(SAID, yes.start, yes.end) == yes
    assert from_points(SAID, yes.start + 1, yes.end + 1) == yes
    assert to_utf16(SAID, yes) == (yes.start + 2, yes.end + 2)
    assert to_points(SAID, yes) == (yes.start + 1, yes.end + 1)


def test_half_of_a_pair_is_the_whole_character() -> None:
    assert from_utf16("a😀b", 2, 3) == Span(1, 2)
    assert from_utf16("a😀b", 2, 2) == Span(1, 1)


def test_a_place_between_return_and_line_feed_takes_both() -> None:
    assert from_points("a\r\nb", 2, 4) == Span(1, 3)


@pytest.mark.parametrize(("start", "end"), [(-1, 1), (2, 1), (0, 4)])
def test_what_lies_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(InputError, match="lies outside"):
        from_utf16("abc", start, end)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InputError, match="is none"):
        Span(3, 2)


def test_a_span_beyond_the_text_is_refused() -> None:
    with pytest.raises(InputError, match="lies outside a text of 3 characters"):
        Span(0, 4).of("abc")
    with pytest.raises(InputError, match="lies outside a text of 3 characters"):
        to_utf16("abc", Span(0, 4))


def test_spans_meet_where_they_share_a_character() -> None:
    assert Span(0, 2).meets(Span(1, 3))
    assert not Span(0, 2).meets(Span(2, 3))
    assert len(Span(2, 5)) == 3
