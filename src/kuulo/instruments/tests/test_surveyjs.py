"""SurveyJS: each type of element, each condition, each language; what has no place here is listed."""

from __future__ import annotations

import json

import pytest

from kuulo.instruments.formats.imported import Imported, Loss
from kuulo.instruments.formats.reading import read_definition
from kuulo.instruments.rules.questionnaire import (
    END,
    All,
    AnyOf,
    Condition,
    Kind,
    Not,
    Operator,
    Question,
    Scale,
    Skip,
    Subject,
)
from kuulo.instruments.rules.questionnaire import Test as Comparison


def read(*elements: object, language: str = "en", **survey: object) -> Imported:
    definition = {"locale": "en", "pages": [{"name": "p1", "elements": list(elements)}]} | survey
    return read_definition(json.dumps(definition).encode(), "survey.json", language=language)


def only(**element: object) -> Question:
    (question,) = read({"name": "q", "title": "Q?"} | element).questionnaire.questions()
    return question


def losses(imported: Imported, loss: Loss) -> set[str]:
    return {one.place for one in imported.not_carried if one.loss is loss}


CHOICES = ["red", {"value": 2, "text": "Two"}]


@pytest.mark.parametrize(
    ("element", "kind"),
    [
        ({"type": "text"}, Kind.TEXT),
        ({"type": "text", "inputType": "number"}, Kind.NUMBER),
        ({"type": "text", "inputType": "date"}, Kind.DATE),
        ({"type": "text", "inputType": "month"}, Kind.TEXT),
        ({"type": "comment"}, Kind.TEXT),
        ({"type": "radiogroup", "choices": CHOICES}, Kind.SINGLE),
        ({"type": "dropdown", "choices": CHOICES}, Kind.SINGLE),
        ({"type": "checkbox", "choices": CHOICES}, Kind.MULTIPLE),
        ({"type": "tagbox", "choices": CHOICES}, Kind.MULTIPLE),
        ({"type": "imagepicker", "choices": CHOICES}, Kind.SINGLE),
        ({"type": "imagepicker", "choices": CHOICES, "multiSelect": True}, Kind.MULTIPLE),
        ({"type": "ranking", "choices": CHOICES}, Kind.RANKING),
        ({"type": "rating"}, Kind.RATING),
        ({"type": "rating", "rateValues": ["a", "b"]}, Kind.SINGLE),
        ({"type": "rating", "rateMax": 9, "rateStep": 2}, Kind.SINGLE),
        ({"type": "rating", "rateMax": 1000}, Kind.NUMBER),
        ({"type": "boolean"}, Kind.SINGLE),
        ({"type": "matrix", "rows": ["a"], "columns": ["x", "y"]}, Kind.MATRIX),
        ({"type": "html", "html": "<b>Hi</b>"}, Kind.STATEMENT),
    ],
)
def test_types_become_kinds(element: dict[str, object], kind: Kind) -> None:
    assert only(**element).kind is kind


@pytest.mark.parametrize("kind", ["file", "signaturepad", "expression", "image", "paneldynamic", "matrixdynamic", "x"])
def test_types_without_a_kind_are_listed(kind: str) -> None:
    imported = read({"type": kind, "name": "q", "templateElements": [{"type": "text", "name": "inner"}]})
    assert imported.questionnaire.questions() == ()
    assert losses(imported, Loss.QUESTION) == {"q", "inner"}


def test_limits_are_carried() -> None:
    number = only(type="text", inputType="number", min=1, max=9)
    assert (number.least, number.most) == (1, 9)
    checked = only(type="text", validators=[{"type": "numeric", "minValue": 2}])
    assert (checked.kind, checked.least) == (Kind.NUMBER, 2)
    day = only(type="text", inputType="date", min="2026-01-01", max="today()")
    assert (day.earliest, day.latest) == ("2026-01-01", "")
    text = only(type="comment", rows=7, maxLength=80)
    assert (text.lines, text.longest) == (7, 80)
    several = only(type="checkbox", choices=CHOICES, minSelectedChoices=1, maxSelectedChoices=2)
    assert (several.least, several.most) == (1, 2)


def test_choices_keep_their_special_ones() -> None:
    question = only(
        type="checkbox", choices=CHOICES, showNoneItem=True, noneText="Nothing", hasOther=True, choicesOrder="random"
    )
    assert [choice.key for choice in question.choices] == ["red", "c2", "none"]
    assert question.choices[1].text == {"en": "Two"}
    assert question.choices[2].exclusive
    assert question.other
    assert question.random_order


def test_a_choice_called_other_is_not_the_one_of_own_words() -> None:
    assert [choice.key for choice in only(type="radiogroup", choices=["other"]).choices] == ["other_2"]


def test_ratings_keep_their_scale() -> None:
    rating = only(type="rating", rateMin=0, rateMax=6, minRateDescription="Bad", maxRateDescription="Good")
    assert rating.scale == Scale(minimum=0, maximum=6, low={"en": "Bad"}, high={"en": "Good"})
    assert only(type="rating", rateCount=7).scale == Scale(minimum=1, maximum=7)
    assert only(type="rating", rateValues=[3, 4, 5]).scale == Scale(minimum=3, maximum=5)


def test_tables_become_matrices() -> None:
    scored = only(type="matrix", rows=["a", "b"], columns=[1, 2, 3])
    assert scored.scale == Scale(minimum=1, maximum=3)
    table = read(
        {
            "type": "matrixdropdown",
            "name": "q",
            "title": "Rate",
            "rows": ["a"],
            "columns": [
                {"name": "How", "cellType": "rating"},
                {"name": "Where", "choices": ["x", "y"]},
                {"name": "Note", "cellType": "text"},
            ],
        }
    )
    how, where = table.questionnaire.questions()
    assert (how.key, how.scale) == ("q_how", Scale(minimum=1, maximum=5))
    assert where.text == {"en": "Rate – Where"}
    assert "q.Note" in losses(table, Loss.QUESTION)


def test_fields_of_a_group_become_questions() -> None:
    imported = read(
        {"type": "multipletext", "name": "q", "title": "You", "items": [{"name": "First"}, {"name": "Last"}]}
    )
    assert [one.text["en"] for one in imported.questionnaire.questions()] == ["You – First", "You – Last"]


def test_panels_are_opened_and_their_conditions_go_to_their_questions() -> None:
    inner = {"type": "text", "name": "b", "visibleIf": "{a} notempty"}
    imported = read(
        {"type": "rating", "name": "a"},
        {"type": "panel", "name": "more", "title": "More", "visibleIf": "{a} > 3", "elements": [inner]},
    )
    _a, title, b = imported.questionnaire.questions()
    assert (title.kind, title.text) == (Kind.STATEMENT, {"en": "More"})
    above = Comparison(name="a", operator=Operator.AT_LEAST, value=4)
    assert title.show_if == above
    assert b.show_if == All((above, Comparison(name="a", operator=Operator.ANSWERED)))


ANSWERED = Comparison(name="n", operator=Operator.ANSWERED)


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("{s} = 'red'", Comparison(name="s", operator=Operator.IS, value="red")),
        ("{s} <> 2", Comparison(name="s", operator=Operator.IS_NOT, value="c2")),
        ("{s} = 'other'", Comparison(name="s", operator=Operator.IS, value="other")),
        ("{m} contains 'red'", Comparison(name="m", operator=Operator.INCLUDES, value="red")),
        ("{m} notcontains 'red'", Comparison(name="m", operator=Operator.EXCLUDES, value="red")),
        ("{s} empty", Comparison(name="s", operator=Operator.UNANSWERED)),
        ("!({s} empty)", Not(Comparison(name="s", operator=Operator.UNANSWERED))),
        ("{b} = true", Comparison(name="b", operator=Operator.IS, value="yes")),
        ("{t.row1} = 'x'", Comparison(name="t", row="row1", operator=Operator.IS, value="x")),
        ("3 <= {r}", Comparison(name="r", operator=Operator.AT_LEAST, value=3)),
        ("{r} < 3", Comparison(name="r", operator=Operator.AT_MOST, value=2)),
        ("{n} < 2.5", All((ANSWERED, Not(Comparison(name="n", operator=Operator.AT_LEAST, value=2.5))))),
        (
            "{s} anyof ['red', 2]",
            AnyOf(tuple(Comparison(name="s", operator=Operator.IS, value=key) for key in ("red", "c2"))),
        ),
        (
            "{s} = 'red' or {r} = 1 and {r} = 2",
            AnyOf(
                (
                    Comparison(name="s", operator=Operator.IS, value="red"),
                    All(tuple(Comparison(name="r", operator=Operator.IS, value=value) for value in (1, 2))),
                )
            ),
        ),
        (
            "{kuulo-attribute.Oma asia} = 'a'",
            Comparison(subject=Subject.ATTRIBUTE, name="Oma asia", operator=Operator.IS, value="a"),
        ),
    ],
)
def test_conditions_are_carried(expression: str, condition: Condition) -> None:
    imported = read(*SUBJECTS, {"type": "text", "name": "last", "visibleIf": expression})
    assert imported.questionnaire.questions()[-1].show_if == condition
    assert imported.carried.conditions == 1


SUBJECTS = (
    {"type": "radiogroup", "name": "s", "choices": CHOICES, "hasOther": True},
    {"type": "checkbox", "name": "m", "choices": CHOICES},
    {"type": "boolean", "name": "b"},
    {"type": "rating", "name": "r"},
    {"type": "text", "name": "n", "inputType": "number"},
    {"type": "matrix", "name": "t", "rows": ["row1"], "columns": ["x", "y"]},
)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("{r} + 1 > 3", "not understood"),
        ("age({n}) > 3", "does not compare"),
        ("isContainerReady('p')", "function iscontainerready"),
        ("{nobody} = 1", "nobody is not a question"),
        ("{s} = 'blue'", "blue is not one of the choices"),
        ("{r} = 'many'", "many is not a number"),
        ("{s} > 'red'", "comparison > does not fit"),
        ("{m} = 'red'", "comparison = does not fit"),
        ("{t} = 'x'", "whole matrix"),
        ("{r} = {n}", "does not compare a question with a value"),
        ("{r}", "stands alone"),
        ("{r} = ", "ends too early"),
        ("({r} = 1", "is missing"),
        ("{s} = ['red']", "with a list"),
        ("(" * 60 + "{r} = 1" + ")" * 60, "nested too deep"),
        ("{r} = 1 or " * 600 + "{r} = 1", "too long"),
    ],
)
def test_conditions_that_cannot_be_said_are_listed_as_they_are_written(expression: str, reason: str) -> None:
    imported = read(*SUBJECTS, {"type": "text", "name": "last", "visibleIf": expression})
    assert imported.questionnaire.questions()[-1].show_if is None
    (left,) = (one for one in imported.not_carried if one.loss is Loss.LOGIC)
    assert left.place == "last"
    assert expression.startswith(left.raw.rstrip("…"))
    assert reason in str(left.what)


def test_jumps_become_skips() -> None:
    asked = [[{"type": "rating", "name": f"q{page}"}, {"type": "text", "name": f"t{page}"}] for page in (1, 2, 3)]
    pages = [{"name": f"p{page}", "elements": elements} for page, elements in enumerate(asked, 1)]
    triggers = [
        {"type": "skip", "expression": "{q1} = 1", "gotoName": "q3"},
        {"type": "skip", "expression": "{q2} = 1", "gotoName": "t3"},
        {"type": "complete", "expression": "{q2} = 5"},
        {"type": "skip", "expression": "{q3} = 1", "gotoName": "q1"},
        {"type": "setvalue", "expression": "{q3} = 1", "setToName": "q1"},
    ]
    imported = read(pages=pages, triggers=triggers)
    first, second, third = imported.questionnaire.pages
    assert first.skips == (Skip(when=Comparison(name="q1", operator=Operator.IS, value=1), to="p3"),)
    assert [skip.to for skip in second.skips] == ["p3", END]
    assert third.skips == ()
    assert {"trigger 4", "trigger 5"} == losses(imported, Loss.LOGIC)
    assert "t3" in losses(imported, Loss.CHANGED)


def test_languages_are_put_where_they_belong() -> None:
    title = {"default": "Hyvää päivää", "sv": "God dag", "de": "Guten Tag"}
    imported = read({"type": "text", "name": "q", "title": title}, locale="fi")
    assert imported.questionnaire.languages == ("fi", "sv")
    assert imported.questionnaire.questions()[0].text == {"fi": "Hyvää päivää", "sv": "God dag"}
    assert "de" in losses(imported, Loss.TEXT)


def test_a_language_of_elsewhere_goes_where_it_was_chosen_to() -> None:
    imported = read({"type": "text", "name": "q", "title": "Guten Tag"}, locale="de", language="sv")
    assert imported.questionnaire.questions()[0].text == {"sv": "Guten Tag"}
    assert "de" in losses(imported, Loss.CHANGED)


def test_a_language_that_is_not_named_is_the_chosen_one() -> None:
    imported = read({"type": "text", "name": "q", "title": "Hyvää päivää"}, locale="", language="fi")
    assert imported.questionnaire.questions()[0].text == {"fi": "Hyvää päivää"}
    assert "locale" in losses(imported, Loss.CHANGED)
    beside = {"default": "Good day", "fi": "Hyvää päivää"}
    both = read({"type": "text", "name": "q", "title": beside}, locale="", language="fi")
    assert both.questionnaire.questions()[0].text == {"en": "Good day", "fi": "Hyvää päivää"}


def test_texts_are_made_plain_and_filled_in() -> None:
    imported = read(
        {"type": "rating", "name": "Score 1", "title": "Now <b>rate</b> us"},
        {"type": "text", "name": "why", "title": "Why {Score 1} in {today}?"},
    )
    first, second = imported.questionnaire.questions()
    assert first.text == {"en": "Now rate us"}
    assert second.text == {"en": "Why {{score_1}} in {today}?"}
    assert losses(imported, Loss.CHANGED) == {"Score 1"}
    assert losses(imported, Loss.LOGIC) == {"why"}


def test_endings_are_carried() -> None:
    ends = [{"expression": "{r} > 3", "html": "Great"}, {"expression": "{x} > 3", "html": "Lost"}]
    imported = read(*SUBJECTS, completedHtml="<p>Thanks</p>", completedHtmlOnCondition=ends)
    great, thanks = imported.questionnaire.closings
    assert great.show_if == Comparison(name="r", operator=Operator.AT_LEAST, value=4)
    assert thanks.text == {"en": "Thanks"}
    assert "completedHtmlOnCondition" in losses(imported, Loss.TEXT)


def test_settings_without_a_place_are_listed() -> None:
    imported = read(
        {"type": "text", "name": "q", "placeholder": "Here", "requiredIf": "{a} = 1", "defaultValue": 5},
        {"type": "text", "name": "h", "visible": False},
        showProgressBar="top",
        calculatedValues=[{"name": "sum", "expression": "1"}],
    )
    assert losses(imported, Loss.SETTING) == {"q", "survey"}
    assert losses(imported, Loss.LOGIC) == {"q", "sum"}
    assert losses(imported, Loss.QUESTION) == {"h"}


def test_keys_fit_and_differ() -> None:
    imported = read(*({"type": "text", "name": name} for name in ("Äiti", "äiti", "1st", "x" * 60, "")))
    keys = [question.key for question in imported.questionnaire.questions()]
    assert keys[:3] == ["aiti", "aiti_2", "q1st"]
    assert len(keys[3]) == 40
    assert len(set(keys)) == 5
