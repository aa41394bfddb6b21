"""A page of questions as a person meets it: words filled in, choices in their order, what was given before; pure.

Public pages, the preview and the kiosk all draw these with the templates in ``responses/questions/``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import Text
from kuulo.instruments.rules.flow import shuffled
from kuulo.instruments.rules.questionnaire import SCORES, Kind, Page, Question
from kuulo.responses.rules.forms import QUESTION_PREFIX
from kuulo.responses.rules.moments import Moment, Option, OwnWords, Row
from kuulo.responses.rules.question_parts import parts_of
from kuulo.responses.rules.showing import INDEPENDENT, Dependence, dependence_of

LONGEST_UNSAID: Final = 2000
# Points that fit a phone's width with room to spare, and at all.
FEW: Final = 7
MANY: Final = 11


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
    def style(self) -> str:
        """Return the class names of its box."""
        if self.question.kind is Kind.MATRIX:
            return "matrix matrix-scale" if self.question.scale else "matrix"
        if self.question.kind not in SCORES:
            return "ranking" if self.question.kind is Kind.RANKING else "list"
        points = len(self.options)
        return "scale scale-long" if points > MANY else "scale scale-wide" if points > FEW else "scale"

    @property
    def picks_one(self) -> bool:
        """Return whether one of its options is the answer."""
        return self.question.kind in {*SCORES, Kind.SINGLE}

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


def ask(question: Question, moment: Moment, dependence: Dependence = INDEPENDENT) -> AskedQuestion:
    """Return one question ready to be drawn."""
    name = QUESTION_PREFIX + question.key
    parts = parts_of(question, moment, name)
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
        return str(first.options[0].id if "columns" in parts else first.id)
    if isinstance(options, tuple) and options:
        return str(options[0].id)
    return f"{name}_field"
