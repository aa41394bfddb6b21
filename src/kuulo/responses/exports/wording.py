"""Words of columns, values and states in the language of an export; pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.instruments.rules.questionnaire import LANGUAGES, Words, in_language
from kuulo.instruments.rules.variables import CHOSEN, Shape, Variable
from kuulo.responses.exports.states import ANSWERED
from kuulo.responses.rules.signals import DISMISSED, NOT_SHOWN, SHOWN, SKIPPED

STATE_WORDS: Final[Mapping[str, Words]] = {
    ANSWERED: {"fi": "vastattu", "sv": "besvarad", "en": "answered"},
    NOT_SHOWN: {"fi": "ei näytetty", "sv": "inte visad", "en": "not shown"},
    SHOWN: {"fi": "näytetty, ei vastattu", "sv": "visad, inte besvarad", "en": "shown, not answered"},
    SKIPPED: {"fi": "ohitettu", "sv": "hoppades över", "en": "skipped"},
    DISMISSED: {"fi": "kysely hylätty", "sv": "enkäten avvisad", "en": "dismissed"},
}
SHAPE_TEXTS: Final[Mapping[Shape, Text]] = {
    Shape.SCORE: say(_("whole number on a scale")),
    Shape.NUMBER: say(_("number")),
    Shape.CHOICE: say(_("one of the given choices")),
    Shape.FLAG: say(_("1 chosen, 0 not chosen")),
    Shape.RANK: say(_("place in the order, 1 is the first")),
    Shape.TEXT: say(_("text")),
    Shape.DATE: say(_("date")),
}


def worded(words: Words, language: str) -> str:
    """Return the words in the language, else in another that has them."""
    return in_language(words, language, LANGUAGES)


def values_of(variable: Variable, language: str) -> dict[str | int, str]:
    """Return the words of the values that may stand in a column; choices by their key, scores by their number."""
    if variable.shape is Shape.FLAG:
        return {value: worded(words, language) for value, words in CHOSEN}
    if variable.scale:
        ends = ((variable.scale.minimum, variable.scale.low), (variable.scale.maximum, variable.scale.high))
        return {value: worded(words, language) for value, words in ends if words}
    return {choice.key: worded(choice.text, language) or choice.key for choice in variable.choices}
