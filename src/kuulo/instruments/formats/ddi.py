"""Questionnaires described as DDI-Codebook 2.5, which data archives read; pure.

Source of names and order of elements: the schema codebook.xsd of DDI-Codebook 2.5 (DDI Alliance, 2012).
"""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from kuulo.instruments.rules.questionnaire import Choice, Kind, Question, Questionnaire, Words, in_language
from kuulo.instruments.rules.variables import CHOSEN, Shape, Variable, variables_of

NAMESPACE: Final = "ddi:codebook:2_5"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
LOCATION: Final = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
DOMAINS: Final = {
    Shape.TEXT: "text",
    Shape.NUMBER: "numeric",
    Shape.SCORE: "numeric",
    Shape.RANK: "numeric",
    Shape.DATE: "datetime",
    Shape.CHOICE: "category",
    Shape.FLAG: "multiple",
}


GROUPS: Final = {
    Kind.MULTIPLE: {"type": "multipleResp"},
    Kind.MATRIX: {"type": "grid"},
    Kind.SINGLE: {"type": "section"},
}


def to_ddi(questionnaire: Questionnaire, *, name: str, version: str, produced: str) -> str:
    """Return the questionnaire as an XML document.

    Args:
        questionnaire: What is described: one variable for each column of its answers.
        name: Identifies it within the organisation: the instrument's address.
        version: Of the instrument; empty for a draft.
        produced: Day of the description, ISO.
    """
    register_namespace("", NAMESPACE)
    first = questionnaire.languages[0]
    book = Element(f"{{{NAMESPACE}}}codeBook", {"version": "2.5", LANGUAGE: first,
                   f"{{{INSTANCE}}}schemaLocation": f"{NAMESPACE} {LOCATION}"})  # fmt: skip
    _citation(_add(book, "docDscr"), questionnaire, name, version, produced)
    study = _add(book, "stdyDscr")
    _citation(study, questionnaire, name, version, produced)
    if questionnaire.intro:
        _texts(_add(study, "stdyInfo"), "abstract", questionnaire.intro, questionnaire.languages)
    data = _add(book, "dataDscr")
    variables = variables_of(questionnaire)
    _groups(data, questionnaire, variables)
    for number, variable in enumerate(variables, start=1):
        _variable(data, variable, number, questionnaire.languages)
    indent(book)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(book, encoding="unicode")}\n'


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    made = SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    made.text = _clean(text) or None
    return made


def _clean(text: str) -> str:
    """Return the text without signs that XML 1.0 cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (ord(sign) >= 32 and not 0xD800 <= ord(sign) <= 0xDFFF
                                                                 and ord(sign) not in {0xFFFE, 0xFFFF}))  # fmt: skip


def _texts(parent: Element, tag: str, words: Words, languages: tuple[str, ...]) -> None:
    for language in languages:
        if words.get(language):
            _add(parent, tag, words[language]).set(LANGUAGE, language)


def _citation(parent: Element, questionnaire: Questionnaire, name: str, version: str, produced: str) -> None:
    citation = _add(parent, "citation")
    titles = _add(citation, "titlStmt")
    languages, title = questionnaire.languages, questionnaire.title
    _add(titles, "titl", in_language(title, languages[0], languages) or name).set(LANGUAGE, languages[0])
    for language in languages[1:]:
        if title.get(language):
            _add(titles, "parTitl", title[language]).set(LANGUAGE, language)
    _add(titles, "IDNo", name)
    production = _add(citation, "prodStmt")
    _add(production, "prodDate", produced, date=produced)
    _add(production, "software", "Kuulo")
    if version:
        _add(_add(citation, "verStmt"), "version", version)


def _groups(data: Element, questionnaire: Questionnaire, variables: tuple[Variable, ...]) -> None:
    """Group the columns of a multiple choice, a ranking and a matrix under their question."""
    numbers: dict[str, list[str]] = {}
    for number, variable in enumerate(variables, start=1):
        numbers.setdefault(variable.question.key, []).append(f"V{number}")
    for question in questionnaire.questions():
        of_question = numbers.get(question.key, [])
        if len(of_question) > 1:
            attributes = GROUPS.get(question.kind, {"type": "other", "otherType": "ranking"})
            group = _add(data, "varGrp", ID=f"G_{question.key}", var=" ".join(of_question), **attributes)
            _texts(group, "labl", question.text, questionnaire.languages)


def _variable(data: Element, variable: Variable, number: int, languages: tuple[str, ...]) -> None:
    discrete = variable.shape in {Shape.SCORE, Shape.CHOICE, Shape.FLAG, Shape.RANK}
    made = _add(data, "var", ID=f"V{number}", name=variable.name, intrvl="discrete" if discrete else "contin")
    _texts(made, "labl", variable.label, languages)
    _question(made, variable, languages)
    _range(made, variable)
    for value, words in _categories(variable):
        category = _add(made, "catgry")
        _add(category, "catValu", value)
        _texts(category, "labl", words, languages)
    text = variable.shape in {Shape.TEXT, Shape.CHOICE, Shape.DATE}
    kind = {"category": "date"} if variable.shape is Shape.DATE else {}
    _add(made, "varFormat", type="character" if text else "numeric", **kind)


def _question(made: Element, variable: Variable, languages: tuple[str, ...]) -> None:
    question = _add(made, "qstn", responseDomainType=DOMAINS[variable.shape])
    _texts(question, "qstnLit", variable.question.text, languages)
    _texts(question, "ivuInstr", variable.question.help, languages)


def _range(made: Element, variable: Variable) -> None:
    least, most = _ends(variable.question, variable)
    if least is None and most is None:
        return
    ends = {"min": least, "max": most}
    whole = variable.shape is not Shape.NUMBER
    attributes = {name: f"{end:.10g}" for name, end in ends.items() if end is not None}
    _add(_add(made, "valrng"), "range", UNITS="INT" if whole else "REAL", **attributes)


def _ends(question: Question, variable: Variable) -> tuple[float | None, float | None]:
    if variable.scale:
        return variable.scale.minimum, variable.scale.maximum
    if variable.shape is Shape.RANK:
        return 1, len(question.choices)
    return (question.least, question.most) if variable.shape is Shape.NUMBER else (None, None)


def _categories(variable: Variable) -> tuple[tuple[str, Words], ...]:
    if variable.shape is Shape.FLAG:
        return tuple((str(value), words) for value, words in CHOSEN)
    if variable.scale:
        ends = ((variable.scale.minimum, variable.scale.low), (variable.scale.maximum, variable.scale.high))
        return tuple((str(value), words) for value, words in ends if words)
    return tuple(_category(choice) for choice in variable.choices)


def _category(choice: Choice) -> tuple[str, Words]:
    return choice.key, choice.text
