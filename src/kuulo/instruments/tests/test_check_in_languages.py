"""The check speaks Finnish and Swedish too: every finding it can make is translated, with its values in place."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

import kuulo.instruments
from kuulo.instruments.rules.checks import check
from kuulo.instruments.rules.questionnaire import Kind
from kuulo.instruments.tests.questions import page, question, questionnaire

ROOM = Path(kuulo.instruments.__file__).parent
SOURCES = sorted(
    [*ROOM.glob("rules/*.py"), *ROOM.glob("services/*.py"), *ROOM.glob("queries/*.py"), ROOM / "models.py"]
)


def templates() -> list[str]:
    """Return every text these parts of the room can say."""
    calls = (node for path in SOURCES for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    marked = (call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_")
    return sorted({each.value for each in marked if isinstance(each, ast.Constant) and isinstance(each.value, str)})


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_text_is_translated_with_the_same_places(language: str) -> None:
    found = templates()
    assert len(found) > 100
    with override(language):
        for template in found:
            said = gettext(template)
            assert said != template, template
            assert places(said) == places(template), template


def places(template: str) -> set[str]:
    return {part.split("}", 1)[0] for part in template.split("{")[1:]}


def test_a_finding_is_said_in_finnish() -> None:
    (finding,) = check(questionnaire(page("a", question("q", Kind.SINGLE))))
    with override("fi"):
        assert gettext(finding.text.template) == "Siltä puuttuvat vaihtoehdot."
