"""The real sets are read as docs/language.md says, and the language of their texts is told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kuulo.language.identifying import detect
from kuulo.language.tests import measures, sets

pytestmark = pytest.mark.pure


def test_no_text_is_in_a_set_twice(real_data: Path) -> None:
    felt = sets.nhs_feelings(real_data, ("negative", "positive"))

    assert max(Counter(text.strip().lower() for text in felt.texts).values()) == 1
    assert sets.nhs_texts(real_data)[felt.rows[7]] == felt.texts[7]


def test_each_question_of_the_survey_has_its_codes(real_data: Path) -> None:
    found = sets.jupyter_themes(real_data)

    assert len(found) == 8
    assert all(len(coded.texts) == len(coded.codings) == len(coded.rows) for coded in found.values())


@pytest.mark.parametrize(("part", "count"), [("train", 10_003), ("test", 3_080)])
def test_questions_to_a_bank(real_data: Path, part: str, count: int) -> None:
    assert len(sets.banking(real_data, part).texts) == count


def test_the_language_of_other_peoples_texts_is_told(real_data: Path) -> None:
    lines = sets.xed_feelings(real_data).texts[::20]
    comments = [text for text in sets.nhs_texts(real_data) if text.strip()][::15]

    for language, texts in (("fi", lines), ("en", comments)):
        told = [found.language for found in detect(texts)]
        assert told.count(language) / len(texts) > 0.99


def test_a_statistic_has_its_interval() -> None:
    found = measures.row(("f1", "set"), ["a", "a", "b", "b"] * 50, ["a", "a", "b", "a"] * 50, measures.macro_f1)

    assert found.low < found.figure < found.high
    assert found.figure == pytest.approx((0.8 + 2 / 3) / 2)
    assert str(found).startswith("| f1 | set | 0.733 |")
