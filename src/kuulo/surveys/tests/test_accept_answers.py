"""Every row and every answer of a file is accounted for: accepted, rejected, repeated; answered, blank, outside …"""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from kuulo.base.errors import FileError
from kuulo.surveys.rejects import write_rejects
from kuulo.surveys.rules.mapping import MappingOptions
from kuulo.surveys.tests.files import accept_file, write_text, write_workbook


def test_answers_are_typed_and_counted_by_state(tmp_path: Path) -> None:
    cells = ["0", "10", "9,5", " 7 ", "", "-", "en osaa sanoa", "11", "-1", "yes", *["8"] * 20]
    text = "Aika;NPS;Alue\n" + "".join(f"31.12.2025 0.{minute:02};{cell};Häme \n" for minute, cell in enumerate(cells))
    _file, accepted = accept_file(write_text(tmp_path, text))
    counts = accepted.answers[0]
    assert (counts.answered, counts.blank, counts.dont_know, counts.out_of_range, counts.unreadable) == (24, 2, 1, 2, 1)
    assert counts.odd_values == (("-1", 1), ("11", 1), ("yes", 1))
    assert accepted.frame["NPS"].to_list() == [0.0, 10.0, 9.5, 7.0, *[None] * 6, *[8.0] * 20]
    assert accepted.states["NPS"].to_list()[4:10] == [
        "blank", "blank", "dont_know", "out_of_range", "out_of_range", "unreadable",
    ]  # fmt: skip
    assert accepted.frame["Aika"][0] == datetime(2025, 12, 30, 22, 0, tzinfo=UTC)
    assert accepted.frame["Alue"][0] == "Häme"


def test_a_code_for_no_answer_stays_out_of_range(tmp_path: Path) -> None:
    rows = [*(f"{row},{row % 11}" for row in range(40)), "40,99"]
    _file, accepted = accept_file(write_text(tmp_path, "\n".join(["row,NPS", *rows])))
    assert accepted.answers[0].odd_values == (("99", 1),)


def test_labels_become_numbers(tmp_path: Path) -> None:
    text = "id,Worth\n1,Strongly agree\n2,DISAGREE\n3,Neither agree nor disagree\n4,Don’t know\n5,\n"
    _file, accepted = accept_file(write_text(tmp_path, text))
    assert accepted.frame["Worth"].to_list() == [5.0, 2.0, 3.0, None, None]
    assert (accepted.answers[0].dont_know, accepted.answers[0].blank) == (1, 1)


def test_times_are_told_in_utc(tmp_path: Path) -> None:
    cells = ["2025-07-01 12:00:00", "2025-03-30 03:30:00", "2025-10-26 03:30:00", "2025-07-01T12:00:00Z", "2025-07-01",
             "2025-02-30", "soon"]  # fmt: skip
    text = "Submitted,NPS\n" + "".join(f"{cell},9\n" for cell in [*cells, *cells[:5]])
    _file, accepted = accept_file(write_text(tmp_path, text))
    times = [time and time.strftime("%d %H:%M") for time in accepted.frame["Submitted"].to_list()[:7]]
    assert times == ["01 09:00", "30 01:30", "26 00:30", "01 12:00", "01 09:00", None, None]
    assert any("“2025-02-30”: 2" in str(note) for note in accepted.notes)


def test_another_time_zone_can_be_said(tmp_path: Path) -> None:
    path = write_text(tmp_path, "Submitted,NPS\n2025-07-01 12:00:00,9\n")
    _file, accepted = accept_file(path, MappingOptions(timezone="America/New_York"))
    assert accepted.frame["Submitted"][0] == datetime(2025, 7, 1, 16, tzinfo=UTC)


def test_a_repeated_response_is_named_and_kept_once(tmp_path: Path) -> None:
    rows = [f"r{number},{number % 11}" for number in range(50)]
    text = "\n".join(["Response ID,NPS", *rows, "r3,3", "r4,9", ",5"]) + "\n"
    _file, accepted = accept_file(write_text(tmp_path, text))
    assert (accepted.rows_read, accepted.accepted, accepted.repeated) == (53, 51, 2)
    assert [repeat.line for repeat in accepted.repeats] == [52, 53]
    assert any("with their id: 1." in str(note) for note in accepted.notes)
    assert any("Rows without “Response ID”: 1." in str(note) for note in accepted.notes)


def test_rows_alike_without_an_id_are_kept(tmp_path: Path) -> None:
    _file, accepted = accept_file(write_text(tmp_path, "Segment,NPS\nA,9\nA,9\nB,3\n"))
    assert (accepted.accepted, accepted.repeated) == (3, 0)
    assert "equal an earlier one: 1." in str(accepted.notes[0])


def test_a_person_who_sends_the_same_answer_at_the_same_moment_repeats(tmp_path: Path) -> None:
    text = "customer_id,Time,NPS\n7,2025-01-01 10:00:00,9\n7,2025-01-01 10:00:00,9\n7,2025-02-01 10:00:00,9\n"
    _file, accepted = accept_file(write_text(tmp_path, text))
    assert (accepted.accepted, accepted.repeated) == (2, 1)


def test_partial_responses_are_told_apart(tmp_path: Path) -> None:
    text = "Status,NPS\nComplete,9\nPartial,\nComplete,3\nDisqualified,\n"
    _file, accepted = accept_file(write_text(tmp_path, text))
    assert (accepted.complete, accepted.partial) == (2, 1)
    assert accepted.frame["_complete"].to_list() == [True, False, True, None]


def test_a_column_left_out_is_not_in_the_answers(tmp_path: Path) -> None:
    _file, accepted = accept_file(write_text(tmp_path, "NPS,Rating\n" + "9,3\n" * 3))
    assert accepted.frame.columns == ["NPS", "_line", "_complete", "_turnout"]
    assert {question.column for question in accepted.settled.left_out} == {"Rating"}


def test_a_workbook_gives_the_same_answers_as_its_text(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Response ID", "NPS", "Segment"],
        *([f"r{row}", row % 11, "AB"[row % 2]] for row in range(30)),
    ]
    text = "\n".join(",".join(map(str, row)) for row in rows)
    _file, from_text = accept_file(write_text(tmp_path, text))
    _book, from_book = accept_file(write_workbook(tmp_path, {"Data": rows}))
    assert from_text.frame.equals(from_book.frame)


def test_rejected_and_repeated_rows_are_written_beside_the_input(tmp_path: Path) -> None:
    rows = "".join(f"r{number},{number % 11},ok\n" for number in range(50))
    path = write_text(tmp_path, "Response ID,NPS,why\n" + rows + "=1+1,2\nr4,4,ok\n")
    answer_file, accepted = accept_file(path)
    target = write_rejects(answer_file, accepted)
    assert target == tmp_path / "answers.csv.rejected.csv"
    with target.open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.reader(stream))
    assert written == [
        ["line", "kind", "reason", "row"],
        ["52", "rejected", "Fields in the row: 2; in the header: 3.", "'=1+1,2"],
        ["53", "repeated", "“Response ID” is the id of an earlier response.", "r4,4,ok"],
    ]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["answers.csv", "answers.csv.rejected.csv"]


def test_nothing_is_written_when_every_row_was_used(tmp_path: Path) -> None:
    answer_file, accepted = accept_file(write_text(tmp_path, "Segment,NPS\nA,9\nB,3\n"))
    assert write_rejects(answer_file, accepted) is None


MESSY = st.one_of(
    st.sampled_from(["", "9", "10", "0", "11", "x", "don't know", '"a;b"', '"a\nb"', '"a""b"', '"open', 'in"side',
                     '"a"b', "=1+1", "31.12.2025 14.05", "r1", "r2", "Agree", "ääkkönen", "\x00", "1,5", " ", "\t"]),
    st.text(alphabet='ab9;"\n\r=,é', max_size=6),
)  # fmt: skip
HEADERS = st.sampled_from(
    [
        "Response ID;NPS;Why",
        "NPS;NPS;NPS",
        ";;",
        "customer_id;Time;NPS",
        "Status;Rating;UniqueID",
        "a;b;c",
        '"x\ny";b;c',
    ]
)


@given(
    header=HEADERS,
    clean=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)), min_size=4, max_size=12),
    messy=st.lists(st.lists(MESSY, min_size=1, max_size=4), max_size=4),
    ending=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_rows_add_up_whatever_comes(
    tmp_path: Path, header: str, clean: list[tuple[int, ...]], messy: list[list[str]], ending: str, encoding: str
) -> None:
    good = [";".join(f"r{cell}" for cell in row) for row in clean]
    bad = [";".join(row) for row in messy]
    rows = [row for pair in zip(good, [*bad, *[""] * len(good)], strict=False) for row in pair if row]
    path = tmp_path / "answers.csv"
    path.write_bytes(ending.join([header, *rows]).encode(encoding, "replace"))
    try:
        answer_file, accepted = accept_file(path)
    except FileError as error:
        # A file that is little but control characters is refused as a whole, and rightly so.
        assume(not any(reason in str(error) for reason in ("do not fit the header", "is not text")))
        raise
    assert accepted.accepted + accepted.rejected + accepted.repeated == accepted.rows_read == answer_file.rows_read
    lines = [*accepted.frame["_line"], *(row.line for row in (*accepted.rejects, *accepted.repeats))]
    assert len(set(lines)) == len(lines)
    for counts in accepted.answers:
        states = (counts.answered, counts.blank, counts.dont_know, counts.declared_missing, counts.out_of_range)
        assert sum(states) + counts.unreadable + counts.silent == accepted.accepted
        assert accepted.frame[counts.column].count() == counts.answered
