"""Written sentences are held to the comments they cite: word for word, whole words, no negation cut off."""

from __future__ import annotations

import unicodedata

import pytest

from kuulo.language.summarising import check_reply, check_written

pytestmark = pytest.mark.pure
LATE = "Toimitus myöhästyi viikon eikä kukaan ilmoittanut mitään."
KIND = "Kundtjänsten svarade snabbt och vänligt, det tog bara 2 dagar."
NOT_GOOD = "The sofa isn’t good value for money – and it wobbles."
UNHAPPY = "I am unhappy with the service."
SOURCES = {1: LATE, 2: KIND, 3: NOT_GOOD, 4: UNHAPPY, 5: "En ole tyytyväinen palveluun", 6: "Bra är det inte"}


def kept(text: str) -> list[tuple[str, list[str]]]:
    """Return the kept sentences with the quotes behind them."""
    return [(each.text, [cite.quote for cite in each.cites]) for each in check_written(text, SOURCES).kept]


def reason(text: str) -> str:
    """Return why the only sentence was thrown out."""
    checked = check_written(text, SOURCES)
    assert checked.kept == ()
    return str(checked.thrown[0].reason)


def test_a_sentence_with_citations_that_hold_is_kept() -> None:
    text = 'Deliveries are late. [1: "Toimitus myöhästyi viikon"] [2: "det tog bara 2 dagar"]\n'
    assert kept(text) == [("Deliveries are late.", ["Toimitus myöhästyi viikon", "det tog bara 2 dagar"])]


@pytest.mark.parametrize(
    "written",
    [
        'Late [1: "toimitus  MYÖHÄSTYI viikon"].',
        "Late. [1: “Toimitus myöhästyi viikon”]",
        "Late. [1: »Toimitus myöhästyi viikon«]",
        "- Late. [1: 'Toimitus myöhästyi viikon,']",
        '1. Late. [ 1 : "Toimitus myöhästyi viikon..." ]',
        unicodedata.normalize("NFD", 'Late. [1: "Toimitus myöhästyi viikon"]'),
        'Late. [1: "Toimitus myöhästyi viikon"; 2: "snabbt och vänligt"]',
    ],
)
def test_what_writing_programs_change_by_themselves_is_no_lie(written: str) -> None:
    assert kept(written)[0][1][0] == "Toimitus myöhästyi viikon"


def test_what_is_shown_is_the_comments_own_span() -> None:
    (sentence,) = check_written("It wobbles. [3: 'money - and it wobbles']", SOURCES).kept
    (cite,) = sentence.cites
    assert cite.quote == "money – and it wobbles" == NOT_GOOD[cite.start : cite.end]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Everything is fine.", "cites no comment"),
        ('Fine. [9: "all is fine here"]', "no comment 9"),
        ('Fine. [1: "Toimitus tuli ajoissa"]', "word for word"),
        ('Fine. [1: "myöhästyi Toimitus viikon"]', "word for word"),
        ('Fine. [4: "happy with the service"]', "word for word"),
        ('Good value. [3: "good value for money"]', "negation"),
        ('Tyytyväisiä. [5: "tyytyväinen palveluun"]', "negation"),
        ('Bra. [6: "Bra är det"]', "negation"),
        ('Fine. [1: "viikon"]', "too short"),
        ('Fine. [1: "  "]', "too short"),
        (f'In 80 % of cases. [1: "{LATE}"]', "number 80"),
        (f'See https://evil.example.com. [1: "{LATE}"]', "link"),
        (f'<img src=x>. [1: "{LATE}"]', "link"),
        (f'Call 040 123 4567 now. [2: "{KIND}"]', "number"),
        (f'{"Long " * 100}. [1: "{LATE}"]', "longer than 400"),
    ],
)
def test_what_does_not_hold_is_thrown_out_with_the_reason(written: str, why: str) -> None:
    assert why in reason(written)


def test_a_number_that_a_cited_comment_has_may_be_named() -> None:
    assert kept('It took 2 days. [2: "det tog bara 2 dagar"]')


def test_en_is_a_negation_in_finnish_and_an_article_in_swedish() -> None:
    sources = {1: "Jag fick en vänlig chaufför som kom i tid"}
    assert check_written('Friendly. [1: "vänlig chaufför som kom"]', sources).kept


def test_one_citation_that_holds_keeps_the_sentence_and_the_other_is_told_of() -> None:
    checked = check_written(f'Late. [1: "{LATE}"] [2: "never said"]', SOURCES)
    assert [len(each.cites) for each in checked.kept] == [1]
    assert "word for word" in str(checked.thrown[0].reason)


def test_a_sentence_cannot_stand_on_the_citation_of_the_next() -> None:
    checked = check_written(f'All customers are happy. Some are late. [1: "{LATE}"]', SOURCES)
    assert [each.text for each in checked.kept] == ["Some are late."]
    assert [each.text for each in checked.thrown] == ["All customers are happy."]


def test_no_more_than_twelve_sentences_are_kept() -> None:
    checked = check_written("\n".join(f'Late. [1: "{LATE}"]' for _line in range(20)), SOURCES)
    assert len(checked.kept) == 12


@pytest.mark.parametrize("text", ["", "   \n", "[", "[1:", '[1: "', "\ue0000\ue001", '[99999: "x"]', "." * 5_000])
def test_nonsense_is_thrown_out(text: str) -> None:
    assert check_written(text, SOURCES).kept == ()


def test_a_reply_may_hold_what_the_comment_says_and_nothing_that_can_be_counted() -> None:
    checked = check_reply("Kiitos! Pahoittelemme, että kesti 2 dagar. Saat 50 euroa. Katso www.example.com.", [KIND])
    assert [each.text for each in checked.kept] == ["Kiitos!", "Pahoittelemme, että kesti 2 dagar."]
    assert len(checked.thrown) == 2
