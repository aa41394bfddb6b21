"""A questionnaire of every kind of question, and what the check finds in one."""

from __future__ import annotations

from kuulo.instruments.rules.checks import Severity, check
from kuulo.instruments.rules.questionnaire import (
    Choice,
    Closing,
    Condition,
    Kind,
    Questionnaire,
    Scale,
    Skip,
)
from kuulo.instruments.tests.questions import (
    at_least,
    at_most,
    choices,
    page,
    question,
    questionnaire,
    score,
)

REASON = question("reason", Kind.SINGLE, choices=choices("price", "quality", "moved"), other=True)
MISSED = question(
    "missed",
    Kind.MULTIPLE,
    choices=(*choices("help", "range"), Choice(key="none", text={"en": "Nothing"}, exclusive=True)),
)
AGREE = question(
    "agree",
    Kind.MATRIX,
    rows=choices("fast", "kind"),
    scale=Scale(minimum=1, maximum=5, low={"en": "No"}, high={"en": "Yes"}),
)
YEARS = question("years", Kind.NUMBER, least=0, most=80)
SINCE = question("since", Kind.DATE, earliest="2000-01-01", latest="2030-12-31")
RANKED = question("ranked", Kind.RANKING, choices=choices("price", "speed", "kindness"))
TOLD = question("told", Kind.STATEMENT)
FIRST = (
    score("recommend"),
    score("satisfied", Kind.CSAT),
    REASON,
    MISSED,
    AGREE,
    YEARS,
    SINCE,
    RANKED,
    question("words"),
)
FULL = Questionnaire(
    languages=("en", "fi"),
    title={"en": "Title", "fi": "Otsikko"},
    closings=(Closing(text={"en": "Ta", "fi": "Kiitos"}),),
)


def asked_when(condition: Condition, **more: object) -> Questionnaire:
    """Return a questionnaire that asks one question of each kind, and one more under the condition."""
    return questionnaire(
        page("first", *FIRST), page("second", question("more", show_if=condition)), hidden=("order",), **more
    )


def found(asked: Questionnaire, severity: Severity) -> list[tuple[str, str]]:
    return [(each.place, str(each.text)) for each in check(asked) if each.severity is severity]


def errors(asked: Questionnaire) -> list[tuple[str, str]]:
    return found(asked, Severity.ERROR)


def warnings(asked: Questionnaire) -> list[tuple[str, str]]:
    return found(asked, Severity.WARNING)


def only(asked: Questionnaire, severity: Severity = Severity.ERROR) -> tuple[str, str]:
    (finding,) = check(asked)
    assert finding.severity is severity
    return finding.place, str(finding.text)


def skip(when: Condition, to: str) -> Skip:
    return Skip(when=when, to=to)


LOW, HIGH = at_most("recommend", 6), at_least("recommend", 7)
