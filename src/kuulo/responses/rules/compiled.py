"""A version of a questionnaire made ready to check many answers: what can be worked out once, is; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.rules.flow import (
    OTHER_WORDS,
    Answer,
    Known,
    asked,
    holds,
    page_after,
    page_before,
    path,
    questions_on,
    without_stray,
)
from kuulo.instruments.rules.questionnaire import OTHER, Condition, Page, Question, Questionnaire
from kuulo.responses.rules.forms import HIDDEN_PREFIX
from kuulo.responses.rules.readers import reader_of
from kuulo.responses.rules.reading import NO_TEXT, REQUIRED, AnswerError, Answers, Fields, Reader, own_words
from kuulo.responses.rules.signals import NOT_SHOWN, SKIPPED, QuestionSignals, question_signals
from kuulo.responses.rules.states import Problem

KEPT: Final = 256
LONGEST_HIDDEN: Final = 200
UNKNOWN: Final = say(_("There is no such question."))


class Version(Protocol):
    """What is asked of a published version (`kuulo.instruments.queries.VersionView`)."""

    @property
    def instrument_id(self) -> int:
        """Row of the instrument."""

    @property
    def number(self) -> int:
        """Number of the version."""

    @property
    def digest(self) -> str:
        """Differs wherever versions differ."""

    @property
    def questionnaire(self) -> Questionnaire:
        """What is asked."""

    @property
    def wordings(self) -> Mapping[str, str]:
        """Question → version of its wording."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Answers that were taken, and what was wrong with others; ``problems`` in the order of the questions."""

    answers: Answers
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a page with its reader."""

    key: str
    required: bool
    show_if: Condition | None
    reader: Reader


@dataclass(frozen=True, slots=True)
class PagePlan:
    """One page made ready.

    Attributes:
        keys: Under which its answers are kept, own words among them.
        ends: Nothing can follow it.
    """

    asked: tuple[Asked, ...]
    keys: frozenset[str]
    ends: bool


@dataclass(frozen=True, slots=True)
class Compiled:
    """One version made ready; holds nothing that may change while the version stays.

    Attributes:
        plain: No condition and no skip anywhere: everybody is asked everything.
        signals: What each question tells the lake.
        page_of: Question → page.
        skipped: Every question, as passed by.
    """

    questionnaire: Questionnaire
    pages: Mapping[str, PagePlan]
    signals: tuple[QuestionSignals, ...]
    plain: bool
    page_of: Mapping[str, str] = field(default_factory=dict)
    skipped: Mapping[str, str] = field(default_factory=dict)

    def check_form(self, page_key: str, fields: Fields, known: Known) -> Checked:
        """Return the answers on one page of a form.

        ``known`` holds what was answered before; answers it has to this very page do not count. A question that the
        answers so far leave out is passed by, whatever was sent for it.

        Raises:
            KeyError: There is no such page.
        """
        plan = self.pages[page_key]
        answers: Answers = {}
        problems: list[Problem] = []
        earlier = known if self.plain else _without(known, plan.keys)
        for each in plan.asked:
            if each.show_if is not None and not holds(each.show_if, _with(earlier, answers)):
                continue
            try:
                each.reader.form(fields, answers)
            except AnswerError as error:
                problems.append(Problem(each.key, error.text))
                continue
            if each.required and each.key not in answers:
                problems.append(Problem(each.key, REQUIRED))
        return Checked(answers, tuple(problems))

    def check_json(self, sent: Mapping[str, object], known: Known, *, whole: bool = True) -> Checked:
        """Return answers sent at once in their canonical shape, those that count on the way they lead.

        Answers known before stay where nothing else is sent. A key that names no question is a problem; where the whole
        questionnaire was sent, so is a required question on the way that has no answer.
        """
        answers: Answers = {}
        problems: list[Problem] = []
        every = {each.key: each for plan in self.pages.values() for each in plan.asked}
        others = {key + OTHER_WORDS: key for key in every}
        for name, value in sent.items():
            if name in others:
                continue
            if name not in every:
                problems.append(Problem(name, UNKNOWN))
            elif value is not None:
                _read_json(every[name], value, answers, problems)
        _read_other_words(sent, others, answers, problems)
        known = without_stray(self.questionnaire, _with(known, answers))
        wrong = {problem.key for problem in problems}
        missing = (key for key in self.missing(known) if whole and key not in wrong)
        return Checked(dict(known.answers), (*problems, *(Problem(key, REQUIRED) for key in missing)))

    def missing(self, known: Known) -> tuple[str, ...]:
        """Return the required questions on the whole way that have no answer."""
        on_the_way = asked(self.questionnaire, known)
        return tuple(each.key for each in on_the_way if each.required and each.key not in known.answers)

    def merged(self, page_key: str, earlier: Mapping[str, Answer], new: Answers, locked: Collection[str]) -> Answers:
        """Return the earlier answers with those of one page in their place; locked questions stay as they were."""
        if not earlier:
            return new
        page = self.pages[page_key].keys
        fixed = {key for key in page if key.removesuffix(OTHER_WORDS) in locked}
        kept = {key: value for key, value in earlier.items() if key not in page or key in fixed}
        return {**kept, **{key: value for key, value in new.items() if key not in fixed}}

    def after(self, page_key: str, known: Known) -> str | None:
        """Return the key of the page that follows, None at the end."""
        if self.pages[page_key].ends:
            return None
        page = page_after(self.questionnaire, page_key, known)
        return page.key if page else None

    def before(self, page_key: str, known: Known) -> str:
        """Return the key of the page before, or the page itself when it is the first."""
        page = page_before(self.questionnaire, page_key, known)
        return page.key if page else page_key

    def first(self, known: Known) -> str | None:
        """Return the key of the first page that has something to show."""
        page = page_after(self.questionnaire, None, known)
        return page.key if page else None

    def waiting(self, known: Known) -> str | None:
        """Return the first page on the way that shows a question without an answer."""
        for page in path(self.questionnaire, known):
            shown = {question.key for question in questions_on(page, known)} & self.page_of.keys()
            if not shown <= known.answers.keys():
                return page.key
        return None

    def counted(self, known: Known) -> Mapping[str, Answer]:
        """Return the answers that lie on the way they lead."""
        return known.answers if self.plain else dict(without_stray(self.questionnaire, known).answers)

    def asked_keys(self, known: Known) -> frozenset[str]:
        """Return the questions shown on the whole way."""
        if self.plain:
            return frozenset(self.page_of)
        return frozenset(question.key for question in asked(self.questionnaire, known))

    def silent(self, known: Known) -> Mapping[str, str]:
        """Return what to tell of unanswered questions at the end: passed by, or not shown."""
        if self.plain:
            return self.skipped
        shown = self.asked_keys(known)
        return {key: SKIPPED if key in shown else NOT_SHOWN for key in self.page_of}

    def visited(self, known: Known, page_key: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the questions that were shown, and those left out, on the pages before this one."""
        shown: set[str] = set()
        seen: set[str] = set()
        for page in path(self.questionnaire, known):
            if page.key == page_key:
                break
            shown |= {question.key for question in questions_on(page, known)}
            seen |= {question.key for question in page.questions}
        return frozenset(shown), frozenset(seen - shown)

    def shown_on(self, page_key: str, known: Known) -> frozenset[str]:
        """Return the questions one page shows."""
        page = next((page for page in self.questionnaire.pages if page.key == page_key), None)
        return frozenset(question.key for question in questions_on(page, known)) if page else frozenset()

    def hidden_of(self, fields: Fields) -> dict[str, str]:
        """Return the hidden fields that the questionnaire names, as the form brings them."""
        found = ((name, fields.get(HIDDEN_PREFIX + name)) for name in self.questionnaire.hidden)
        told = ((name, values[0].replace("\x00", "")[:LONGEST_HIDDEN]) for name, values in found if values)
        return {name: value for name, value in told if value}


COMPILED: Final[dict[tuple[int, int, str], Compiled]] = {}


def compile_version(version: Version) -> Compiled:
    """Return the version made ready; each is made ready once a process."""
    key = (version.instrument_id, version.number, version.digest)
    compiled = COMPILED.get(key)
    if compiled is None:
        compiled = compiled_of(version.questionnaire, version.wordings)
        if len(COMPILED) >= KEPT:
            COMPILED.clear()
        COMPILED[key] = compiled
    return compiled


def compiled_of(questionnaire: Questionnaire, wordings: Mapping[str, str]) -> Compiled:
    """Make a questionnaire ready."""
    pages = questionnaire.pages
    plain = not any(
        page.skips or page.show_if or any(question.show_if for question in page.questions) for page in pages
    )
    return Compiled(
        questionnaire=questionnaire,
        pages={page.key: _plan(page, ends=page is pages[-1]) for page in pages},
        signals=tuple(
            question_signals(question, questionnaire.languages, wordings.get(question.key, "1"))
            for question in questionnaire.questions()
            if reader_of(question)
        ),
        plain=plain,
        page_of={question.key: page.key for page in pages for question in page.questions if reader_of(question)},
        skipped={question.key: SKIPPED for question in questionnaire.questions() if reader_of(question)},
    )


def _plan(page: Page, *, ends: bool) -> PagePlan:
    readers = [(question, reader_of(question)) for question in page.questions]
    return PagePlan(
        asked=tuple(
            Asked(question.key, question.required, question.show_if, reader)
            for question, reader in readers
            if reader is not None
        ),
        keys=frozenset(key for question in page.questions for key in _keys(question)),
        ends=ends,
    )


def _keys(question: Question) -> tuple[str, ...]:
    return (question.key, question.key + OTHER_WORDS) if question.other else (question.key,)


def _with(known: Known, answers: Mapping[str, Answer]) -> Known:
    return replace(known, answers={**known.answers, **answers})


def _without(known: Known, keys: Collection[str]) -> Known:
    return replace(known, answers={key: value for key, value in known.answers.items() if key not in keys})


def _read_json(question: Asked, value: object, answers: Answers, problems: list[Problem]) -> None:
    try:
        question.reader.json(value, answers)
    except AnswerError as error:
        problems.append(Problem(question.key, error.text))


def _read_other_words(
    sent: Mapping[str, object], others: Mapping[str, str], answers: Answers, problems: list[Problem]
) -> None:
    """Take own words where the choice ``other`` was made, in the same limits as a form's."""
    for name in sent.keys() & others.keys():
        words, key = sent[name], others[name]
        if not isinstance(words, str):
            problems.append(Problem(key, NO_TEXT))
            continue
        chosen = answers.get(key)
        if chosen == OTHER or (isinstance(chosen, list) and OTHER in chosen):
            try:
                answers[name] = own_words({name: (words,)}, key)
            except AnswerError as error:
                problems.append(Problem(key, error.text))
