"""The builder's scripts find every text they ask for, and the page sends none they never show."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from kuulo.instruments.rules.questionnaire import LANGUAGES, Kind
from kuulo.instruments.views.builder_texts import TEXTS
from kuulo.instruments.views.starters import STARTERS, WHY

pytestmark = pytest.mark.pure
SCRIPTS: Final = sorted((Path(__file__).parent.parent / "static" / "instruments").glob("*.js"))
SOURCE: Final = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
# Names that are put together: what is before the place of a template string.
STEMS: Final = ("kind_", "about_", "operator_", "date_operator_", "mode_", "saving_", "error", "warning", "add_")
LISTS: Final = {"choices", "rows", "choice_number", "row_number", "add_choice", "add_row"}


def test_every_text_the_scripts_ask_for_is_there() -> None:
    asked = set(re.findall(r'\bsay\(\s*"(\w+)"', SOURCE))
    assert asked - TEXTS.keys() == set()
    assert len(asked) > 80


def test_no_text_is_sent_in_vain() -> None:
    named = set(re.findall(r'"(\w+)"', SOURCE))
    left = {name for name in TEXTS if name not in named | LISTS and not name.startswith(STEMS)}
    assert left == set()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_name_a_help_and_a_beginning(kind: Kind) -> None:
    assert TEXTS[f"kind_{kind.value}"]
    assert TEXTS[f"about_{kind.value}"]
    assert STARTERS[kind].kind is kind


@pytest.mark.parametrize("question", [*STARTERS.values(), *WHY.values()], ids=lambda question: question.key)
def test_beginnings_are_worded_in_every_language_or_in_none(question: object) -> None:
    for words in re.findall(r"\{[^{}]*\}", str(question)):
        languages = set(re.findall(r"'(\w\w)':", words))
        assert languages in (set(), set(LANGUAGES)), words


def test_scripts_are_strict_about_the_content_policy() -> None:
    for forbidden in ("innerHTML", "eval(", "new Function", 'setAttribute("style"', "document.write"):
        assert forbidden not in SOURCE
