"""Documents are true: links lead somewhere, commands and options exist, code runs, words are in the glossary."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest
from typer.main import get_command

from kuulo.cli.main import COMMANDS
from kuulo.measures import DEFINITIONS
from kuulo.sample.services import write_sample
from tests.house import DOCS, HOUSE, ROOMS, ROOT, documents
from tests.test_texts import catalogue, messages, po_of

pytestmark = pytest.mark.pure
LINK: Final = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
BLOCK_OF_PLAN: Final = re.compile(r"^```\n.*?^```$", re.MULTILINE | re.DOTALL)
NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)
READMES: Final = (ROOT / "README.md", ROOT / "README.fi.md")
GUIDES: Final = (*READMES, ROOT / "CONTRIBUTING.md")
WORDS: Final = {
    *("Party", "Consent", "Touchpoint", "Journey", "Signal", "Instrument", "Study", "Source", "Fragment"),
    *("Code", "Estimate", "Claim", "Decision", "Action", "Thread", "Message"),
}


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        if "://" in target or target.startswith("mailto:"):
            continue
        place, _hash, anchor = target.partition("#")
        found = (path.parent / place).resolve() if place else path
        assert found.exists(), f"{target} leads nowhere"
        if anchor:
            assert anchor in {slug(heading) for heading in HEADING.findall(found.read_text(encoding="utf-8"))}, target


def slug(heading: str) -> str:
    """Return the anchor of a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def commands(path: Path) -> Iterator[list[str]]:
    """Yield the words of every shell command of a document, comments and environment left out."""
    for kind, block in BLOCK.findall(path.read_text(encoding="utf-8")):
        if kind == "sh":
            for line in block.replace("\\\n", " ").splitlines():
                words = shlex.split(line, comments=True)
                while words and re.match(r"[A-Z_]+=", words[0]):
                    words.pop(0)
                if words:
                    yield words


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_commands_exist_with_their_options(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    found = list(commands(path))
    assert found
    for program, name, *rest in found:
        if program == "make":
            assert name in targets, f"make {name}"
        else:
            assert program == ".venv/bin/kuulo"
            assert {word for word in rest if word.startswith("-")} <= options_of(name), f"kuulo {name} {rest}"


def options_of(name: str) -> set[str]:
    """Return the options of a command of `kuulo`."""
    command = get_command(import_module(COMMANDS[name].module).app)
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: path.name)
def test_commands_named_in_passing_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert set(re.findall(r"`kuulo ([a-z]+)", text)) <= COMMANDS.keys()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)`", text)) <= targets


@pytest.mark.parametrize(
    ("path", "folder", "language"), [(READMES[0], "sample", "en"), (READMES[1], "esimerkki", "fi")]
)
def test_python_of_the_readme_runs(
    path: Path,
    folder: str,
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    blocks = [block for kind, block in BLOCK.findall(path.read_text(encoding="utf-8")) if kind == "python"]
    write_sample(folder=tmp_path / folder, now=NOW, language=language)
    monkeypatch.chdir(tmp_path)
    for block in blocks:
        exec(compile(block, path.name, "exec"), {})  # noqa: S102 -- the README's own code
    assert "95 % intervals" in capsys.readouterr().out


def test_both_readmes_show_the_same_commands() -> None:
    shown = [[words[:2] for words in commands(path)] for path in READMES]
    assert shown[0] == shown[1]


def test_the_readme_says_in_five_lines_what_kuulo_is_for() -> None:
    lines = READMES[0].read_text(encoding="utf-8").split("\n\n")[1].splitlines()
    assert len(lines) == 5


def glossary() -> list[list[str]]:
    """Return the rows of the glossary: English, Finnish, Swedish, meaning."""
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (DOCS / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| English")
    ]


def test_the_glossary_has_every_word_in_three_languages() -> None:
    rows = glossary()
    assert all(len(row) == 4 and all(row) for row in rows)
    assert {row[0] for row in rows} >= WORDS
    assert len({row[0] for row in rows}) == len(rows)


@pytest.mark.parametrize(("language", "column"), [("fi", 1), ("sv", 2)])
def test_the_interface_uses_the_words_of_the_glossary(language: str, column: int) -> None:
    words = {row[0].split(",")[0].lower(): row[column].lower().split(", ") for row in glossary()}
    other: list[str] = []
    for room in ROOMS:
        for _message, sources, said in messages(catalogue(po_of(HOUSE, room, language), language)):
            meant = words.get(sources[0].lower())
            if meant and said[0].lower() not in meant:
                other.append(f"{room}: {sources[0]} is {said[0]}, in the glossary {' or '.join(meant)}")
    assert other == [], "\n".join(other)


def test_the_glossary_has_every_family_of_measures_that_people_name() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    families = {definition.family for definition in DEFINITIONS.values()} & {"nps", "csat", "ces", "enps"}
    assert len(families) == 4
    assert all(re.search(rf"\b{family}\b", glossary, re.IGNORECASE) for family in families)


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_every_definition_is_described(name: str) -> None:
    assert f"`{name}`" in (DOCS / "measures.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_stands_in_the_architecture(room: str) -> None:
    plan = BLOCK_OF_PLAN.search((DOCS / "architecture.md").read_text(encoding="utf-8"))
    assert plan
    assert re.search(rf"^{room}\b", plan[0], re.MULTILINE)


def test_every_decision_is_listed_and_numbered_once() -> None:
    records = sorted((DOCS / "decisions").glob("*.md"))
    listed = (DOCS / "architecture.md").read_text(encoding="utf-8")
    numbers = [int(record.name[:4]) for record in records]
    assert numbers == list(range(1, len(records) + 1))
    for number, record in zip(numbers, records, strict=True):
        assert record.read_text(encoding="utf-8").startswith(f"# {number}. ")
        assert f"(decisions/{record.name})" in listed
