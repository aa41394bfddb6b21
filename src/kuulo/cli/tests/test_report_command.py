"""`kuulo report`: a file in, a page or data out, nothing half-written, and a refusal that names the mend."""

from __future__ import annotations

import fcntl
import json
import os
from pathlib import Path

import pytest

from kuulo.cli.tests.conftest import Command

SCORES = [10, 9, 9, 8, 7, 6, 10, 3, 0, 10]
HEADER = "Response ID;Submitted;NPS (0-10);Region;Effort;Why?"


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """Return a file of twenty answers: NPS is 100 · (10 − 6) / 20 = 20."""
    rows = [
        f"r{at};{at % 28 + 1}.{at % 2 + 3}.2026;{SCORES[at % 10]};{('Uusimaa', 'Lappi')[at % 2]};{at % 5 + 1};"
        f"Asia hoitui mukavasti jo kerran {at}"
        for at in range(20)
    ]
    path = tmp_path / "answers.csv"
    path.write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
    return path


def test_page_is_written_where_asked(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    outcome = kuulo("report", answers, "-o", tmp_path / "page.html")
    assert outcome.code == 0, outcome.err
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "Net Promoter Score" in page
    assert outcome.out == ""


def test_page_goes_to_standard_output(kuulo: Command, answers: Path) -> None:
    assert kuulo("report", answers, "-o", "-").out.startswith("<!DOCTYPE html>")


def test_default_output_is_report_html(kuulo: Command, answers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(answers.parent)
    kuulo("report", "answers.csv")
    assert (answers.parent / "report.html").is_file()


def test_json_holds_the_figures(kuulo: Command, answers: Path) -> None:
    data = json.loads(kuulo("report", answers, "--json").out)
    nps = data["sections"][0]
    assert nps["estimate"]["value"] == pytest.approx(20)
    assert nps["estimate"]["n"] == 20
    assert nps["estimate"]["se"] > 0
    assert sum(bar["count"] for bar in nps["bars"]) == 20
    assert data["reading"]["rows_read"] == 20


def test_json_goes_into_a_file(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    outcome = kuulo("report", answers, "--json", "-o", tmp_path / "figures.json")
    assert outcome.out == ""
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["report"] == "kuulo.report@1"


def test_what_is_left_out_is_named_with_the_option_that_settles_it(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("report", answers, "-o", "-")
    assert "rows read 20 = accepted 20 + rejected 0 + repeated 0" in outcome.err
    assert '--direction "Effort=lower"' in outcome.err
    assert "--direction &quot;Effort=lower&quot;" in outcome.out


def test_option_settles_it(kuulo: Command, answers: Path) -> None:
    outcome = kuulo("report", answers, "--json", "--score", "Effort=1-5", "--direction", "Effort=lower")
    sections = json.loads(outcome.out)["sections"]
    assert [section["definition"] for section in sections] == ["nps@1", "ces.2010@1"]
    assert "Effort" not in outcome.err


def test_strict_refuses_what_is_left_open(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    outcome = kuulo("report", answers, "--strict", "-o", tmp_path / "page.html")
    assert outcome.code == 2
    assert '--direction "Effort=lower"' in outcome.err
    assert not (tmp_path / "page.html").exists()


def test_mapping_is_written_and_settles_the_next_file(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    kuulo(
        "report", answers, "--json", "--score", "Effort=1-5", "--direction", "Effort=lower", "--write-mapping", mapping
    )
    outcome = kuulo("report", answers, "--json", "--strict", "--mapping", mapping)
    assert outcome.code == 0, outcome.err
    assert len(json.loads(outcome.out)["sections"]) == 2


def test_a_mapping_for_a_column_the_file_lacks_is_said_so(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text('version = 1\n[columns."Olematon"]\nrole = "attribute"\n', encoding="utf-8")
    outcome = kuulo("report", answers, "-o", "-", "--mapping", tmp_path / "m.toml")
    assert outcome.code == 0
    assert "“Olematon”, which this file does not have" in outcome.out
    assert "“Olematon”" in outcome.err


def test_repeats_are_counted_and_written_beside_the_input(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    with answers.open("a", encoding="utf-8") as file:
        file.write("r3;4.4.2026;8;Lappi;4;Asia hoitui mukavasti jo kerran 3\n")
    outcome = kuulo("report", answers, "-o", tmp_path / "page.html")
    assert "rows read 21 = accepted 20 + rejected 0 + repeated 1" in outcome.err
    assert "answers.csv.rejected.csv" in outcome.err
    rejected = (tmp_path / "answers.csv.rejected.csv").read_text(encoding="utf-8-sig")
    assert rejected.splitlines()[1].startswith("22,repeated,")
    assert "answers.csv.rejected.csv" in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "said"),
    [("fi", "luettuja rivejä"), ("sv", "lästa rader"), ("en", "rows read")],
)
def test_messages_speak_the_language(kuulo: Command, answers: Path, language: str, said: str) -> None:
    outcome = kuulo("report", answers, "--language", language, "-o", "-")
    assert said in outcome.err
    assert f'<html lang="{language}">' in outcome.out


def test_missing_file_is_named(kuulo: Command, tmp_path: Path) -> None:
    outcome = kuulo("report", tmp_path / "nothing.csv")
    assert outcome.code == 2
    assert "nothing.csv" in outcome.err


def test_empty_file_is_refused(kuulo: Command, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    outcome = kuulo("report", tmp_path / "empty.csv", "-o", tmp_path / "page.html")
    assert outcome.code == 2
    assert "empty.csv" in outcome.err
    assert not (tmp_path / "page.html").exists()


def test_binary_file_is_refused(kuulo: Command, tmp_path: Path) -> None:
    (tmp_path / "photo.csv").write_bytes(bytes(range(256)) * 40)
    outcome = kuulo("report", tmp_path / "photo.csv")
    assert outcome.code == 2
    assert "photo.csv" in outcome.err


def test_place_that_cannot_be_written_is_named(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    outcome = kuulo("report", answers, "-o", tmp_path / "no such folder" / "page.html")
    assert outcome.code == 2
    assert "page.html" in outcome.err


def test_earlier_page_stays_when_the_new_one_is_refused(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("the earlier page")
    assert kuulo("report", answers, "--floor", "1", "-o", page).code == 2
    assert page.read_text() == "the earlier page"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize(("option", "value"), [("--floor", "2"), ("--confidence", "95"), ("--timezone", "Mars/Base")])
def test_impossible_option_is_refused(kuulo: Command, answers: Path, option: str, value: str) -> None:
    outcome = kuulo("report", answers, option, value, "-o", "-")
    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("kuulo: ")


@pytest.mark.parametrize("option", ["-o", "--write-mapping"])
def test_the_answers_are_never_written_over(kuulo: Command, answers: Path, option: str) -> None:
    before = answers.read_bytes()
    outcome = kuulo("report", answers, option, answers)
    assert outcome.code == 2
    assert "written over it" in outcome.err
    assert answers.read_bytes() == before


def test_a_folder_is_no_place_for_a_page(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    outcome = kuulo("report", answers, "-o", tmp_path / "pages")
    assert (outcome.code, list((tmp_path / "pages").iterdir())) == (2, [])
    assert "cannot be written" in outcome.err


def test_a_pipe_is_written_into_and_stays(kuulo: Command, answers: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)
    fcntl.fcntl(reader, fcntl.F_SETPIPE_SZ, 1 << 20)  # room for the whole page
    assert kuulo("report", answers, "-o", pipe).code == 0
    assert os.read(reader, 15) == b"<!DOCTYPE html>"
    assert pipe.is_fifo()
    os.close(reader)
