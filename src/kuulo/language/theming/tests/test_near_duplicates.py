"""Copied comments are found, and only those."""

from __future__ import annotations

import numpy as np
import pytest

from kuulo.language.theming import choose_quotes, near_duplicates

pytestmark = pytest.mark.pure

ORDER = "Tilasin kengät kolme viikkoa sitten eikä niitä ole vieläkään kuulunut."
SERVICE = "Kundtjänsten svarade snabbt och löste mitt problem samma dag."


def test_copies_and_near_copies_are_found() -> None:
    texts = [
        ORDER,
        SERVICE,
        ORDER.upper().replace(".", "!!"),
        "Something else that nobody copied from anywhere.",
        ORDER.replace("kolme", "neljä"),
        SERVICE,
    ]
    found = near_duplicates(texts)
    assert [one.members for one in found] == [(0, 2, 4), (1, 5)]
    assert [one.exact for one in found] == [False, True]


def test_the_same_in_other_words_is_found_by_meaning() -> None:
    vectors = np.asarray([[1.0, 0.0], [0.0, 1.0], [0.999, 0.04]], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [ORDER, SERVICE, "Kolme viikkoa olen odottanut kenkiäni turhaan."]
    assert near_duplicates(texts) == ()
    assert [one.members for one in near_duplicates(texts, vectors)] == [(0, 2)]


def test_short_answers_are_no_copies() -> None:
    assert near_duplicates(["Very good!", "very good", "Hyvä", "hyvä"]) == ()


def test_nothing_has_no_copies() -> None:
    assert near_duplicates([]) == ()


def test_quotes_speak_for_both_sides_and_do_not_repeat() -> None:
    texts = [
        "The staff were kind and helped me at once.",
        "the staff were kind and helped me at once.",
        "Everyone at the counter was friendly to us.",
        "Nobody helped me although I asked three times.",
        "ok",
    ]
    sides = ["positive", "positive", "positive", "negative", "positive"]
    vectors = np.eye(5, dtype=np.float32)
    found = choose_quotes(texts, [0.9, 0.9, 0.8, 0.5, 0.95], vectors, sides=sides, most=3)
    assert found[0] == 0
    assert 3 in found
    assert 4 not in found
    assert not {0, 1} <= set(found)
