"""Comments in three languages, put together from sentences that fit score, theme and service."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

WORDS: Final = Path(__file__).parent / "words"
LONG_WAIT_DAYS: Final = (5, 21)
ASIDES_SEED: Final = 20_261
SHARE_OF_ASIDES: Final = 0.14


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment, and what is truly meant: its theme and whether it is ``good``, ``bad`` or ``mixed``.

    ``other`` is the theme of what is bad in a mixed one; empty in others. ``aside`` names what else stands in it:
    praise of a person, a question, a suggestion, a threat to leave, a complaint, danger, ways to contact the writer, or
    nothing but spoken language; empty for most.
    """

    text: str
    theme: str
    tone: str
    other: str = ""
    aside: str = ""


@cache
def load_words(language: str) -> Mapping[str, Any]:
    """Return the sentences of a language as ``words/<language>.toml`` holds them."""
    return tomllib.loads((WORDS / f"{language}.toml").read_text(encoding="utf-8"))


class Commenter:
    """Writes comments; the same generator state gives the same words."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        # Of their own, so that what some add changes nothing else of the company.
        self._asides = np.random.default_rng(ASIDES_SEED)

    def write(self, *, language: str, themes: Sequence[str], service: str, tone: str) -> Comment:
        """Return a comment of one to three sentences.

        Args:
            language: ``fi``, ``sv`` or ``en``.
            themes: What it may be about; the first is the likeliest.
            service: Key of the service it is about.
            tone: ``good``, ``bad``, or ``mixed`` (something good, then something bad).
        """
        words = load_words(language)
        theme, other = themes[min(int(self._rng.geometric(0.55)) - 1, len(themes) - 1)], ""
        if tone == "mixed":
            other = self._pick([name for name in themes if name != theme] or [theme])
            parts = [self._sentence(words, theme, "good"), self._sentence(words, other, "bad")]
        else:
            parts = [self._sentence(words, theme, tone)]
            if self._rng.random() < 0.3:
                parts.insert(0, self._pick(words["open"][tone]))
            if self._rng.random() < 0.35:
                parts.append(self._pick(words["close"][tone]))
        text = " ".join(parts).format(**self._slots(words, service))
        kind, added = self._aside(words["asides"], tone)
        return Comment(text=f"{text} {added}".strip(), theme=theme, tone=tone, other=other, aside=kind)

    def _aside(self, words: Mapping[str, Any], tone: str) -> tuple[str, str]:
        """Return what some add, and its kind; nothing for most."""
        chance, kind, sentence, person, surname, number = self._asides.random(6)
        if chance >= SHARE_OF_ASIDES:
            return "", ""
        kinds = list(words[tone])
        named = kinds[int(kind * len(kinds))]
        first = words["people"][int(person * len(words["people"]))]
        slots = {
            "person": first,
            "surname": words["surnames"][int(surname * len(words["surnames"]))],
            "number": f"040 000 {int(number * 10_000):04d}",
            "address": f"{first.lower()}@example.org",
        }
        return named, words[tone][named][int(sentence * len(words[tone][named]))].format(**slots)

    def _sentence(self, words: Mapping[str, Any], theme: str, tone: str) -> str:
        return self._pick(words["themes"][theme][tone])

    def _pick(self, choices: Sequence[str]) -> str:
        return choices[int(self._rng.integers(len(choices)))]

    def _slots(self, words: Mapping[str, Any], service: str) -> dict[str, str]:
        forms: Mapping[str, str] = words["services"][service]
        capitals = {f"{name}_cap": form[0].upper() + form[1:] for name, form in forms.items()}
        return {
            **forms,
            **capitals,
            "days": str(int(self._rng.integers(*LONG_WAIT_DAYS))),
            "weekday": self._pick(words["weekdays"]),
        }
