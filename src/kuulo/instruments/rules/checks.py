"""What is wrong with a questionnaire, before anybody is asked it: dead ends, contradictions, missing texts; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.instruments.rules.condition_checks import condition_findings, surroundings_of
from kuulo.instruments.rules.findings import Finding, Severity, error, warning
from kuulo.instruments.rules.question_checks import clarifying_findings, question_findings
from kuulo.instruments.rules.questionnaire import END, LANGUAGES, Kind, Question, Questionnaire
from kuulo.instruments.rules.text_checks import piping_findings, translation_findings
from kuulo.instruments.rules.way_checks import way_findings

__all__ = ["Finding", "Severity", "check"]

MOST_QUESTIONS: Final = 500


def check(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """Return what is wrong with the questionnaire: errors first, each kind in the order of its pages.

    A questionnaire without errors can be answered from its first page to its end, and each of its pages and questions
    is met by somebody.
    """
    around = surroundings_of(questionnaire)
    found = [
        *_whole_findings(questionnaire),
        *_key_findings(questionnaire),
        *_each_question(questionnaire),
        *condition_findings(around),
        *way_findings(around),
        *_closing_findings(questionnaire),
        *piping_findings(questionnaire),
        *translation_findings(questionnaire),
    ]
    places = _order_of_places(questionnaire)
    found.sort(key=lambda finding: (finding.severity is not Severity.ERROR, places.get(finding.place, 0)))
    return tuple(dict.fromkeys(found))


def _order_of_places(questionnaire: Questionnaire) -> dict[str, int]:
    keys = [key for page in questionnaire.pages for key in (page.key, *(each.key for each in page.questions))]
    return {key: place for place, key in reversed(list(enumerate(keys, start=1)))}


def _whole_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    languages = questionnaire.languages
    if not languages:
        yield error("", _("It has no language."))
    for language in languages:
        if language not in LANGUAGES:
            yield error("", _("Kuulo does not speak the language “{language}”."), language=language)
    if len(set(languages)) < len(languages):
        yield error("", _("A language is there twice."))
    if not any(questionnaire.title.get(language, "").strip() for language in languages):
        yield error("", _("It has no title."))
    questions = questionnaire.questions()
    if all(question.kind is Kind.STATEMENT for question in questions):
        yield error("", _("It asks nothing yet: add a question."))
    if len(questions) > MOST_QUESTIONS:
        yield error("", _("It has more than {most} questions."), most=MOST_QUESTIONS)


def _key_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    pages = Counter(page.key for page in questionnaire.pages)
    questions = Counter(question.key for question in questionnaire.questions())
    hidden = Counter(questionnaire.hidden)
    for key in (key for key, times in pages.items() if times > 1):
        yield error(key, _("Two pages are called “{key}”."), key=key)
    for key in (key for key, times in questions.items() if times > 1):
        yield error(key, _("Two questions are called “{key}”."), key=key)
    for key in (key for key, times in hidden.items() if times > 1):
        yield error("", _("Two address fields are called “{key}”."), key=key)
    for key in (key for key in hidden if key in questions):
        yield error(key, _("A question and an address field are both called “{key}”."), key=key)
    if END in pages:
        yield error(END, _("A page cannot be called “{key}”: that is where skips end."), key=END)


def _each_question(questionnaire: Questionnaire) -> Iterator[Finding]:
    earlier: dict[str, Question] = {}
    for question in questionnaire.questions():
        yield from question_findings(question, questionnaire.languages)
        yield from clarifying_findings(question, earlier)
        earlier[question.key] = question


def _closing_findings(questionnaire: Questionnaire) -> Iterator[Finding]:
    closings = questionnaire.closings
    always = [place for place, closing in enumerate(closings) if closing.show_if is None]
    if not closings:
        yield warning("", _("Nothing is said at the end: write a thank-you."))
    elif not always:
        yield warning("", _("Every closing has a condition: who meets none is told nothing at the end."))
    elif always[0] < len(closings) - 1:
        yield error("", _("A closing after the one without a condition is never shown: put that one last."))
    if any(not any(closing.text.get(each, "").strip() for each in questionnaire.languages) for closing in closings):
        yield error("", _("A closing is empty: write it, or take it away."))
