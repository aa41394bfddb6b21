"""Themes and codes that other rooms find are noted beside the comments, where figures and pages see them."""

from __future__ import annotations

import pyarrow as pa
import pytest

from kuulo.base.errors import InputError
from kuulo.lake.queries import open_snapshot
from kuulo.lake.services import record_signals, seal
from kuulo.words.queries import names_of, read_comments, value_labels, words_table, words_version
from kuulo.words.services import name_values, note_codes, note_themes, remove_names
from kuulo.words.tests.answers import comment, score
from kuulo.words.tests.reading import note_read

NAMES = {"t1": {"fi": "Laskut", "sv": "Fakturor", "en": "Invoices"}}


def record(*numbers: int) -> list[str]:
    """Record comments that were read and return their ids."""
    signals = [comment(number, f"Sanoja {number}", days_ago=20 * number) for number in numbers]
    record_signals(signals)
    note_read(signals)
    return [each.signal_id for each in signals]


def table() -> dict[str, dict[str, object]]:
    """Return what figures know of each response."""
    with open_snapshot() as snapshot:
        return {row["response_id"]: row for row in words_table(snapshot).to_pylist()}


def test_themes_and_codes_stand_beside_comments_and_responses() -> None:
    one, other, third = record(1, 2, 3)
    assert note_themes({one: ("t1", 0.9), other: (None, 0.2)}) == 2
    assert note_codes({one: ("late", "wrong", "late"), third: ()}) == 2
    with open_snapshot() as snapshot:
        rows = {row["signal_id"]: row for row in read_comments(snapshot).to_pylist()}
    assert (rows[one]["theme"], rows[one]["codes"]) == ("t1", ["late", "wrong"])
    assert (rows[other]["theme"], rows[third]["theme"], rows[third]["codes"]) == (None, None, [])
    found = table()
    assert (found["r1"]["theme"], found["r1"]["codes"], found["r3"]["codes"]) == ("t1", ["late", "wrong"], [])


def test_what_is_noted_again_takes_the_place_of_what_was() -> None:
    one, other = record(1, 2)
    note_themes({one: ("t1", 0.9), other: ("t1", 0.9)})
    seal()
    note_themes({one: ("t2", 0.6)})
    assert {name: row["theme"] for name, row in table().items()} == {"r1": "t2", "r2": "t1"}


def test_many_come_as_a_table() -> None:
    ids = record(*range(5))
    themes = pa.table({"signal_id": ids, "theme": ["t1"] * 5, "theme_probability": pa.array([0.5] * 5, pa.float32())})
    codes = pa.table({"signal_id": ids, "codes": pa.array([["late"]] * 5, pa.list_(pa.string()))})
    assert (note_themes(themes), note_codes(codes)) == (5, 5)
    assert {str(row["theme"]) for row in table().values()} == {"t1"}


def test_of_a_comment_nobody_has_nothing_is_noted() -> None:
    record(1)
    record_signals([score(9, 3.0)])
    assert note_themes({"nobody": ("t1", 0.9), score(9, 3.0).signal_id: ("t1", 0.9)}) == 0


def test_a_response_with_several_comments_has_the_surest_theme_and_all_codes() -> None:
    first = comment(1, "Lasku oli väärin")
    second = comment(1, "Hyvä asennus", signal_id="second", question="other")
    record_signals([first, second])
    note_read([first], calls=["question"])
    note_read([second], calls=["praise", "question"])
    note_themes({first.signal_id: ("t1", 0.5), "second": ("t2", 0.9)})
    note_codes({first.signal_id: ("late",), "second": ("fine",)})
    row = table()["r1"]
    assert (row["theme"], row["codes"], row["calls"]) == ("t2", ["fine", "late"], ["praise", "question"])


def test_the_version_changes_with_what_is_noted_and_only_then() -> None:
    (one,) = record(1)

    def version() -> str:
        with open_snapshot() as snapshot:
            return words_version(snapshot)

    before = version()
    record_signals([score(2, 3.0)])
    seal()
    assert version() == before
    note_themes({one: ("t1", 0.9)})
    assert version() != before


def test_values_are_called_by_their_names_in_the_readers_language() -> None:
    name_values("theme", NAMES)
    name_values("theme", {"t2": {"fi": "Asennus"}})
    assert {key: str(text) for key, text in value_labels("theme", ["t1", "t2", "t9"], "sv").items()} == {
        "t1": "Fakturor", "t2": "Asennus", "t9": "t9",
    }  # fmt: skip
    assert str(value_labels("feeling", ["negative"], "en")["negative"]) == "Negative"
    name_values("theme", {"t1": {"fi": "Laskutus"}})
    assert names_of("theme")["t1"] == {"fi": "Laskutus"}
    assert remove_names("theme", ["t1", "t9"]) == 1
    assert set(names_of("theme")) == {"t2"}


def test_names_of_anything_else_are_refused() -> None:
    with pytest.raises(InputError, match="party"):
        name_values("party", NAMES)
