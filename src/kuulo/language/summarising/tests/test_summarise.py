"""A summary of a selection: real quotes, sizes and both sides, each linked to its comment."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.language.summarising import choose_quotes, summarise

pytestmark = pytest.mark.pure
LATE = [
    "Toimitus myöhästyi viikon eikä kukaan ilmoittanut mitään.",
    "Toimitus kesti aivan liian kauan, odotin kolme viikkoa.",
    "Leveransen kom en vecka för sent och ingen ringde.",
    "The delivery was two weeks late and nobody told me.",
]
QUICK = ["Ihanan nopea toimitus, kiitos kuskille!", "Leveransen var snabb och chauffören vänlig."]
SERVICE = ["Asiakaspalvelu ei vastannut puhelimeen koko päivänä.", "Kundtjänsten var otrevlig mot mig."]
NOTHING = ["ok", "-", "👍"]
TEXTS = [*LATE, *QUICK, *SERVICE, *NOTHING]
FEELINGS = ["negative"] * 4 + ["positive"] * 2 + ["negative"] * 2 + ["positive", None, None]
THEMES = ["delivery"] * 6 + ["service"] * 2 + [None] * 3


def test_every_theme_is_told_with_its_size_and_both_sides() -> None:
    summary = summarise(TEXTS, FEELINGS, THEMES, most=5, names={"delivery": "Delivery", "service": "Service"})
    told = [str(said.text) for said in summary.sentences]
    assert told[0] == "Of 11 comments, 6 are dissatisfied, 3 satisfied, 0 neither; of 2 it is not known."
    assert told[1] == "Delivery: 6 of 11 comments, mostly dissatisfied (4 against 2 satisfied)."
    assert told[2] == "Service: 2 of 11 comments, mostly dissatisfied (2 against 0 satisfied)."
    feelings = {FEELINGS[int(cite)] for cite in summary.sentences[1].cites}
    assert feelings == {"negative", "positive"}


def test_quotes_are_the_comments_own_words() -> None:
    ids = [f"signal-{row}" for row in range(len(TEXTS))]
    summary = summarise(TEXTS, FEELINGS, THEMES, ids=ids)
    for said in summary.sentences:
        for cite, quote in zip(said.cites, said.quotes, strict=True):
            own = TEXTS[ids.index(cite)]
            assert own[quote.start : quote.start + len(quote.text)] == quote.text
    assert set(summary.cites) <= set(ids[: -len(NOTHING)])


@pytest.mark.parametrize("most", [1, 2, 3, 5, 50])
def test_no_more_quotes_than_asked_for_and_none_twice(most: int) -> None:
    quotes = choose_quotes(TEXTS, FEELINGS, THEMES, most=most)
    rows = [quote.row for quote in quotes]
    assert len(rows) == len(set(rows)) == min(most, len(TEXTS) - len(NOTHING))


def test_the_small_side_is_heard() -> None:
    texts = [f"Toimitus myöhästyi {number} päivää ja harmitti." for number in range(40)] + QUICK
    feelings = ["negative"] * 40 + ["positive"] * 2
    quotes = choose_quotes(texts, feelings, ["delivery"] * 42, most=3)
    assert sum(quote.row >= 40 for quote in quotes) == 1


def test_a_quote_stands_for_what_lies_near_it() -> None:
    vectors = np.zeros((6, 4), dtype=np.float32)
    vectors[:4, 0] = 1.0
    vectors[4:, 1] = 1.0
    texts = [f"Comment number {word} of all." for word in ("one", "two", "three", "four", "five", "six")]
    quotes = choose_quotes(texts, ["negative"] * 6, [None] * 6, vectors, most=2)
    assert [quote.stands_for for quote in quotes] == [4, 2]
    assert [quote.row < 4 for quote in quotes] == [True, False]


def test_of_a_long_comment_whole_sentences_are_quoted() -> None:
    long = "Tilasin sohvan kesäkuussa. " + "Odotin ja odotin eikä kukaan vastannut minulle mitään. " * 12
    (quote,) = choose_quotes([long], ["negative"], [None])
    assert len(quote.text) <= 280
    assert quote.text.endswith(".")
    assert long[quote.start : quote.start + len(quote.text)] == quote.text


def test_of_a_long_comment_without_sentences_words_are_quoted() -> None:
    long = "aina vain odotan " * 100
    (quote,) = choose_quotes([long], ["negative"], [None])
    assert len(quote.text) <= 280
    assert long.startswith(quote.text)


def test_where_feelings_and_themes_are_unknown_that_is_said() -> None:
    summary = summarise(LATE, [None] * 4, [None] * 4, most=2)
    assert [str(said.text) for said in summary.sentences] == [
        "There are 4 comments; how they feel is not known.",
        "How they feel is not known: 4 of 4 comments.",
    ]
    assert len(summary.cites) == 2


def test_where_no_comment_has_a_theme_each_side_is_told() -> None:
    summary = summarise(TEXTS, FEELINGS, [None] * len(TEXTS), most=4)
    told = [str(said.text) for said in summary.sentences[1:]]
    assert told == ["Dissatisfied: 6 of 11 comments.", "Satisfied: 3 of 11 comments."]
    assert sum(len(said.cites) for said in summary.sentences) == 4


def test_of_nothing_nothing_is_said() -> None:
    assert summarise([], [], []).sentences == ()
    assert summarise(["-", ""], [None, None], [None, None]).cites == ()


def test_a_large_selection_is_summarised_whole() -> None:
    texts = [f"{LATE[row % 4]} {row}" for row in range(20_000)]
    vectors = np.random.default_rng(0).normal(size=(20_000, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    summary = summarise(texts, ["negative"] * 20_000, ["delivery"] * 20_000, vectors)
    assert summary.total == 20_000
    assert len(summary.cites) == 7


def test_what_several_say_word_for_word_is_quoted_once() -> None:
    texts = [
        "Too expensive for what I got.",
        "too expensive for what I got",
        "Too expensive for what I got!",
        "It came late.",
    ]
    summary = summarise(texts, ["negative"] * 4, [None] * 4)
    assert len(summary.cites) == 2
