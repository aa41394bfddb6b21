"""Questionnaires as files: SurveyJS and Kuulo's own come back as they were, DDI has the schema's order."""

from __future__ import annotations

import json
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings

from kuulo.instruments.formats.ddi import NAMESPACE, to_ddi
from kuulo.instruments.formats.imported import Format
from kuulo.instruments.formats.reading import read_definition
from kuulo.instruments.formats.surveyjs_out import to_surveyjs
from kuulo.instruments.library import READY_MADE
from kuulo.instruments.rules.questionnaire import Questionnaire, to_json
from kuulo.instruments.rules.variables import variables_of
from kuulo.instruments.tests.questionnaires import questionnaires

ORDER = {
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "citation": ["titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt"],
    "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
    "dataDscr": ["varGrp", "var"],
    "var": ["labl", "qstn", "valrng", "catgry", "varFormat"],
    "catgry": ["catValu", "labl"],
}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(questionnaires())
def test_surveyjs_comes_back_as_it_was(questionnaire: Questionnaire) -> None:
    back = read_definition(to_surveyjs(questionnaire).encode(), "out.json")
    assert back.format is Format.SURVEYJS
    assert back.questionnaire == questionnaire
    assert back.not_carried == ()


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(questionnaires())
def test_own_json_comes_back_as_it_was(questionnaire: Questionnaire) -> None:
    back = read_definition(to_json(questionnaire).encode(), "out.json")
    assert back.format is Format.KUULO
    assert back.questionnaire == questionnaire


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(questionnaires())
def test_ddi_has_a_variable_for_each_column_in_the_order_of_the_schema(questionnaire: Questionnaire) -> None:
    book = fromstring(to_ddi(questionnaire, name="q", version="2", produced="2026-11-22"))
    names = [one.get("name") for one in book.iter(f"{{{NAMESPACE}}}var")]
    assert names == [variable.name for variable in variables_of(questionnaire)]
    assert len(set(names)) == len(names)
    for element in book.iter():
        _in_order(element)


def _in_order(element: Element) -> None:
    wanted = ORDER.get(_tag(element))
    if wanted:
        places = [wanted.index(_tag(child)) for child in element]
        assert places == sorted(places)


def _tag(element: Element) -> str:
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def test_ready_made_instruments_come_back_through_surveyjs() -> None:
    for ready in READY_MADE.values():
        back = read_definition(to_surveyjs(ready.questionnaire).encode(), "out.json")
        assert back.questionnaire == ready.questionnaire, ready.name
        assert back.not_carried == ()


def test_surveyjs_names_what_other_tools_know() -> None:
    survey = json.loads(to_surveyjs(READY_MADE["relationship_nps"].questionnaire))
    types = {element["type"] for page in survey["pages"] for element in page["elements"]}
    assert "rating" in types
    assert types <= {"rating", "comment", "text", "radiogroup", "checkbox", "matrix", "ranking", "html"}
