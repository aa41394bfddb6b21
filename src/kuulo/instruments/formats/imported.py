"""What an import brings: the questionnaire, what was carried over, and a list of everything that was not; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.questionnaire import Questionnaire

LONGEST_EXCERPT: Final = 400


class Format(StrEnum):
    """The formats a definition is read from."""

    SURVEYJS = "surveyjs"
    QUALTRICS = "qualtrics"
    LIMESURVEY = "limesurvey"
    KUULO = "kuulo"


class Loss(StrEnum):
    """How much is lost by what could not be carried over as it was, gravest first."""

    QUESTION = "question"
    LOGIC = "logic"
    TEXT = "text"
    CHANGED = "changed"
    SETTING = "setting"


LOSS_TITLES: Final[Mapping[Loss, str]] = {
    Loss.QUESTION: _("Questions left out"),
    Loss.LOGIC: _("Logic left out"),
    Loss.TEXT: _("Texts left out"),
    Loss.CHANGED: _("Carried over in another shape"),
    Loss.SETTING: _("Settings without a place here"),
}


@dataclass(frozen=True, slots=True)
class NotCarried:
    """One thing of the source that is not in the questionnaire, or not as it was.

    ``place`` is its id or name in the source, ``raw`` how it is written there (the beginning of it, when it is long).
    """

    place: str
    what: Text
    raw: str
    loss: Loss


@dataclass(frozen=True, slots=True)
class Carried:
    """How much of the source is in the questionnaire."""

    pages: int
    questions: int
    conditions: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A definition that was read.

    ``origins`` tells for each id or name of the source that was carried the keys it became. Every id of the source is
    in ``origins`` or the place of something in ``not_carried``.
    """

    questionnaire: Questionnaire
    carried: Carried
    not_carried: tuple[NotCarried, ...]
    format: Format
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def by_loss(self) -> tuple[tuple[Loss, tuple[NotCarried, ...]], ...]:
        """Return what was not carried, gravest first, without empty groups."""
        groups = ((loss, tuple(one for one in self.not_carried if one.loss is loss)) for loss in Loss)
        return tuple((loss, group) for loss, group in groups if group)


def excerpt(raw: object) -> str:
    """Return how the source writes it, as text of at most `LONGEST_EXCERPT` characters."""
    text = raw if isinstance(raw, str) else json.dumps(raw, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_EXCERPT else f"{text[: LONGEST_EXCERPT - 1]}…"
