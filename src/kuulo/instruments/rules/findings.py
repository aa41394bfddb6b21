"""What a check can find; pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kuulo.base.texts import Text, say


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


def error(place: str, template: str, **params: object) -> Finding:
    """Return a finding that keeps the questionnaire from being published."""
    return Finding(Severity.ERROR, place, say(template, **params))


def warning(place: str, template: str, **params: object) -> Finding:
    """Return a finding that does not."""
    return Finding(Severity.WARNING, place, say(template, **params))
