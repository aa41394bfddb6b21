"""Every room says what it is for, and says it shortly; files stay small."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Final

import pytest

from tests.house import HOUSE, ROOMS, files_of

pytestmark = pytest.mark.pure
README_LINES: Final = 30
LONGEST_FILE: Final = 300
# Files that are longer, and why that reads better than two files.
LONG_FILES: Final[Mapping[str, str]] = {
    "cli/words.py": "one group of commands: the same columns of a file read, grouped, coded, searched and masked",
    "language/coding/model.py": "one model: learned, calibrated, asked and kept by the same arrays",
    "language/personal/tests/planting.py": "one generator: personal data of every kind, written in three languages",
    "measures/definitions.py": "one table of definitions, each with its source; nothing in it branches",
    "surveys/report/model.py": "the frozen shapes of one report, with what each field means; nothing in it branches",
    "figures/charts/trend.py": "one picture: its points, band, gaps, breaks and sentence are read together",
    "responses/rules/compiled.py": "one class: what the checks of one version hold ready",
    "instruments/tests/test_follow_flow.py": "one use case: the way through a questionnaire, rule by rule",
    "instruments/tests/test_surveyjs.py": "one use case: each element of one format",
    "invitations/tests/test_ask_a_round.py": "one use case: the life of a round and each refusal on its way",
    "invitations/tests/test_round_pages.py": "one use case: the pages of one round",
    "responses/services/deciding.py": "one decision: what becomes of one page of answers, step by step",
    "customers/rules/segments.py": "one language: what conditions can say, and how each is refused",
    "customers/tests/test_segments.py": "one use case: what each condition finds",
    "events/rules/signals.py": "one mapping: what becomes of each type of call",
    "feeds/readers/databases.py": "one reader: addresses, secrets and rows of every kind of database",
    "feeds/tests/test_watch_sources.py": "one use case: folders and databases that are looked at again and again",
    "figures/queries/scope.py": "one translation: from what is chosen to the rows that are meant, as SQL",
    "instruments/library/soco.py": "one table of statements in three languages; nothing in it branches",
    "lake/tables.py": "the one file that may import deltalake: all that is asked of it stands together",
    "measures/growth/analysts.py": "two functions for analysts, with what each of their arguments means",
    "measures/growth/benchmarks.py": "one reader: every field of a list of published figures, and how each is refused",
    "measures/weighting/domains.py": "one derivation: from sums by cell to figures of domains with their variance",
    "identity/linking.py": "one course: from tables to pairs and clusters",
    "identity/headers.py": "one table of names in three languages; nothing in it branches",
    "decisions/forms.py": "one walk: proposing, deciding, checking and the two loops ask for the same effect in parts",
    "decisions/rules/states.py": "one life cycle: its steps, and each guard with the words by which it refuses",
    "decisions/services/steps.py": "one life: each step of a decision as one verb",
    "exchange/rules/arriving.py": "one mapping: what becomes of each part of a project that comes in",
    "passages/views/asking.py": "one page: a question to codes, its hits, the matrix, and both as files",
    "qualitative/exchanging/model.py": "the frozen shapes of one format, with what each field means; nothing branches",
    "qualitative/exchanging/tests/projects.py": "one generator: projects of every shape the format allows",
    "studies/services/recruiting.py": "one use case: who is asked to take part, who is left out, and why",
    "studies/services/taking_part.py": "one life: joining, agreeing, leaving, being taken out, and what follows",
    "sample/company.py": "one table of plain facts: touchpoints, segments, regions, services, questions",
}


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_has_a_short_readme(room: str) -> None:
    readme = HOUSE / room / "README.md"
    assert readme.is_file(), f"src/kuulo/{room} needs a README.md of about 15 lines"
    lines = readme.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# ")
    assert len(lines) <= README_LINES


@pytest.mark.parametrize("room", ROOMS)
def test_every_package_says_what_it_is(room: str) -> None:
    for path in (HOUSE / room).rglob("__init__.py"):
        text = path.read_text(encoding="utf-8")
        if "tests" not in path.parts and "migrations" not in path.parts:
            assert text.startswith('"""'), f"{path.relative_to(HOUSE)} needs a docstring"


def test_long_files_have_their_reason() -> None:
    lengths = {
        path.relative_to(HOUSE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for room in ROOMS
        for path in files_of(room)
    }
    long = {name for name, length in lengths.items() if length > LONGEST_FILE}
    assert long - LONG_FILES.keys() == set(), "split these, or say in LONG_FILES why not"
    assert LONG_FILES.keys() - long == set(), "no longer long: take them out of LONG_FILES"


def test_sizes_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{'room':<12}{'files':>7}{'lines':>8}{'longest':>9}{'tests':>8}"]
    for room in ROOMS:
        code = [len(path.read_text(encoding="utf-8").splitlines()) for path in files_of(room, tests="without")]
        tests = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files_of(room, tests="only"))
        rows.append(f"{room:<12}{len(code):>7}{sum(code):>8}{max(code):>9}{tests:>8}")
        assert sum(code) > 0
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(rows) + "\n")
