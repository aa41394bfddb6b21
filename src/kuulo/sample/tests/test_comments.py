"""Use case: comments that fit what they are about."""

from __future__ import annotations

import string
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np
import pytest

from kuulo.sample.comments import Commenter, load_words
from kuulo.sample.company import LANGUAGES, SERVICES, TOUCHPOINTS
from kuulo.sample.generate import Sample, generate_sample
from kuulo.sample.responses import RELATIONSHIP_THEMES, tone_of

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate_sample(now=datetime(2026, 11, 22, tzinfo=UTC))


def test_comments_come_in_three_languages_and_hundreds_of_wordings(sample: Sample) -> None:
    by_language: Counter[str] = Counter()
    texts: set[str] = set()
    for response in sample.responses:
        if response.comment and response.comment.text not in texts:
            texts.add(response.comment.text)
            by_language[LANGUAGES[sample.population.language[response.topic.customer]]] += 1
    assert set(by_language) == set(LANGUAGES)
    assert min(by_language.values()) > 150
    assert len(texts) > 1200


def test_the_tone_follows_the_scores(sample: Sample) -> None:
    assert all(r.comment.tone == tone_of(r.scores) for r in sample.responses if r.comment)
    assert [tone_of({"recommend": score}) for score in (0, 5, 6, 8, 10)] == ["bad", "bad", "mixed", "good", "good"]
    assert [tone_of({"satisfaction": score}) for score in (1, 3, 5)] == ["bad", "mixed", "good"]


def test_the_theme_belongs_to_the_touchpoint(sample: Sample) -> None:
    for response in sample.responses:
        if response.comment:
            touchpoint = response.topic.touchpoint
            assert response.comment.theme in (touchpoint.themes if touchpoint else RELATIONSHIP_THEMES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_theme_and_service_has_its_words(language: str) -> None:
    words = load_words(language)
    themes = {theme for touchpoint in TOUCHPOINTS for theme in touchpoint.themes} | set(RELATIONSHIP_THEMES)
    assert set(words["themes"]) == themes
    assert set(words["services"]) == {service.key for service in SERVICES}
    assert all(words["themes"][theme][tone] for theme in themes for tone in ("good", "bad"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_can_be_filled_and_ends_like_one(language: str) -> None:
    words = load_words(language)
    forms = set(next(iter(words["services"].values())))
    known = forms | {f"{form}_cap" for form in forms} | {"days", "weekday"}
    sentences = [sentence for theme in words["themes"].values() for tone in theme.values() for sentence in tone]
    assert len(sentences) == len(set(sentences))
    for sentence in sentences:
        assert {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name} <= known
        assert sentence[-1] in ".!?"


def test_languages_have_the_same_themes_in_about_the_same_number_of_sentences() -> None:
    counts = [
        {
            (name, tone): len(found)
            for name, theme in load_words(language)["themes"].items()
            for tone, found in theme.items()
        }
        for language in LANGUAGES
    ]
    for one, other in pairwise(counts):
        assert all(abs(one[key] - other[key]) <= 1 for key in one)


def test_a_mixed_comment_says_something_good_and_something_bad() -> None:
    commenter = Commenter(np.random.default_rng(1))
    comment = commenter.write(language="en", themes=("site", "price"), service="cleaning", tone="mixed")
    themes = load_words("en")["themes"]
    assert any(comment.text.startswith(good.split("{")[0]) for good in themes[comment.theme]["good"])


def test_some_add_what_calls_for_a_person_or_names_one(sample: Sample) -> None:
    comments = [response.comment for response in sample.responses if response.comment]
    asides = Counter(comment.aside for comment in comments)
    assert set(asides) == {
        "", "praise", "question", "suggestion", "spoken", "contact", "leaving", "complaint", "danger",
    }  # fmt: skip
    assert 0.1 < 1 - asides[""] / len(comments) < 0.2
    assert any("040 000" in comment.text for comment in comments if comment.aside == "contact")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tone_has_its_asides(language: str) -> None:
    asides = load_words(language)["asides"]
    assert [sorted(asides[tone]) for tone in ("good", "mixed", "bad")] == [
        ["praise", "question", "spoken", "suggestion"],
        ["contact", "question", "suggestion"],
        ["complaint", "contact", "danger", "leaving", "question", "spoken"],
    ]
