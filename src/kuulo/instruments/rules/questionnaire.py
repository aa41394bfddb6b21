"""What a questionnaire is: pages of questions with scales, in several languages, with the logic between them; pure.

A questionnaire is a frozen tree of msgspec structs, kept as JSON (`to_json`, `from_json`). Whether it makes sense as a
whole is told by `kuulo.instruments.rules.checks`; here stands only its shape.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

import msgspec

LANGUAGES: Final = ("fi", "sv", "en")
END: Final = "end"
OTHER: Final = "other"
"""Key of the choice a person fills in with own words."""

Key = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
Words = dict[str, str]
"""One text in several languages: language → text."""


class Kind(StrEnum):
    """How a question is asked and answered."""

    NPS = "nps"
    ENPS = "enps"
    CSAT = "csat"
    CES_2010 = "ces_2010"
    CES_2 = "ces_2"
    RATING = "rating"
    SINGLE = "single"
    MULTIPLE = "multiple"
    MATRIX = "matrix"
    RANKING = "ranking"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    STATEMENT = "statement"


class Promise(StrEnum):
    """What the respondent is promised about the link between answer and person."""

    IDENTIFIED = "identified"
    CONFIDENTIAL = "confidential"
    ANONYMOUS = "anonymous"


class Operator(StrEnum):
    """How a test compares; ``answered`` and ``unanswered`` take no value, the ordering ones take a number or a date."""

    IS = "is"
    IS_NOT = "is_not"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    INCLUDES = "includes"
    EXCLUDES = "excludes"
    ANSWERED = "answered"
    UNANSWERED = "unanswered"


class Subject(StrEnum):
    """What a test looks at."""

    QUESTION = "question"
    ATTRIBUTE = "attribute"
    HIDDEN = "hidden"


class Test(msgspec.Struct, frozen=True, kw_only=True, tag="test", tag_field="is"):
    """One comparison: of an earlier answer, an attribute of the customer, or a hidden field of the address.

    ``row`` names the row of a matrix. ``value`` is a choice's key, a number, or an ISO date.
    """

    subject: Subject = Subject.QUESTION
    name: str
    row: str = ""
    operator: Operator
    value: str | float | None = None


class All(msgspec.Struct, frozen=True, tag="all", tag_field="is"):
    """Holds when every part does."""

    parts: tuple[Condition, ...]


class AnyOf(msgspec.Struct, frozen=True, tag="any", tag_field="is"):
    """Holds when at least one part does."""

    parts: tuple[Condition, ...]


class Not(msgspec.Struct, frozen=True, tag="not", tag_field="is"):
    """Holds when its part does not."""

    part: Condition


Condition = Test | All | AnyOf | Not


class Choice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One answer to choose, one row of a matrix, or one thing to rank.

    ``exclusive`` goes with no other choice (“none of these”). The choice ``other`` is not in the list: see `Question`.
    """

    key: Key
    text: Words
    exclusive: bool = False


class Scale(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whole numbers from minimum to maximum, words at their ends; direction is 1 where higher is better, else −1."""

    minimum: int
    maximum: int
    direction: int = 1
    low: Words = {}
    high: Words = {}


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One question, or a statement that only tells something.

    Attributes:
        key: Stable through versions and languages; the column in exports and ``question`` of the signals.
        text: The wording; may hold ``{{question_key}}``, ``{{attribute:name}}`` or ``{{hidden:name}}``, each with an
            optional fallback after a bar: ``{{attribute:first_name|dear customer}}``.
        help: A line below the wording.
        choices: Of single and multiple choice and ranking; the columns of a matrix that has no scale.
        other: The person may add a choice of own words (single, multiple).
        rows: Of a matrix.
        scale: Of a rating, and of a matrix of ratings. Named measures have their own (see `scale_of`).
        random_order: Choices, or a matrix's rows, come in an order of chance (kept for the response).
        least: Smallest number, or fewest choices.
        most: Largest number, or most choices.
        earliest: First day a date may be (ISO).
        latest: Last day a date may be (ISO).
        lines: 1 for a short text, more for a long one.
        longest: Most characters of a text.
        show_if: Asked only when this holds.
        clarifies: Key of the score question this one asks about (“What would have made it easier?”).
    """

    key: Key
    kind: Kind
    text: Words
    help: Words = {}
    required: bool = False
    choices: tuple[Choice, ...] = ()
    other: bool = False
    rows: tuple[Choice, ...] = ()
    scale: Scale | None = None
    random_order: bool = False
    least: float | None = None
    most: float | None = None
    earliest: str = ""
    latest: str = ""
    lines: int = 4
    longest: int = 2000
    show_if: Condition | None = None
    clarifies: str = ""


class Skip(msgspec.Struct, frozen=True, kw_only=True):
    """After the page, when the condition holds, go on from another, later page, or to the ``end``."""

    when: Condition
    to: str


class Page(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Questions shown together; skips are tried in order, the first that holds counts."""

    key: Key
    title: Words = {}
    questions: tuple[Question, ...] = ()
    random_order: bool = False
    show_if: Condition | None = None
    skips: tuple[Skip, ...] = ()


class Closing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is said at the end; the first closing whose condition holds, and the one without a condition comes last."""

    text: Words
    show_if: Condition | None = None


class Questionnaire(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that is asked, in the order it is asked.

    Attributes:
        languages: Languages it is asked in; the first is the one it was written in, to which others fall back.
        title: What the respondent sees as its name.
        intro: Said before the first question.
        pages: In order.
        hidden: Names of fields the address may bring (``?order=1042``), kept with the answer as attributes.
        closings: Said at the end.
    """

    languages: tuple[str, ...]
    title: Words
    intro: Words = {}
    pages: tuple[Page, ...] = ()
    hidden: tuple[Key, ...] = ()
    closings: tuple[Closing, ...] = ()

    def questions(self) -> tuple[Question, ...]:
        """Return every question in the order of pages."""
        return tuple(question for page in self.pages for question in page.questions)


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A measure a kind of question feeds, and the scale it is asked on."""

    definition: str
    scale: Scale


NAMED: Final = {
    Kind.NPS: Named(definition="nps@1", scale=Scale(minimum=0, maximum=10)),
    Kind.ENPS: Named(definition="enps@1", scale=Scale(minimum=0, maximum=10)),
    Kind.CSAT: Named(definition="csat.top2@1", scale=Scale(minimum=1, maximum=5)),
    Kind.CES_2010: Named(definition="ces.2010@1", scale=Scale(minimum=1, maximum=5, direction=-1)),
    Kind.CES_2: Named(definition="ces.2@1", scale=Scale(minimum=1, maximum=7)),
}
SCORES: Final = frozenset({*NAMED, Kind.RATING})


def scale_of(question: Question) -> Scale | None:
    """Return the scale of a score or matrix; words at the ends of a named measure may be the question's own."""
    named = NAMED.get(question.kind)
    if named is None:
        return question.scale
    own = question.scale
    return named.scale if own is None else msgspec.structs.replace(named.scale, low=own.low, high=own.high)


def definition_of(question: Question) -> str | None:
    """Return the named measure the question feeds, or None."""
    named = NAMED.get(question.kind)
    return named.definition if named else None


def in_language(words: Words, language: str, languages: tuple[str, ...]) -> str:
    """Return the text in the language, else in the first of the questionnaire's languages that has it, else nothing."""
    for candidate in (language, *languages):
        if words.get(candidate):
            return words[candidate]
    return ""


ENCODER: Final = msgspec.json.Encoder()
DECODER: Final = msgspec.json.Decoder(Questionnaire)


def to_json(questionnaire: Questionnaire) -> str:
    """Return the questionnaire as JSON; `from_json` returns the same questionnaire."""
    return ENCODER.encode(questionnaire).decode()


def from_json(text: str) -> Questionnaire:
    """Return the questionnaire that `to_json` wrote.

    Raises:
        msgspec.ValidationError: It is JSON of another shape; the message names the place.
    """
    return DECODER.decode(text)
