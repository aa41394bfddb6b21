"""Files of answers, read back by the programs they are for."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq
import pyreadstat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kuulo.base.texts import Text
from kuulo.responses.exports.csv_file import Style, write_csv
from kuulo.responses.exports.dictionary import dictionary_of
from kuulo.responses.exports.parquet_file import write_parquet
from kuulo.responses.exports.sav_file import CODES, write_sav
from kuulo.responses.exports.table import AnswersTable
from kuulo.responses.exports.xlsx_file import Words, write_xlsx
from kuulo.responses.tests.exported import FULL, response, table

ANSWERS = st.fixed_dictionaries(
    {"nps": st.integers(0, 10)},
    optional={
        "why": st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=3000),
        "place": st.sampled_from(["shop", "web"]),
        "liked": st.lists(st.sampled_from(["price", "people"]), min_size=1, unique=True),
        "parts": st.fixed_dictionaries({}, optional={"speed": st.integers(1, 5), "care": st.integers(1, 5)}),
        "spent": st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 3)),
        "day": st.dates().map(str),
    },
)


@pytest.fixture
def some() -> AnswersTable:
    return table([response(FULL), response({"nps": 9}), response({"nps": 1}, state="dismissed")])


def test_sav_tells_labels_and_values(some: AnswersTable, tmp_path: Path) -> None:
    write_sav(some, tmp_path / "a.sav", "en", title="Visit", say=str)
    frame, meta = pyreadstat.read_sav(tmp_path / "a.sav", user_missing=True)
    assert meta.column_names_to_labels["nps"] == "Recommend?"
    assert meta.variable_value_labels["place"][2.0] == "Web"
    assert meta.variable_value_labels["liked__people"] == {0: "not chosen", 1: "chosen", **_missing_labels()}
    assert frame["nps"].tolist() == [3, 9, 1]
    assert frame["place"].tolist() == [3, CODES["skipped"], CODES["dismissed"]]
    assert frame["liked__people"].tolist() == [1, CODES["skipped"], CODES["not_shown"]]
    assert frame["why_state"].tolist() == [1, CODES["not_shown"], CODES["dismissed"]]
    assert str(frame["day"][0]) == "2026-11-19"
    assert frame["why"][0] == FULL["why"]


def _missing_labels() -> dict[float, str]:
    words = {"not_shown": "not shown", "shown": "shown, not answered", "skipped": "skipped", "dismissed": "dismissed"}
    return {float(CODES[state]): text for state, text in words.items()}


def test_sav_declares_what_is_missing(some: AnswersTable, tmp_path: Path) -> None:
    write_sav(some, tmp_path / "a.sav", "en", title="Visit", say=str)
    _frame, meta = pyreadstat.read_sav(tmp_path / "a.sav", user_missing=True)
    frame, _meta = pyreadstat.read_sav(tmp_path / "a.sav")
    assert meta.missing_ranges["place"] == [{"lo": -99.0, "hi": -96.0}]
    assert frame["place"].isna().tolist() == [False, True, True]


def test_sav_keeps_numbers_that_look_like_codes(tmp_path: Path) -> None:
    write_sav(table([response({"nps": 0, "spent": -98.0})]), tmp_path / "a.sav", "fi", title="x", say=str)
    frame, _meta = pyreadstat.read_sav(tmp_path / "a.sav")
    assert frame["spent"].tolist() == [-98.0]


@settings(max_examples=25, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=5))
def test_sav_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, answers: list[dict[str, object]]) -> None:
    path = tmp_path_factory.mktemp("sav") / "a.sav"
    found = table([response(one) for one in answers])
    write_sav(found, path, "fi", title="Visit", say=str)
    frame, meta = pyreadstat.read_sav(path, user_missing=False, output_format="polars")
    words = meta.variable_value_labels["place"]
    place = [None if value is None else words[value].removesuffix(" fi").lower() for value in frame["place"]]
    assert place == found.frame["place"].to_list()
    for name in ("nps", "liked__price", "parts__speed", "spent", "day"):
        assert frame[name].to_list() == found.frame[name].to_list(), name
    assert [text or None for text in frame["why"]] == [_as_spss(text) for text in found.frame["why"]]


def _as_spss(text: str | None) -> str | None:
    """Return a text as SPSS keeps it: without blanks at its end, which it cannot tell from padding."""
    return (text or "").rstrip(" ") or None


def test_csv_for_finnish_excel(some: AnswersTable, tmp_path: Path) -> None:
    write_csv(some, tmp_path / "a.csv", Style(language="fi", semicolons=True, states=True))
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    frame = pl.read_csv(tmp_path / "a.csv", separator=";", infer_schema=False)
    assert frame["spent"][0] == "12,5"
    assert frame["place"][0] == "Muu"
    assert frame["place__state"].to_list() == ["vastattu", "ohitettu", "kysely hylätty"]
    assert frame["why"][0].startswith("'=HYPERLINK")


def test_csv_for_programs(some: AnswersTable, tmp_path: Path) -> None:
    write_csv(some, tmp_path / "a.csv", Style(language="en", words=False))
    raw = (tmp_path / "a.csv").read_text()
    assert not raw.startswith("\ufeff")
    frame = pl.read_csv(tmp_path / "a.csv", infer_schema=False)
    assert frame["place"][0] == "other"
    assert frame["spent"][0] == "12.5"
    assert frame["response_completed"][0] == "2026-11-20T12:00:30Z"


def test_parquet_comes_back_with_its_words(some: AnswersTable, tmp_path: Path) -> None:
    write_parquet(some, tmp_path / "a.parquet", "sv")
    frame = pl.read_parquet(tmp_path / "a.parquet")
    assert frame.select(some.frame.columns).equals(some.frame)
    assert frame["place__state"].to_list() == ["answered", "skipped", "dismissed"]
    field = pq.read_schema(tmp_path / "a.parquet").field("place")
    assert field.metadata[b"label"].decode() == "Where? sv"
    assert json.loads(field.metadata[b"values"])["web"] == "Web sv"


def test_xlsx_holds_answers_dictionary_and_facts(some: AnswersTable, tmp_path: Path) -> None:
    entries = dictionary_of(some, "en", _said)
    words = Words(
        sheets=("Answers", "Dictionary", "About"),
        heads=("Column", "What it is", "Holds", "Values", "Versions"),
        entries=entries,
        facts=(("Instrument", "Visit"),),
    )
    write_xlsx(some, tmp_path / "a.xlsx", Style(language="en"), words)
    sheets = pl.read_excel(tmp_path / "a.xlsx", sheet_id=0)
    assert list(sheets) == ["Answers", "Dictionary", "About"]
    answers = sheets["Answers"]
    assert answers["nps"].to_list() == [3, 9, 1]
    assert answers["why"][0].startswith("'=HYPERLINK")
    assert str(answers["day"][0])[:10] == "2026-11-19"
    told = dict(zip(sheets["Dictionary"]["Column"], sheets["Dictionary"]["Values"], strict=True))
    assert told["place"] == "shop = Shop; web = Web; other = Other"
    assert set(answers.columns) == set(told)


def _said(text: Text) -> str:
    return str(text)
