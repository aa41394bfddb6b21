"""Questionnaires written as SurveyJS definitions, which `surveyjs.read_surveyjs` reads back as they were; pure.

What SurveyJS has no word for stands in properties of our own (``kuuloKind``, ``kuuloDirection``, ``kuuloClarifies``,
``kuuloPage``) and in the object ``kuulo``; SurveyJS passes over those.
"""

from __future__ import annotations

import html
import json
from typing import Final

from kuulo.instruments.formats.surveyjs_texts import DEFAULT, MARK, variable, without_fallbacks
from kuulo.instruments.rules.questionnaire import (
    END,
    NAMED,
    All,
    Choice,
    Closing,
    Condition,
    Kind,
    Not,
    Operator,
    Page,
    Question,
    Questionnaire,
    Subject,
    Test,
    Words,
    scale_of,
)

Json = dict[str, object]
SIGNS: Final = {
    Operator.IS: "=",
    Operator.IS_NOT: "!=",
    Operator.AT_MOST: "<=",
    Operator.AT_LEAST: ">=",
    Operator.INCLUDES: "contains",
    Operator.EXCLUDES: "notcontains",
    Operator.ANSWERED: "notempty",
    Operator.UNANSWERED: "empty",
}
TYPES: Final = {
    Kind.SINGLE: "radiogroup",
    Kind.MULTIPLE: "checkbox",
    Kind.RANKING: "ranking",
    Kind.MATRIX: "matrix",
    Kind.NUMBER: "text",
    Kind.DATE: "text",
    Kind.STATEMENT: "html",
}


def to_surveyjs(questionnaire: Questionnaire) -> str:
    """Return the questionnaire as a SurveyJS definition."""
    return json.dumps(_Writer(questionnaire).survey(), ensure_ascii=False, indent=2)


def written(condition: Condition) -> str:
    """Return the condition as an expression of SurveyJS."""
    if isinstance(condition, Test):
        return _test(condition)
    if isinstance(condition, Not):
        return f"!({written(condition.part)})"
    word = " and " if isinstance(condition, All) else " or "
    if len(condition.parts) == 1:
        return written(condition.parts[0])
    return word.join(f"({written(part)})" for part in condition.parts)


def _test(test: Test) -> str:
    name = test.name if test.subject is Subject.QUESTION else variable(test.subject, test.name)
    row = f".{test.row}" if test.row else ""
    left = f"{{{name}{row}}} {SIGNS[test.operator]}"
    return left if test.value is None else f"{left} {_literal(test.value)}"


def _literal(value: str | float) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return str(int(value)) if value == int(value) else f"{value:.17f}".rstrip("0")


class _Writer:
    """Writes one questionnaire; `templates` keeps texts whose fallbacks SurveyJS cannot hold, by what was written."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.templates: dict[str, str] = {}

    def survey(self) -> Json:
        questionnaire = self.questionnaire
        pages = [self.page(page) for page in questionnaire.pages]
        triggers = [trigger for page in questionnaire.pages for trigger in self.triggers(page)]
        return _filled(
            {
                "title": self.words(questionnaire.title),
                "description": self.words(questionnaire.intro),
                "locale": questionnaire.languages[0],
                "pages": pages,
                "triggers": triggers,
                **self.closings(questionnaire.closings),
                MARK: {
                    "languages": list(questionnaire.languages),
                    "hidden": list(questionnaire.hidden),
                    "templates": self.templates,
                },
            }
        )

    def words(self, words: Words) -> object:
        """Return words as SurveyJS keeps them: a plain text for one language, an object by language for several."""
        first = self.questionnaire.languages[0]
        texts = {
            DEFAULT if language == first else language: self.text(text) for language, text in words.items() if text
        }
        return texts[DEFAULT] if set(texts) == {DEFAULT} else texts or None

    def text(self, text: str) -> str:
        bare = without_fallbacks(text)
        if bare == text:
            return text
        if self.templates.setdefault(bare, text) != text:
            return text
        return bare

    def page(self, page: Page) -> Json:
        return _filled(
            {
                "name": page.key,
                "title": self.words(page.title),
                "visibleIf": written(page.show_if) if page.show_if else None,
                "questionsOrder": "random" if page.random_order else None,
                "elements": [self.question(question) for question in page.questions],
            }
        )

    def question(self, question: Question) -> Json:
        statement = question.kind is Kind.STATEMENT
        shape = {"html": self.html(question.text)} if statement else {"title": self.words(question.text)}
        return _filled(
            {
                "type": self.type_of(question),
                "name": question.key,
                **shape,
                "description": self.words(question.help),
                "isRequired": question.required or None,
                "visibleIf": written(question.show_if) if question.show_if else None,
                "kuuloClarifies": question.clarifies or None,
                **self.scale(question),
                **self.choices(question),
                **self.limits(question),
            }
        )

    def type_of(self, question: Question) -> str:
        if question.kind in NAMED or question.kind is Kind.RATING:
            return "rating"
        if question.kind is Kind.TEXT:
            return "text" if question.lines == 1 else "comment"
        return TYPES[question.kind]

    def scale(self, question: Question) -> Json:
        scale = scale_of(question)
        if scale is None or question.kind is Kind.MATRIX:
            return {}
        return {
            "rateMin": scale.minimum,
            "rateMax": scale.maximum,
            "minRateDescription": self.words(scale.low),
            "maxRateDescription": self.words(scale.high),
            "kuuloDirection": None if scale.direction == 1 else scale.direction,
            "kuuloKind": question.kind.value,
        }

    def choices(self, question: Question) -> Json:
        random = "random" if question.random_order else None
        if question.kind is Kind.MATRIX:
            return {"columns": self.columns(question), "rows": self.items(question.rows), "rowOrder": random,
                    "kuuloDirection": question.scale.direction if question.scale else None}  # fmt: skip
        if question.kind not in {Kind.SINGLE, Kind.MULTIPLE, Kind.RANKING}:
            return {}
        return {
            "choices": self.items(question.choices),
            "choicesOrder": random,
            "showOtherItem": question.other or None,
        }

    def columns(self, question: Question) -> list[Json]:
        scale = question.scale
        if scale is None:
            return self.items(question.choices)
        ends = {scale.minimum: self.words(scale.low), scale.maximum: self.words(scale.high)}
        values = range(scale.minimum, scale.maximum + 1)
        return [_filled({"value": value, "text": ends.get(value)}) for value in values]

    def items(self, choices: tuple[Choice, ...]) -> list[Json]:
        return [
            _filled({"value": one.key, "text": self.words(one.text), "isExclusive": one.exclusive or None})
            for one in choices
        ]

    def limits(self, question: Question) -> Json:
        kind = question.kind
        if kind is Kind.MULTIPLE:
            return {"minSelectedChoices": question.least, "maxSelectedChoices": question.most}
        if kind is Kind.NUMBER:
            return {"inputType": "number", "min": question.least, "max": question.most}
        if kind is Kind.DATE:
            return {"inputType": "date", "min": question.earliest or None, "max": question.latest or None}
        if kind is Kind.TEXT:
            return {"maxLength": question.longest, "rows": question.lines if question.lines != 1 else None}
        return {}

    def triggers(self, page: Page) -> list[Json]:
        first = {other.key: other.questions[0].key for other in self.questionnaire.pages if other.questions}
        made: list[Json] = []
        for skip in page.skips:
            trigger: Json = {"type": "complete" if skip.to == END else "skip", "expression": written(skip.when)}
            if skip.to != END:
                trigger |= _filled({"gotoName": first.get(skip.to), "kuuloTo": skip.to})
            made.append({**trigger, "kuuloPage": page.key})
        return made

    def closings(self, closings: tuple[Closing, ...]) -> Json:
        last = next((closing.text for closing in closings if closing.show_if is None), {})
        before = [
            {"expression": written(closing.show_if), "html": self.html(closing.text)}
            for closing in closings
            if closing.show_if is not None
        ]
        return {"completedHtmlOnCondition": before or None, "completedHtml": self.html(last)}

    def html(self, words: Words) -> object:
        escaped = {language: html.escape(self.text(text), quote=False) for language, text in words.items()}
        return self.words({language: text.replace("\n", "<br>") for language, text in escaped.items()})


def _filled(parts: Json) -> Json:
    return {name: value for name, value in parts.items() if value is not None and value != []}
