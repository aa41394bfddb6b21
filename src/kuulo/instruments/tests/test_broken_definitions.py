"""Files that are no definitions, or would do harm: each is refused with what was found."""

from __future__ import annotations

import io
import json
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.errors import FileError
from kuulo.instruments.formats.detecting import LARGEST
from kuulo.instruments.formats.expressions import UnsaidError, parse
from kuulo.instruments.formats.imported import Format
from kuulo.instruments.formats.reading import read_definition

BOMB = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><document>&b;</document>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><document>&a;</document>'
SURVEY = {"pages": [{"name": "p", "elements": [{"type": "text", "name": "q", "title": "Hyvää?"}]}]}


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("survey.lss", "<document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"{", "is not whole JSON: line 1"),
        (b"[1, 2]", "no definition"),
        (b'{"a": 1}', "begins with a"),
        ("{\"pages\": \"ä\"}".encode("latin-1"), "is not UTF-8"),
        (b"[" * 100_000, "nested deeper|is not whole JSON"),
        (json.dumps({"pages": [], "x": json.loads("[" * 80 + "]" * 80)}).encode(), "no definition"),
        (b"<document><questions>", "is not whole XML"),
        (b"<html><body/></html>", "no survey of LimeSurvey"),
        (BOMB, "declares a document type"),
        (OUTSIDE, "declares a document type"),
        (zipped(), "is a ZIP"),
        (b"$FL2@(#) SPSS DATA FILE", "SPSS file of answers"),
        (b"x" * (LARGEST + 1), "a definition may have"),
        (b'{"SurveyElements": 1}', "no list of survey elements"),
        (b'{"languages": ["fi"], "title": {"fi": 1}}', "looks like a questionnaire of Kuulo"),
        (b'{"languages": [], "title": {}}', "no language"),
        (b'{"languages": ["de"], "title": {}}', "no language"),
    ],
)  # fmt: skip
def test_is_refused_and_told_why(data: bytes, found: str) -> None:
    with pytest.raises(FileError, match=found) as refused:
        read_definition(data, "file.json")
    assert "file.json" in str(refused.value.found)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_definition(tmp_path / "none.json", "none.json")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_marks_of_encodings_are_understood(encoding: str) -> None:
    imported = read_definition(json.dumps(SURVEY, ensure_ascii=False).encode(encoding), "file.json")
    assert imported.format is Format.SURVEYJS
    assert imported.questionnaire.questions()[0].text == {"en": "Hyvää?"}


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 50) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "type", "title", "choices", "elements", "columns", "rows"]), inner)
    ),
    max_leaves=12,
)
PROPERTIES = (
    *("name", "title", "choices", "rows", "columns", "items", "rateMin", "rateMax", "rateValues", "validators"),
    *(
        "elements",
        "visibleIf",
        "maxLength",
        "min",
        "description",
        "html",
        "rateStep",
        "inputType",
        "cellType",
        "hasOther",
        "kuuloKind",
    ),
)
TYPES = ("rating", "text", "checkbox", "matrix", "matrixdropdown", "multipletext", "panel", "html", "x")
ELEMENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES)}, optional={name: PARTS | st.just("inf") for name in PROPERTIES}
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ELEMENTS, max_size=4), PARTS, PARTS)
def test_a_strange_definition_is_read_or_refused(elements: list[object], title: object, triggers: object) -> None:
    definition = {"title": title, "pages": [{"name": "p", "elements": elements}], "triggers": triggers}
    try:
        imported = read_definition(json.dumps(definition).encode(), "file.json")
    except FileError:
        return
    assert imported.carried.pages == 1


QUALTRICS = (
    *(
        "QuestionText",
        "Choices",
        "ChoiceOrder",
        "Answers",
        "AnswerOrder",
        "Validation",
        "Configuration",
        "DisplayLogic",
    ),
    *("SkipLogic", "Language", "Randomization", "ColumnLabels", "AdditionalQuestions", "DynamicChoices"),
)
NESTED = st.recursive(
    st.none() | st.integers(-5, 50) | st.sampled_from(["", "inf", "QID1", "Selected", "q://QID1/SelectableChoice/0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["0", "1", "Settings", "Type", "Display", "ChoiceLocator", "FI"]), inner)
    ),
    max_leaves=10,
)
PAYLOADS = st.fixed_dictionaries(
    {
        "QuestionType": st.sampled_from(["MC", "TE", "Matrix", "Slider", "RO", "DB", "SBS", "X"]),
        "Selector": st.sampled_from(["SAVR", "MAVR", "NPS", "FORM", "Likert", "STAR", "SL"]),
        "SubSelector": st.sampled_from(["MultipleAnswer", "SingleAnswer"]),
    },
    optional=dict.fromkeys(QUALTRICS, NESTED),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(PAYLOADS, max_size=3), NESTED, NESTED, NESTED)
def test_a_strange_qualtrics_survey_is_read_or_refused(
    payloads: list[object], options: object, entry: object, flow: object
) -> None:
    elements = [
        {"Element": "SQ", "PrimaryAttribute": f"QID{number}", "Payload": payload}
        for number, payload in enumerate(payloads)
    ]
    asked = [{"Type": "Question", "QuestionID": one["PrimaryAttribute"]} for one in elements]
    block = {"ID": "B", "Options": options, "BlockElements": asked}
    parts = [
        {"Element": "BL", "Payload": [block]},
        {"Element": "FL", "Payload": flow},
        {"Element": "SO", "Payload": options},
    ]
    definition = {"SurveyEntry": entry, "SurveyElements": [*parts, *elements]}
    with suppress(FileError):
        read_definition(json.dumps(definition).encode(), "file.qsf")


TAGS = ("qid", "gid", "type", "title", "question", "relevance", "parent_qid", "code", "language", "attribute", "value")
ROWS = st.lists(
    st.dictionaries(st.sampled_from(TAGS), st.sampled_from(["", "1", "2", "L", "M", ":", "1 == Q", "fi", "ä", "{x}"])),
    max_size=3,
)
TABLES = ("questions", "groups", "subquestions", "answers", "question_attributes", "question_l10ns", "conditions")


@settings(max_examples=200, deadline=None)
@given(st.fixed_dictionaries(dict.fromkeys(TABLES, ROWS)))
def test_a_strange_limesurvey_survey_is_read_or_refused(tables: dict[str, list[dict[str, str]]]) -> None:
    rows = {
        name: "".join(f"<row>{''.join(f'<{tag}>{text}</{tag}>' for tag, text in row.items())}</row>" for row in found)
        for name, found in tables.items()
    }
    body = "".join(f"<{name}><rows>{found}</rows></{name}>" for name, found in rows.items())
    read_definition(f"<document>{body}</document>".encode(), "file.lss")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="{}()[]'\"=<>!&|abq1. ,andorempty", max_size=40))
def test_any_expression_is_parsed_or_refused(text: str) -> None:
    with suppress(UnsaidError):
        parse(text)
