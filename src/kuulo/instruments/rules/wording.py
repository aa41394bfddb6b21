"""Which wording of a question an answer was given to; pure.

A question's wording is what the person reads and answers on: its text, help, choices, rows, kind and scale. A change of
any of them is a new wording of that question and of no other, and breaks its trends. A text in one more language
is not: those who answered before read the same words as before.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import msgspec

from kuulo.instruments.rules.questionnaire import Choice, Kind, Question, Questionnaire, Words, scale_of

DIGEST_BYTES: Final = 6
SHAPE: Final = "shape"


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a question.

    Attributes:
        version: 1 for the first; grows by 1 with each change and never shrinks.
        fingerprint: Digests of the shape and of each text in each language: ``shape=… text.fi=… choice:price.fi=…``.
    """

    version: int
    fingerprint: str


def wordings(questionnaire: Questionnaire, earlier: Mapping[str, Wording]) -> dict[str, Wording]:
    """Return the wording of each question, and of each that was asked in an earlier version only.

    ``earlier`` is what this function returned for the version before. Questions that were dropped are kept, so that one
    that comes back under its old key with other words does not pass for the old one.
    """
    present = {
        question.key: next_wording(question, earlier.get(question.key))
        for question in questionnaire.questions()
        if question.kind is not Kind.STATEMENT
    }
    return {**earlier, **present}


def next_wording(question: Question, before: Wording | None) -> Wording:
    """Return the wording of a question that had the wording ``before``, or was new."""
    now = digests(question)
    if before is None:
        return Wording(1, to_fingerprint(now))
    then = from_fingerprint(before.fingerprint)
    if any(then.get(part, digest) != digest for part, digest in now.items()):
        return Wording(before.version + 1, to_fingerprint(now))
    # Languages left out are remembered: when they come back with other words, it is another wording.
    return Wording(before.version, to_fingerprint(then | now))


def digests(question: Question) -> dict[str, str]:
    """Return a digest of the shape, and one for each text in each language it is written in."""
    found = {SHAPE: digest_of(shape_of(question))}
    for part, words in parts_of(question):
        found |= {f"{part}.{language}": digest_of(plain(text)) for language, text in words.items() if plain(text)}
    return found


def parts_of(question: Question) -> Iterator[tuple[str, Words]]:
    """Return each part of the wording that is written in languages, by a name that stays the same."""
    yield "text", question.text
    yield "help", question.help
    for choice in question.choices:
        yield f"choice:{choice.key}", choice.text
    for row in question.rows:
        yield f"row:{row.key}", row.text
    scale = scale_of(question)
    if scale is not None:
        yield "low", scale.low
        yield "high", scale.high


def shape_of(question: Question) -> str:
    """Return what is answered on, without its words: kind, choices and rows in their order, numbers of the scale."""
    scale = scale_of(question)
    ends = (scale.low, scale.high) if scale else ()
    points = scale and (scale.minimum, scale.maximum, scale.direction)
    return msgspec.json.encode(
        (
            question.kind,
            ordered(question.choices, question),
            question.other,
            ordered(question.rows, question),
            points,
            [any(words.values()) for words in (question.help, *ends)],
        )
    ).decode()


def ordered(choices: tuple[Choice, ...], question: Question) -> list[str]:
    """Return the keys in the order they are read in; where chance orders them, the order written says nothing."""
    keys = [choice.key for choice in choices]
    return sorted(keys) if question.random_order else keys


def plain(text: str) -> str:
    """Return the text with single spaces and one spelling of each letter: what looks alike is the same wording."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def digest_of(text: str) -> str:
    """Return a short digest; it only has to differ between wordings of one question."""
    return hashlib.blake2b(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


def to_fingerprint(parts: Mapping[str, str]) -> str:
    """Return the digests as one line of text, in one order."""
    return " ".join(f"{part}={parts[part]}" for part in sorted(parts))


def from_fingerprint(fingerprint: str) -> dict[str, str]:
    """Return the digests that `to_fingerprint` wrote."""
    return dict(part.split("=", 1) for part in fingerprint.split())
