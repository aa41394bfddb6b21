"""Somebody answers the questions, on the command line or in a file, and the next file is read the same way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kuulo.base.errors import ColumnError, DefinitionError, FileError, ScaleMismatchError
from kuulo.surveys.reading.files import read_answers
from kuulo.surveys.rules.columns import Recognition, Role, Settled
from kuulo.surveys.rules.mapping import (
    FileMapping,
    MappingOptions,
    answer_question,
    apply_options,
    describe_left_out,
    dump_mapping,
    load_mapping,
    main_time,
    parse_mapping,
    record_mapping,
    refuse_open_questions,
    settle,
)
from kuulo.surveys.rules.names import find_column
from kuulo.surveys.rules.recognition import recognise
from kuulo.surveys.tests.files import write_text

HEADER = "Started;Submitted;Recommend;FFT answer;Worth;Code=x\n"
ROWS = "\n".join(
    f"1/2/2025;3/4/2025;{1 + row % 10};{1 + row % 7};{('Agree', 'Disagree')[row % 2]};{row}" for row in range(40)
)


@pytest.fixture
def recognition(tmp_path: Path) -> Recognition:
    return recognise(read_answers(write_text(tmp_path, HEADER + ROWS)))


def settle_with(recognition: Recognition, **options: Any) -> Settled:
    return settle(recognition, apply_options(FileMapping(), recognition, MappingOptions(**options)))


def column_of(settled: Settled, name: str) -> object:
    found = next(column for column in settled.columns if column.column == name)
    return found.scale and (found.scale.range_text, found.scale.direction), found.definition


def test_open_columns_are_left_out_and_named_with_their_options(recognition: Recognition) -> None:
    settled = settle_with(recognition)
    assert {question.column for question in settled.left_out} == {
        "Started", "Submitted", "Recommend", "FFT answer", "Worth",
    }  # fmt: skip
    assert '--score "Recommend=1-10"' in " ".join(map(str, describe_left_out(settled)))
    with pytest.raises(ColumnError, match="not settled: 5"):
        refuse_open_questions(settled)


def test_a_definition_brings_its_scale(recognition: Recognition) -> None:
    settled = settle_with(recognition, definition=("Recommend=recommend.1to10.top2@1", "FFT answer=fft.positive@1"))
    assert column_of(settled, "Recommend") == (("1-10", 1), "recommend.1to10.top2@1")
    assert column_of(settled, "FFT answer") == (("1-5", -1), "fft.positive@1")


def test_a_scale_and_a_direction_bring_the_fitting_measure(recognition: Recognition) -> None:
    settled = settle_with(recognition, score=("FFT answer=1-5", "Worth=1-5"), direction=("FFT answer=lower",))
    assert column_of(settled, "FFT answer") == (("1-5", -1), "fft.positive@1")
    assert column_of(settled, "Worth") == (("1-5", 1), "agree.1to5.top2@1")


def test_a_recommend_item_on_one_to_ten_still_wants_a_measure(recognition: Recognition) -> None:
    settled = settle_with(recognition, score=("Recommend=1-10",))
    assert [question.key for question in settled.left_out if question.column == "Recommend"] == ["definition"]


def test_calling_it_nps_does_not_make_it_begin_at_zero(recognition: Recognition) -> None:
    settled = settle_with(recognition, definition=("Recommend=nps@1",))
    assert [question.key for question in settled.left_out if question.column == "Recommend"] == ["range"]
    said = settle_with(recognition, score=("Recommend=0-10",), definition=("Recommend=nps@1",))
    assert column_of(said, "Recommend") == (("0-10", 1), "nps@1")


def test_a_measure_for_another_scale_is_refused(recognition: Recognition) -> None:
    with pytest.raises(ScaleMismatchError, match="asked on 1-10, but nps@1 counts answers from 0 to 10"):
        settle_with(recognition, score=("Recommend=1-10",), definition=("Recommend=nps@1",))
    with pytest.raises(ScaleMismatchError, match="good end"):
        settle_with(recognition, score=("FFT answer=1-5",), direction=("FFT answer=higher",),
                    definition=("FFT answer=fft.positive@1",))  # fmt: skip


def test_dates_and_roles_are_said(recognition: Recognition) -> None:
    settled = settle_with(
        recognition, dates=("Started=month-first", "Submitted=day-first"), role=("Code=x=party", "Worth=other")
    )
    assert [column.date_order for column in settled.with_role(Role.TIME)] == ["mdy", "dmy"]
    assert settled.with_role(Role.PARTY)[0].column == "Code=x"
    time = main_time(settled)
    assert time is not None
    assert time.column == "Submitted"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"score": ("Recommend",)}, "COLUMN=VALUE"),
        ({"score": ("Recomend=0-10",)}, "Did you mean one of these: “Recommend”"),
        ({"score": ("Recommend=ten",)}, "0-10, 1-5, 1-7"),
        ({"score": ("Recommend=10-1",)}, "0-10, 1-5, 1-7"),
        ({"direction": ("Recommend=up",)}, "higher, lower"),
        ({"role": ("Recommend=king",)}, "score, time"),
        ({"dates": ("Started=fish",)}, "day-first"),
        ({"timezone": "Mars/Base"}, "time zone"),
    ],
)
def test_an_option_nobody_understands_is_refused(
    recognition: Recognition, options: dict[str, tuple[str, ...]], message: str
) -> None:
    with pytest.raises(ColumnError, match=message):
        settle_with(recognition, **options)


def test_an_unknown_definition_is_refused(recognition: Recognition) -> None:
    with pytest.raises(DefinitionError, match="nps@99"):
        settle_with(recognition, definition=("Recommend=nps@99",))


def test_a_written_mapping_reads_the_next_file_the_same_way(recognition: Recognition, tmp_path: Path) -> None:
    options = MappingOptions(
        score=("FFT answer=1-5", "Worth=1-5"),
        direction=("FFT answer=lower",),
        definition=("Recommend=recommend.1to10.mean@1",),
        dates=("Started=month-first", "Submitted=month-first"),
        timezone="Europe/Stockholm",
    )
    settled = settle(recognition, apply_options(FileMapping(), recognition, options))
    path = write_text(tmp_path, dump_mapping(record_mapping(settled, FileMapping())), "mapping.toml")
    again = settle(recognition, load_mapping(path))
    assert again.timezone == "Europe/Stockholm"
    assert again.left_out == ()
    fields = ("column", "role", "scale", "definition", "date_order")
    assert [[getattr(column, name) for name in fields] for column in again.columns] == [
        [getattr(column, name) for name in fields] for column in settled.columns
    ]


def test_own_labels_are_kept() -> None:
    text = '[columns."Fiilis \\"nyt\\""]\nrange = "1-3"\ndirection = "higher"\nlabels = { "Hymy" = 3, "Suru" = 1 }\n'
    mapping = parse_mapping(text)
    assert mapping.columns['Fiilis "nyt"'].labels == {"hymy": 3.0, "suru": 1.0}
    assert parse_mapping(dump_mapping(mapping)) == mapping


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version = ", "no TOML"),
        ("version = 9", "version 1"),
        ("colour = 1", "colour"),
        ("[columns.a]\nrule = 1", "rule"),
        ('columns = "x"', "version 1"),
        ("[columns]\na = 1", "must be a table"),
        ('[columns.a]\nrange = "5-1"', "says nothing"),
        ('[columns.a]\nlabels = ["x"]', "table of numbers"),
        ('timezone = "Mars"', "time zone"),
    ],
)
def test_a_mapping_nobody_understands_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        load_mapping(write_text(tmp_path, text, "mapping.toml"))


def test_a_missing_mapping_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no mapping file"):
        load_mapping(tmp_path / "nowhere.toml")


def test_a_question_is_answered_by_the_value_of_a_choice(recognition: Recognition) -> None:
    mapping = FileMapping()
    for question in recognition.questions:
        if question.column != "Recommend":
            mapping = answer_question(mapping, question.column, question.key, question.choices[0].value)
    assert {question.column for question in settle(recognition, mapping).left_out} == {"Recommend"}


def test_columns_are_found_by_header_or_spelling(tmp_path: Path) -> None:
    answers = read_answers(write_text(tmp_path, "Why?,Why?,NPS score\na,b,9\n"))
    assert find_column(answers, "Why? (2)") == "Why? (2)"
    assert find_column(answers, "nps_score") == "NPS score"
    with pytest.raises(ColumnError, match="Did you mean one of these: “NPS score”"):
        find_column(answers, "NPS scor")
