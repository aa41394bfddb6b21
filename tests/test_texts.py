"""Texts: everything a person can read exists in Finnish and Swedish, and is what the reader really gets."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType
from django.utils import translation

from tests.house import HOUSE, ROOMS

pytestmark = pytest.mark.pure
ADMIN: Final = Path(sys.executable).parent / "django-admin"
LANGUAGES: Final = ("fi", "sv")
PLACES: Final = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*[^{}]*\}")
TEMPLATES: Final = sorted(HOUSE.glob("*/templates/**/*.html"))
# Words that are the same in every language.
SAME_EVERYWHERE: Final = frozenset({"Kuulo", "NPS", "CSAT", "CES", "eNPS", "CSV", "XLSX", "TOML", "UTF-8"})
# Names of files in examples, and names of classes that a template hands to the one it extends.
NO_WORDS: Final = re.compile(r"\S+\.[a-z]{2,4}|(– )?(main main-narrow|main coder-main)")
READ_ATTRIBUTES: Final = frozenset({"alt", "title", "placeholder", "aria-label", "aria-description", "label"})


@pytest.fixture(scope="session")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of every room's sources whose catalogues were brought up to date there."""
    folder = tmp_path_factory.mktemp("gathered")
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    for room in ROOMS:
        copy = folder / room
        shutil.copytree(HOUSE / room, copy, ignore=shutil.ignore_patterns("__pycache__", "tests", "*.mo", "static"))
        (copy / "locale").mkdir(exist_ok=True)
        chosen = [word for language in LANGUAGES for word in ("-l", language)]
        command = [str(ADMIN), "makemessages", *chosen, "--no-wrap", "--no-location", "-v", "0"]
        made = subprocess.run(command, cwd=copy, env=environment, capture_output=True, text=True, check=False)
        assert made.returncode == 0, f"makemessages in {room}: {made.stderr}"
    return folder


def catalogue(path: Path, language: str) -> Catalog:
    """Return a .po file, empty where there is none."""
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def po_of(folder: Path, room: str, language: str) -> Path:
    """Return where a room's catalogue of a language lies."""
    return folder / room / "locale" / language / "LC_MESSAGES" / "django.po"


def messages(found: Catalog) -> Iterator[tuple[Message, tuple[str, ...], tuple[str, ...]]]:
    """Yield each message with its sources and its translations (several where there are plurals)."""
    for message in found:
        if message.id:
            yield message, _each(message.id), _each(message.string)


def context_of(message: Message) -> str | None:
    """Return the context of a message; from compiled files babel brings it as bytes."""
    return message.context.decode() if isinstance(message.context, bytes) else message.context


def _each(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, (tuple, list)) else (str(words or ""),)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_every_text_of_a_room_is_translated(gathered: Path, room: str, language: str) -> None:
    found = catalogue(po_of(gathered, room, language), language)
    untranslated = [sources[0] for _message, sources, said in messages(found) if not all(said)]
    fuzzy = [sources[0] for message, sources, _said in messages(found) if message.fuzzy]
    assert untranslated == [], f"missing in {room}; run make texts and translate:\n" + "\n".join(untranslated)
    assert fuzzy == [], f"only guessed in {room}; look at them and take the mark away:\n" + "\n".join(fuzzy)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_translations_keep_the_places(room: str, language: str) -> None:
    for _message, sources, said in messages(catalogue(po_of(HOUSE, room, language), language)):
        if not all(said):
            continue
        wanted = places_of(sources[-1])
        # The singular may say "one" instead of the number.
        assert places_of(said[-1]) == wanted, f"{sources[-1]!r} → {said[-1]!r}"
        assert all(places_of(each) <= wanted for each in said)


def places_of(text: str) -> set[str]:
    """Return the places of a template; doubled braces are braces, not places."""
    return set(PLACES.findall(text.replace("{{", "").replace("}}", "")))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_compiled_texts_are_those_of_the_source(room: str, language: str) -> None:
    source = po_of(HOUSE, room, language)
    if not source.exists():
        return
    with source.with_suffix(".mo").open("rb") as file:
        compiled = {(context_of(message), sources): said for message, sources, said in messages(read_mo(file))}
    written = {
        (message.context, sources): said
        for message, sources, said in messages(catalogue(source, language))
        if all(said) and not message.fuzzy
    }
    assert compiled == written, f"run make texts: the .mo of {room} is older than its .po"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("room", ROOMS)
def test_readers_get_the_translation_that_the_room_wrote(room: str, language: str) -> None:
    other: list[str] = []
    with translation.override(language):
        for message, sources, said in messages(catalogue(po_of(HOUSE, room, language), language)):
            if len(sources) > 1 or not said[0]:
                continue
            got = (
                translation.pgettext(message.context, sources[0])
                if message.context
                else translation.gettext(sources[0])
            )
            if got != said[0]:
                other.append(f"{sources[0]!r}: the room says {said[0]!r}, readers get {got!r}")
    assert other == [], "two rooms differ, or the room's texts are not loaded:\n" + "\n".join(other)


class ReadableText(HTMLParser):
    """Gathers what a reader would see or hear of a page: its text and its spoken attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the attributes that are read out."""
        self._silent += tag in {"script", "style", "code", "kbd", "samp"}
        self.found.extend(value for name, value in attrs if name in READ_ATTRIBUTES and value)

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self._silent -= tag in {"script", "style", "code", "kbd", "samp"}

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if not self._silent:
            self.found.append(data)


def bare_texts(template: str) -> list[str]:
    """Return what a template says without asking for a translation."""
    kept: list[str] = []
    inside = ""
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if word in {"blocktranslate", "blocktrans", "comment", "verbatim"}:
                inside = f"end{word}"
            elif word == inside:
                inside = ""
        elif token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
    reader = ReadableText()
    reader.feed("".join(kept))
    words = (" ".join(text.split()) for text in reader.found)
    return [
        text
        for text in words
        if re.search(r"[^\W\d_]{2,}", text)
        and text.strip(" :.,–()") not in SAME_EVERYWHERE
        and not NO_WORDS.fullmatch(text)
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_templates_say_nothing_untranslated(path: Path) -> None:
    assert bare_texts(path.read_text(encoding="utf-8")) == []


def test_an_untranslated_text_in_a_template_is_found() -> None:
    template = (
        '<p title="Shown">{% translate "Hello" %} {{ name }}, welcome</p>{% blocktranslate %}Bye{% endblocktranslate %}'
    )
    assert bare_texts(template) == ["Shown", ", welcome"]
