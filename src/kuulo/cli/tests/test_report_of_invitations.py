"""`kuulo report` on what `kuulo sample` writes: who was asked and stayed silent, as counted by hand in the file."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kuulo.cli.tests.conftest import Command

SILENT = {
    "en": ("Not opened", "Opened", "Dismissed"),
    "fi": ("Ei avattu", "Avattu", "Suljettu"),
    "sv": ("Ej öppnad", "Öppnad", "Stängd"),
}
STATUS = {"en": "Status", "fi": "Tila", "sv": "Status"}
SEGMENT = {"en": "Segment", "fi": "Asiakasryhmä", "sv": "Kundgrupp"}


@pytest.mark.parametrize("language", list(SILENT))
def test_who_was_asked_is_counted_as_by_hand(kuulo: Command, tmp_path: Path, language: str) -> None:
    assert kuulo("sample", "--output", tmp_path, "--language", language, "--customers", 150).code == 0
    files = sorted(tmp_path.glob("*.csv"))
    assert len(files) == 2
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.DictReader(stream, delimiter=";"))
        words = Counter(row[STATUS[language]] for row in rows)
        silent = sum(words[word] for word in SILENT[language])
        data = json.loads(kuulo("report", path, "--json", "--language", language).out)
        reading = data["reading"]
        assert (reading["asked"], reading["silent"], reading["answered"]) == (len(rows), silent, len(rows) - silent)
        assert dict(reading["silences"]) == {word: words[word] for word in SILENT[language]}
        _compare_groups(data["sections"][0], rows, SEGMENT[language])


def _compare_groups(section: dict[str, Any], rows: list[dict[str, str]], segment: str) -> None:
    asked = Counter(row[segment] for row in rows)
    answered = Counter(row[segment] for row in rows if row[section["header"]])
    (found,) = (one for one in section["breakdowns"] if one["header"] == segment)
    shown = {level["value"]: level["estimate"] for level in found["levels"] if level["estimate"]["n"] is not None}
    assert shown
    assert {group: (one["invited"], one["answered"]) for group, one in shown.items()} == {
        group: (asked[group], answered[group]) for group in shown
    }
    assert (section["estimate"]["invited"], section["estimate"]["answered"]) == (len(rows), answered.total())
