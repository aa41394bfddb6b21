"""`kuulo words`: comments of a file read, grouped, coded, searched and masked."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from kuulo.cli.tests.conftest import Command

LATE = ("Toimitus myöhästyi viikon.", "Leveransen kom för sent.", "The delivery was late again.")
RUDE = ("Asiakaspalvelija oli töykeä.", "Kundtjänsten var otrevlig.", "The clerk was rude to me.")
GOOD = ("Ihana sohva, kiitos!", "Jättefin soffa, tack!", "Lovely sofa, thank you!")
PERSONAL = "Soittakaa minulle 040 123 4567, maija.meikalainen@example.com"


@pytest.fixture
def comments(tmp_path: Path) -> Path:
    """Return comments in three languages with scores and, for the first of them, codes."""
    rows = [("text", "score", "code")]
    for number in range(30):
        rows += [(f"{LATE[number % 3]} {number}.", "2", "late" if number < 12 else "")]
        rows += [(f"{RUDE[number % 3]} {number}.", "3", "service" if number < 12 else "")]
        rows += [(f"{GOOD[number % 3]} {number}.", "10", "none" if number < 12 else "")]
    rows.append((PERSONAL, "1", ""))
    path = tmp_path / "comments.csv"
    path.write_text("\n".join(f"{text};{score};{code}" for text, score, code in rows) + "\n", encoding="utf-8")
    return path


def test_read_tells_language_feeling_and_calls_of_each(kuulo: Command, comments: Path, tmp_path: Path) -> None:
    out = tmp_path / "read.csv"
    done = kuulo("words", "read", comments, "--text", "text", "--words-only", "--json", "--output", out)
    told = json.loads(done.out)
    assert len(told["comments"]) == 91
    assert {each["language"] for each in told["comments"]} >= {"fi", "sv", "en"}
    assert told["comments"][2]["feeling"] == "positive"
    assert told["comments"][-1]["personal"] == ["phone", "email"]
    assert "4567" not in done.out
    assert told["quality"] is None
    table = pl.read_csv(out)
    assert table.height == 91
    assert table["personal"].to_list()[-1] == "phone; email"


def test_feelings_are_learned_from_scores(kuulo: Command, comments: Path) -> None:
    done = kuulo(
        *("words", "read", comments, "--text", "text", "--score", "score", "--scale", "0-10"),
        *("--words-only", "--language", "en"),
    )
    assert done.code == 0, done.err
    assert "Feelings learned from" in done.out
    assert "Dissatisfied:" in done.out


def test_too_few_scores_are_refused(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("text;score\nHyvä palvelu;9\nHuono palvelu;1\n", encoding="utf-8")
    done = kuulo("words", "read", path, "--text", "text", "--score", "score", "--words-only", "--language", "en")
    assert done.code == 2
    assert "Only 2 comments have a score" in done.err


def test_themes_have_names_sizes_and_quotes(kuulo: Command, comments: Path) -> None:
    told = json.loads(kuulo("words", "themes", comments, "--text", "text", "--words-only", "--json").out)
    assert sum(each["size"] for each in told["themes"]) <= told["comments"] == 91
    assert all(each["typical"] for each in told["themes"])
    said = kuulo("words", "themes", comments, "--text", "text", "--words-only", "--language", "en").out
    assert "comments (" in said


def test_codes_are_proposed_and_measured(kuulo: Command, comments: Path, tmp_path: Path) -> None:
    out = tmp_path / "codes.parquet"
    done = kuulo(
        *("words", "codes", comments, "--text", "text", "--codes", "code", "--words-only", "--json", "--output", out)
    )
    told = json.loads(done.out)
    assert told["learned_from"] == 36
    assert [each["code"] for each in told["codes"]] == ["late", "service"]
    first = told["codes"][0]["f1"]
    assert first["low"] <= first["value"] <= first["high"]
    proposed = {each["text"].split(" ")[0]: each["codes"] for each in told["proposals"]}
    assert proposed["Toimitus"] == ["late"]
    assert proposed["Asiakaspalvelija"] == ["service"]
    assert pl.read_parquet(out).height == len(told["proposals"]) == 55


def test_codes_need_comments_that_people_coded(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "uncoded.csv"
    path.write_text("text;code\nHyvä palvelu;\nHuono palvelu;\n", encoding="utf-8")
    done = kuulo("words", "codes", path, "--text", "text", "--codes", "code", "--words-only", "--language", "en")
    assert done.code == 2


def test_search_finds_words_in_any_form(kuulo: Command, comments: Path) -> None:
    done = kuulo("words", "search", comments, "toimitukset", "--text", "text", "--words-only", "--json", "--most", "5")
    told = json.loads(done.out)
    assert len(told["comments"]) == 5
    assert all("Toimitus" in each["text"] for each in told["comments"])
    nothing = kuulo("words", "search", comments, "xylofoni", "--text", "text", "--words-only", "--language", "en")
    assert "Nothing was found." in nothing.out


@pytest.mark.slow
def test_search_finds_meaning_too(kuulo: Command, tmp_path: Path) -> None:
    things = ("haku", "kahvila", "kangas", "kartta", "kassa", "katalogi", "lamppu", "lattia", "lasku", "maksu", "ovi")
    path = tmp_path / "varied.csv"
    others = [f"{thing.capitalize()} {said}" for thing in things for said in ("on mukava.", "voisi olla parempi.")]
    path.write_text("\n".join(["text", *LATE, *RUDE, *GOOD, *others, ""]), encoding="utf-8")
    told = json.loads(kuulo("words", "search", path, "rude salesman", "--text", "text", "--most", "3", "--json").out)
    assert {each["text"] for each in told["comments"]} & {RUDE[0], RUDE[1]}
    assert told["comments"][0]["by_meaning"] is not None


def test_mask_writes_the_whole_table_with_its_comments_masked(kuulo: Command, comments: Path, tmp_path: Path) -> None:
    out = tmp_path / "masked.csv"
    told = json.loads(kuulo("words", "mask", comments, "--text", "text", "--json", "--output", out).out)
    assert told["kinds"] == {"phone": 1, "email": 1}
    table = pl.read_csv(out, infer_schema=False)
    assert table.columns == ["text", "score", "code"]
    assert table.height == 91
    assert "4567" not in out.read_text(encoding="utf-8")
    said = kuulo("words", "mask", comments, "--text", "text", "--language", "en").out
    assert "masked in 1 of 91 comments" in said


@pytest.mark.parametrize(
    ("further", "told"),
    [
        (("--text", "words"), "no column"),
        (("--text", "text", "--output", "out.xlsx"), "CSV or Parquet"),
        (("--text", "text", "--scale", "low"), "is no scale"),
    ],
)
def test_what_cannot_be_used_is_refused(kuulo: Command, comments: Path, further: tuple[str, ...], told: str) -> None:
    scored = ("--score", "score") if "--scale" in further else ()
    done = kuulo("words", "read", comments, *further, *scored, "--words-only", "--language", "en")
    assert done.code == 2
    assert told in done.err


def test_a_column_without_words_is_refused(kuulo: Command, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("text;score\n;1\n;2\n", encoding="utf-8")
    done = kuulo("words", "mask", path, "--text", "text", "--language", "en")
    assert done.code == 2
    assert "holds no words" in done.err
