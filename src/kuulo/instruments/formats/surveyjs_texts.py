"""Texts of a SurveyJS definition: one language as a plain text, several as an object by language; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import Final
from urllib.parse import quote, unquote

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.instruments.formats.imported import Loss
from kuulo.instruments.formats.placing import Placement
from kuulo.instruments.formats.recording import Record
from kuulo.instruments.rules.questionnaire import Subject, Words

DEFAULT: Final = "default"
MARK: Final = "kuulo"
"""Where a definition says that Kuulo wrote it: its texts are plain then, and not searched for HTML."""
CODE: Final = re.compile(r"^[a-z]{2,3}([-_][A-Za-z]{2,8})?$")
NAMED: Final = re.compile(r"\{([^{}]+)\}")
OURS: Final = re.compile(r"\{\{\s*([^{}|]+?)\s*(\|[^{}]*)?\}\}")
PREFIXES: Final = {Subject.ATTRIBUTE: "kuulo-attribute.", Subject.HIDDEN: "kuulo-hidden."}


def languages_in(definition: Mapping[str, object], chosen: str) -> list[str]:
    """Return the codes of all languages the definition has texts in, that of its plain texts first.

    Where the definition does not name it, plain texts are in the ``chosen`` language, or in SurveyJS's own, English,
    where the chosen one stands beside them.
    """
    localised = list(_localised(definition))
    beside = any(DEFAULT in texts and chosen in texts for texts in localised)
    first = named_language(definition) or ("en" if beside else chosen)
    return list(dict.fromkeys([first, *(code for texts in localised for code in texts if code != DEFAULT)]))


def named_language(definition: Mapping[str, object]) -> str:
    """Return the language the definition says its plain texts are in; empty where it does not say."""
    own = definition.get("locale")
    return own if isinstance(own, str) and own != DEFAULT else ""


def is_localised(found: object) -> bool:
    """Return whether it is one text in several languages."""
    return (
        isinstance(found, dict)
        and bool(found)
        and all(isinstance(text, str) for text in found.values())
        and all(code == DEFAULT or CODE.match(str(code)) for code in found)
        and (DEFAULT in found or all(len(str(code)) in {2, 5} for code in found))
    )


def _localised(found: object) -> Iterator[dict[str, str]]:
    if isinstance(found, dict):
        if is_localised(found):
            yield found
            return
        for inner in found.values():
            yield from _localised(inner)
    elif isinstance(found, list):
        for inner in found:
            yield from _localised(inner)


class SurveyTexts:
    """Turns texts of the definition into words of the questionnaire."""

    def __init__(self, record: Record, placement: Placement, first: str, mark: Mapping[str, object] | None) -> None:
        self.record = record
        self.placement = placement
        self.first = first
        self.marked = mark is not None
        templates = (mark or {}).get("templates")
        self.templates = templates if isinstance(templates, dict) else {}
        """Kuulo's own texts with fallbacks, by what was written instead of them."""
        self.names: dict[str, str] = {}
        """Keys by the names of questions, for names inside texts."""

    def words(self, raw: object, place: str) -> Words:
        """Return the text in Kuulo's languages; nothing for nothing."""
        if raw is None or raw == "":
            return {}
        if not isinstance(raw, dict):
            raw = {DEFAULT: raw}
        words: Words = {}
        for code, text in raw.items():
            language = self.placement.places.get(self.first if code == DEFAULT else code)
            if language is None:
                continue
            if code == DEFAULT and self.first in raw:
                self._second_text(raw, place)
                continue
            plain = self._plain(text, place)
            if plain:
                words[language] = plain
        return {language: words[language] for language in self.placement.languages if language in words}

    def _second_text(self, raw: Mapping[str, object], place: str) -> None:
        if raw[DEFAULT] != raw[self.first]:
            what = say(_("A second text for {language} was left out."), language=self.first)
            self.record.leave(place, what, raw[DEFAULT], loss=Loss.TEXT)

    def html(self, raw: object, place: str) -> Words:
        """Return HTML as words: in Kuulo's own definitions only escaped signs and line breaks."""
        if not self.marked:
            return self.words(raw, place)
        if isinstance(raw, dict):
            return self.words({code: _unescaped(text) for code, text in raw.items()}, place)
        return self.words(_unescaped(raw), place) if raw else {}

    def _plain(self, text: object, place: str) -> str:
        if not self.marked:
            return self.piped(self.record.plain(text, place), place)
        return str(self.templates.get(str(text)) or self.piped(str(text), place))

    def piped(self, text: str, place: str) -> str:
        """Return the text with ``{name}`` of a question as ``{{key}}``; other names stay as they are and are listed."""
        return NAMED.sub(lambda match: self._pipe(match, place), text)

    def _pipe(self, match: re.Match[str], place: str) -> str:
        name = match.group(1).strip()
        for subject, prefix in PREFIXES.items():
            if name.startswith(prefix):
                return f"{{{{{subject.value}:{unquote(name.removeprefix(prefix))}}}}}"
        key = self.names.get(name)
        if key:
            return f"{{{{{key}}}}}"
        if not self.marked:
            what = say(_("What is filled in at {name} was left as it is."), name=match.group(0))
            self.record.leave(place, what, match.string, loss=Loss.LOGIC)
        return match.group(0)


def _unescaped(text: object) -> str:
    return unescape(str(text).replace("<br>", "\n"))


def without_fallbacks(text: str) -> str:
    """Return Kuulo's text as SurveyJS writes it: ``{{key|fallback}}`` as ``{key}``."""
    return OURS.sub(lambda match: f"{{{_survey_name(match.group(1))}}}", text)


def _survey_name(name: str) -> str:
    for subject in PREFIXES:
        if name.startswith(f"{subject.value}:"):
            return variable(subject, name.partition(":")[2])
    return name


def variable(subject: Subject, name: str) -> str:
    """Return what an attribute or hidden field is called inside the braces of an expression."""
    return PREFIXES[subject] + quote(name, safe=" ")
