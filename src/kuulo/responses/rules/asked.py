"""A page of questions as a person meets it: words filled in, choices in their order, what was given before; pure.

Public pages, the preview and the kiosk all draw these with the templates in ``responses/questions/``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.texts import Text
from kuulo.instruments.rules.flow import Answer, Known, shuffled
from kuulo.instruments.rules.piping import pipe
from kuulo.instruments.rules.questionnaire import (
    OTHER,
    SCORES,
    Choice,
    Kind,
    Page,
    Question,
    Questionnaire,
    Words,
    in_language,
    scale_of,
)
from kuulo.responses.rules.forms import QUESTION_PREFIX
from kuulo.responses.rules.showing import Dependence, dependence_of

Fields = Mapping[str, Sequence[str]]
"""What a form sent or holds: name of the field → its values."""

JOINT: Final = "__"
FEW_LINES: Final = 1
LONGEST_UNSAID: Final = 2000
# Seconds a person needs, read and answered; from how long our own pages took people on a phone.
SECONDS: Final = {Kind.TEXT: 30, Kind.RANKING: 30, Kind.STATEMENT: 6, Kind.NUMBER: 12, Kind.DATE: 12}
SECONDS_USUAL: Final = 9
SECONDS_ROW: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to choose: a number of a scale, a choice, a column of a matrix's row."""

    value: str
    text: str
    id: str
    chosen: bool
    exclusive: bool = False
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a matrix, or one thing to rank (whose options are the places)."""

    key: str
    text: str
    field: str
    id: str
    options: tuple[Option, ...]
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """The choice a person fills in."""

    option: Option
    field: str
    id: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """One question ready to be drawn.

    Attributes:
        key: The question's key.
        kind: Its kind, as in the questionnaire.
        template: The template that draws it.
        field: Name of its form field.
        id: Its id on the page; ids of its parts begin with it.
        focus: Id of what an error's link leads to.
        text: The wording, filled in.
        help: A line below, filled in.
        required: Must be answered.
        problems: What is wrong with the answer.
        options: Of scores and choices.
        columns: Heads of a matrix's columns.
        rows: Of a matrix and a ranking.
        low: Words at the low end of the scale.
        high: Words at the high end.
        value: What was entered before (text, number, date).
        other: The choice of own words.
        question: As it stands in the questionnaire, for bounds and lines.
        concealed: It waits for an answer on the same page.
        condition: That wait as JSON for the page's script; empty where it waits for nothing on the page.
    """

    key: str
    kind: str
    template: str
    field: str
    id: str
    focus: str
    text: str
    help: str
    required: bool
    question: Question
    problems: tuple[Text, ...] = ()
    options: tuple[Option, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    low: str = ""
    high: str = ""
    value: str = ""
    other: OwnWords | None = None
    concealed: bool = False
    condition: str = ""

    @property
    def described_by(self) -> str:
        """Return the ids of help and error, for ``aria-describedby``."""
        named = (("help", self.help), ("limits", self.has_limits), ("error", self.problems))
        return " ".join(f"{self.id}_{name}" for name, there in named if there)

    @property
    def has_limits(self) -> bool:
        """Return whether bounds are to be said below the wording."""
        asked = self.question
        if asked.kind is Kind.TEXT:
            return asked.longest < LONGEST_UNSAID
        return asked.kind in {Kind.MULTIPLE, Kind.NUMBER} and (asked.least is not None or asked.most is not None)

    @property
    def whole_numbers(self) -> bool:
        """Return whether the bounds are whole numbers, so that a keypad of digits is enough."""
        bounds = [bound for bound in (self.question.least, self.question.most) if bound is not None]
        return self.question.least is not None and self.question.least >= 0 and all(b == int(b) for b in bounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What shapes a page besides the questionnaire: who answers, in which language, what is given and wrong.

    Attributes:
        questionnaire: What is asked.
        known: Earlier answers, attributes, hidden fields, and the valid answers of this page.
        language: Language of the page.
        seed: Key of the response: orders of chance stay the same for it.
        fields: Fields of the form, as entered or as stored.
        problems: Question's key → what is wrong.
        wrong_rows: Fields of rows that are wrong or missing.
    """

    questionnaire: Questionnaire
    known: Known
    language: str
    seed: str
    fields: Fields = field(default_factory=dict)
    problems: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    wrong_rows: frozenset[str] = frozenset()

    def words(self, words: Words) -> str:
        """Return the words in the page's language, with answers and attributes filled in."""
        plain = in_language(words, self.language, self.questionnaire.languages)
        return pipe(plain, self.known, self.questionnaire, self.language)

    def given(self, name: str) -> str:
        """Return the one value of a field, empty where there is none."""
        return next(iter(self.fields.get(name, ())), "")

    def order(self, items: Iterable[Choice], question: Question) -> tuple[Choice, ...]:
        """Return choices or rows in the response's order; what excludes the others stays last."""
        listed = tuple(items)
        if not question.random_order:
            return listed
        loose = tuple(item for item in listed if not item.exclusive)
        return (*shuffled(loose, self.seed + question.key), *(item for item in listed if item.exclusive))


def asked(page: Page, moment: Moment) -> tuple[AskedQuestion, ...]:
    """Return the page's questions in the response's order.

    A question whose condition looks at the same page is there too, concealed while the condition does not hold.
    """
    drawn: list[AskedQuestion] = []
    for question in ordered(page, moment.seed):
        dependence = dependence_of(question, page, moment.known)
        if dependence.possible:
            drawn.append(ask(question, moment, dependence))
    return tuple(drawn)


def ordered(page: Page, seed: str) -> tuple[Question, ...]:
    """Return the page's questions, shuffled where the page says so; one that clarifies another stays right after it."""
    if not page.random_order:
        return page.questions
    groups: list[list[Question]] = []
    for question in page.questions:
        if groups and (question.clarifies or question.show_if is not None):
            groups[-1].append(question)
        else:
            groups.append([question])
    return tuple(question for group in shuffled(tuple(groups), seed + page.key) for question in group)


def ask(question: Question, moment: Moment, dependence: Dependence = Dependence()) -> AskedQuestion:  # noqa: B008 -- frozen
    """Return one question ready to be drawn."""
    name = QUESTION_PREFIX + question.key
    parts: dict[str, object] = {}
    if question.kind in SCORES:
        parts = _scale_parts(question, moment, name)
    elif question.kind in PARTS:
        parts = PARTS[question.kind](question, moment, name)
    return AskedQuestion(
        key=question.key,
        kind=str(question.kind),
        template=f"responses/questions/{question.kind}.html",
        field=name,
        id=name,
        focus=_focus(name, parts),
        text=moment.words(question.text),
        help=moment.words(question.help),
        required=question.required,
        question=question,
        problems=moment.problems.get(question.key, ()),
        concealed=dependence.concealed,
        condition=dependence.condition,
        **parts,  # type: ignore[arg-type] # each kind's own parts, built below
    )


def _focus(name: str, parts: Mapping[str, object]) -> str:
    options, rows = parts.get("options"), parts.get("rows")
    if isinstance(rows, tuple) and rows:
        first = next((row for row in rows if row.wrong), rows[0])
        return first.options[0].id if "columns" in parts else first.id
    if isinstance(options, tuple) and options:
        return str(options[0].id)
    return f"{name}_field"


def _scale_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    return {"options": _points(question, moment, name), **_ends(question, moment)}


def _ends(question: Question, moment: Moment) -> dict[str, object]:
    scale = scale_of(question)
    if scale is None:
        return {}
    return {"low": moment.words(scale.low), "high": moment.words(scale.high)}


def _points(question: Question, moment: Moment, name: str) -> tuple[Option, ...]:
    scale = scale_of(question)
    if scale is None:
        return ()
    ends = {scale.minimum: moment.words(scale.low), scale.maximum: moment.words(scale.high)}
    given = moment.given(name)
    return tuple(
        Option(value=str(n), text=str(n), id=f"{name}_{n}", chosen=given == str(n), end=ends.get(n, ""))
        for n in range(scale.minimum, scale.maximum + 1)
    )


def _choice_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    options = _choices(moment.order(question.choices, question), moment, name)
    if not question.other:
        return {"options": options}
    chosen = OTHER in moment.fields.get(name, ())
    field_name = f"{name}{JOINT}{OTHER}"
    own = OwnWords(
        option=Option(value=OTHER, text="", id=f"{name}_{OTHER}", chosen=chosen),
        field=field_name,
        id=f"{field_name}_field",
        value=moment.given(field_name),
    )
    return {"options": options, "other": own}


def _choices(choices: Iterable[Choice], moment: Moment, name: str) -> tuple[Option, ...]:
    given = frozenset(moment.fields.get(name, ()))
    return tuple(
        Option(
            value=choice.key,
            text=moment.words(choice.text),
            id=f"{name}_{choice.key}",
            chosen=choice.key in given,
            exclusive=choice.exclusive,
        )
        for choice in choices
    )


def _matrix_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    rows = []
    for row in moment.order(question.rows, question):
        row_name = f"{name}{JOINT}{row.key}"
        options = (
            _points(question, moment, row_name)
            if question.scale is not None
            else _choices(question.choices, moment, row_name)
        )
        rows.append(
            Row(
                key=row.key,
                text=moment.words(row.text),
                field=row_name,
                id=row_name,
                options=options,
                wrong=row_name in moment.wrong_rows,
            )
        )
    columns = tuple(option.text for option in rows[0].options) if rows else ()
    return {"rows": tuple(rows), "columns": columns, **_ends(question, moment)}


def _ranking_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    places = range(1, len(question.choices) + 1)
    rows = []
    for choice in moment.order(question.choices, question):
        row_name = f"{name}{JOINT}{choice.key}"
        given = moment.given(row_name)
        options = tuple(Option(value=str(n), text=str(n), id=f"{row_name}_{n}", chosen=given == str(n)) for n in places)
        rows.append(Row(key=choice.key, text=moment.words(choice.text), field=row_name, id=row_name, options=options))
    return {"rows": tuple(rows)}


def _entry_parts(question: Question, moment: Moment, name: str) -> dict[str, object]:
    del question
    return {"value": moment.given(name)}


PARTS: Final[Mapping[Kind, Callable[[Question, Moment, str], dict[str, object]]]] = {
    Kind.SINGLE: _choice_parts,
    Kind.MULTIPLE: _choice_parts,
    Kind.MATRIX: _matrix_parts,
    Kind.RANKING: _ranking_parts,
    Kind.TEXT: _entry_parts,
    Kind.NUMBER: _entry_parts,
    Kind.DATE: _entry_parts,
}


def fields_of(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> dict[str, tuple[str, ...]]:
    """Return stored answers as the fields of forms, so that a page shows what was answered before."""
    fields: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions():
        name = QUESTION_PREFIX + question.key
        answer = answers.get(question.key)
        own = answers.get(f"{question.key}{JOINT}{OTHER}")
        if own is not None:
            fields[f"{name}{JOINT}{OTHER}"] = (str(own),)
        if isinstance(answer, Mapping):
            fields |= {f"{name}{JOINT}{row}": (_plain(value),) for row, value in answer.items()}
        elif isinstance(answer, list | tuple):
            fields |= _listed(question, name, [str(one) for one in answer])
        elif answer is not None:
            fields[name] = (_plain(answer),)
    return fields


def _listed(question: Question, name: str, answer: list[str]) -> dict[str, tuple[str, ...]]:
    if question.kind is Kind.RANKING:
        return {f"{name}{JOINT}{choice}": (str(place),) for place, choice in enumerate(answer, start=1)}
    return {name: tuple(answer)}


def _plain(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def prefilled(questionnaire: Questionnaire, query: Fields) -> dict[str, tuple[str, ...]]:
    """Return fields that an address fills in before: ``?nps=9``, or ``?delivery__speed=4`` for a matrix's row.

    Names that are no questions are left out; values are checked only when the form is sent.
    """
    keys = {question.key for question in questionnaire.questions()}
    return {
        QUESTION_PREFIX + name: tuple(values[:LONGEST_LIST])
        for name, values in query.items()
        if name.partition(JOINT)[0] in keys
    }


LONGEST_LIST: Final = 100


def minutes_of(questionnaire: Questionnaire) -> int:
    """Return how many minutes it takes a person, rounded up; 0 stands for less than half a minute."""
    seconds = sum(_seconds(question) for question in questionnaire.questions())
    return 0 if seconds <= 30 else math.ceil(seconds / 60)


def _seconds(question: Question) -> float:
    if question.kind is Kind.MATRIX:
        return SECONDS_ROW * len(question.rows)
    # What only some are asked takes the others no time.
    share = 1.0 if question.show_if is None else 0.5
    return share * SECONDS.get(question.kind, SECONDS_USUAL)
