"""Themes are found across languages, named by their words, kept over re-runs, and further comments put to them."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.language.theming import NO_THEME, Themes, discover, match, says_something
from kuulo.language.theming.grouping import choose_count, rand_index
from kuulo.language.theming.tests.cast import TOPICS, Cast, comments

pytestmark = pytest.mark.pure


@pytest.fixture(scope="module")
def cast() -> Cast:
    return comments(600)


@pytest.fixture(scope="module")
def themes(cast: Cast) -> Themes:
    return discover(cast.texts, cast.languages, cast.vectors, count=4)


def topic_numbers(topics: list[str]) -> np.ndarray:
    return np.asarray([list(TOPICS).index(topic) for topic in topics])


def test_a_theme_holds_what_all_languages_say_of_it(cast: Cast, themes: Themes) -> None:
    assert rand_index(themes.labels, topic_numbers(cast.topics)) > 0.95
    for one in themes.groups:
        assert set(one.label) == {"fi", "sv", "en"}
        assert {cast.languages[place] for place in one.members} == {"fi", "sv", "en"}


def test_keywords_are_the_words_of_the_topic(cast: Cast, themes: Themes) -> None:
    for one in themes.groups:
        topic = cast.topics[one.typical[0]]
        stems = {word[:3] for words in TOPICS[topic].values() for word in words}
        assert all(word[:3] in stems for word in one.keywords["en"][:3])
        assert not {"shop", "time"} & set(one.keywords["en"])


def test_sizes_and_members_agree(themes: Themes) -> None:
    assert sum(one.size for one in themes.groups) == (themes.labels != NO_THEME).sum()
    assert [one.size for one in themes.groups] == sorted((one.size for one in themes.groups), reverse=True)
    assert all((themes.labels[one.members] == number).all() for number, one in enumerate(themes.groups))


def test_what_says_nothing_belongs_to_no_theme(cast: Cast) -> None:
    empty = ["-", "ok", "Ei mitään", "inget att tillägga", "No comment.", "😀", "12345", ""]
    vectors = np.vstack([cast.vectors, cast.vectors[: len(empty)]])
    found = discover([*cast.texts, *empty], [*cast.languages, *["fi"] * len(empty)], vectors, count=4)
    assert (found.labels[-len(empty) :] == NO_THEME).all()
    assert (found.probabilities[-len(empty) :] == 0).all()
    assert (found.labels[: -len(empty)] != NO_THEME).all()


@pytest.mark.parametrize("text", ["hyvä", "Bra!", "too expensive", "kallis", "ei toiminut"])
def test_short_is_not_nothing(text: str) -> None:
    assert says_something(text)


def test_the_same_draw_gives_the_same_themes(cast: Cast, themes: Themes) -> None:
    again = discover(cast.texts, cast.languages, cast.vectors, count=4)
    assert again.keys == themes.keys
    assert (again.labels == themes.labels).all()


def test_further_comments_are_put_to_the_themes(themes: Themes) -> None:
    further = comments(200, seed=7)
    labels, sure = themes.assign(further.texts, further.languages, further.vectors)
    assert rand_index(labels, topic_numbers(further.topics)) > 0.95
    assert sure.min() > 0
    assert sure.max() <= 1


def test_themes_come_back_from_their_arrays(tmp_path: object, themes: Themes) -> None:
    file = f"{tmp_path}/themes.npz"
    np.savez(file, **themes.to_arrays())  # type: ignore[arg-type] # numpy's stub takes no further names
    with np.load(file, allow_pickle=False) as arrays:
        back = Themes.from_arrays(dict(arrays))
    further = comments(50, seed=3)
    for one, other in zip(
        back.assign(further.texts, further.languages, further.vectors),
        themes.assign(further.texts, further.languages, further.vectors),
        strict=True,
    ):
        assert np.allclose(one, other)
    assert back.keys == themes.keys
    assert back.groups[0].keywords == themes.groups[0].keywords


def test_arrays_hold_no_comment(cast: Cast, themes: Themes) -> None:
    arrays = themes.to_arrays()
    told = arrays["told"].tobytes().decode()
    assert not any(text in told for text in cast.texts)
    assert all(array.dtype != object for array in arrays.values())


def test_a_theme_keeps_its_key_when_themes_are_found_anew(themes: Themes) -> None:
    later = comments(500, seed=11)
    anew = discover(later.texts, later.languages, later.vectors, count=4, seed=5)
    earlier, _sure = themes.assign(later.texts, later.languages, later.vectors)
    matched = match(anew, earlier, themes.keys)
    assert set(matched.keys) == set(themes.keys)
    assert not any(one.is_new for one in matched.groups)
    for number, key in enumerate(matched.keys):
        same = themes.keys.index(key)
        assert ((matched.labels == number) == (earlier == same)).mean() > 0.95


def test_a_theme_that_was_not_there_is_new() -> None:
    first = comments(300, topics=("delivery", "price"))
    known = discover(first.texts, first.languages, first.vectors, count=2)
    later = comments(450, seed=2, topics=("delivery", "price", "site"))
    earlier, _sure = known.assign(later.texts, later.languages, later.vectors)
    # What an earlier model must put somewhere is no sign that the theme was there.
    earlier[np.asarray(later.topics) == "site"] = NO_THEME
    matched = match(discover(later.texts, later.languages, later.vectors, count=3), earlier, known.keys)
    new = [one for one in matched.groups if one.is_new]
    assert len(new) == 1
    assert later.topics[new[0].typical[0]] == "site"
    assert new[0].key not in known.keys


def test_without_vectors_words_tell(cast: Cast) -> None:
    english = [place for place, language in enumerate(cast.languages) if language == "en"]
    found = discover([cast.texts[place] for place in english], ["en"] * len(english), count=4)
    assert rand_index(found.labels, topic_numbers([cast.topics[place] for place in english])) > 0.8


def test_names_of_the_organisation_are_no_keywords(cast: Cast) -> None:
    texts = [f"Acme {text}" if place % 3 == 0 else text for place, text in enumerate(cast.texts)]
    found = discover(texts, cast.languages, cast.vectors, count=4, ignored=frozenset({"acme"}))
    assert not any("acme" in words for one in found.groups for words in one.keywords.values())


def test_the_mean_score_of_a_theme_has_an_interval(cast: Cast) -> None:
    scores = [2.0 if topic == "delivery" else 9.0 for topic in cast.topics]
    scores = [score + (place % 3 - 1) for place, score in enumerate(scores)]
    found = discover(cast.texts, cast.languages, cast.vectors, count=4, scores=scores)
    lowest = min(found.groups, key=lambda one: one.score.value if one.score and one.score.value else 99)
    assert cast.topics[lowest.typical[0]] == "delivery"
    assert lowest.score is not None
    assert lowest.score.n == lowest.size
    assert lowest.score.low is not None
    assert lowest.score.low < 2.0 < (lowest.score.high or 0)


@pytest.mark.parametrize("texts", [[], ["-"], ["Hyvä palvelu"], ["Hyvä palvelu", "Hyvä palvelu"]])
def test_few_comments_do_not_break_it(texts: list[str]) -> None:
    found = discover(texts, ["fi"] * len(texts), None)
    assert len(found.groups) <= 1
    assert len(found.labels) == len(texts)


def test_the_number_of_themes_is_found() -> None:
    draw = np.random.default_rng(0)
    centres = draw.normal(size=(12, 20))
    points = np.repeat(centres, 60, axis=0) + 0.25 * draw.normal(size=(720, 20))
    assert choose_count(points.astype(np.float32), seed=0) == 12


def test_one_comment_alone_does_not_break_the_search_for_themes() -> None:
    assert sum(group.size for group in discover(["Hyvä"], ["fi"], None).groups) <= 1
