"""What is wrong with a questionnaire; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.questionnaire import Kind, Questionnaire


class Severity(StrEnum):
    """An error keeps the questionnaire from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong: how badly, at which page or question ("" for the whole), and what."""

    severity: Severity
    place: str
    text: Text


def check(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """Return what is wrong with the questionnaire, in the order of its pages."""
    return tuple(whole_findings(questionnaire))


def whole_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Return what is wrong with the questionnaire as a whole."""
    if not any(question.kind is not Kind.STATEMENT for question in questionnaire.questions()):
        yield Finding(Severity.ERROR, "", say(_("It asks nothing yet: add a question.")))
