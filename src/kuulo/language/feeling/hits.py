"""Words of feeling as they stand in a text: turned by negation, stronger or weaker by what stands before them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kuulo.language.feeling.felt import Floats
from kuulo.language.feeling.lexicon import (
    LANGUAGES,
    Marks,
    Piece,
    fits,
    marks,
    phrases_from,
    pieces,
    strength_of,
)

_REACH = {"fi": 5, "sv": 4, "en": 4}
_FLIPPED, _LIFTED = -0.9, 0.4  # "not good" is nearly bad, "not bad" is only a little good
_STRONGER, _WEAKER = 1.35, 0.6
_SHORT = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """A word or phrase of feeling: its place in code points, its strength as it stands, and whether it was turned."""

    start: int
    end: int
    strength: float
    turned: bool
    sign: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """The hits of a text, where its sentences turn ("but", in code points), its words, and its words of wishing."""

    hits: tuple[Hit, ...]
    turns: tuple[int, ...]
    words: int
    wishes: int
    begins_wishing: bool


def read_hits(text: str, language: str | None) -> Reading:
    """Return the words of feeling in a text; where the language is not known, by the lists that know most of it."""
    split = pieces(text)
    if language in LANGUAGES:
        return _read(split, str(language))
    return max((_read(split, one) for one in LANGUAGES), key=lambda reading: len(reading.hits))


def _read(split: Sequence[Piece], language: str) -> Reading:
    """Return the hits by the lists of one language."""
    told = marks(language)
    forms = [piece.form for piece in split]
    hits: list[Hit] = []
    at = 0
    while at < len(split):
        size, strength = _match(forms, at, language)
        if strength is None or (size == 1 and _only_strengthens(split, at, told, language)):
            at += 1
            continue
        hits.append(_as_it_stands(split, at, size, strength, told, _REACH[language]))
        at += size
    turns = tuple(piece.start for piece in split if piece.form in told.turning)
    words = [form for form, piece in zip(forms, split, strict=True) if piece.kind == "word"]
    wishes = sum(form in told.wishing for form in words)
    return Reading(tuple(hits), turns, len(words), wishes, bool(words) and words[0] in told.wishing)


def _match(forms: list[str], at: int, language: str) -> tuple[int, float | None]:
    """Return how many pieces the longest entry from here takes, and its strength."""
    for parts, strength in phrases_from(forms[at], language):
        if fits(parts, forms, at):
            return len(parts), strength
    return 1, strength_of(forms[at], language)


def _only_strengthens(split: Sequence[Piece], at: int, told: Marks, language: str) -> bool:
    """Return whether a word only says how much, as in "hyvin ystävällinen" or "pretty bad"."""
    if split[at].form not in told.stronger | told.weaker or at + 1 >= len(split):
        return False
    return strength_of(split[at + 1].form, language) is not None


def _as_it_stands(split: Sequence[Piece], at: int, size: int, strength: float, told: Marks, reach: int) -> Hit:
    """Return the hit with what stands before it taken into account."""
    turned = False
    for away, piece in enumerate(reversed(split[max(at - reach, 0) : at]), start=1):
        if piece.kind in {"stop", "pause"} or piece.form in told.turning:
            break
        if _negates(piece.form, told):
            turned = not turned
        elif away <= 2 and piece.form in told.stronger:
            strength *= _STRONGER
        elif away <= 2 and piece.form in told.weaker:
            strength *= _WEAKER
    if turned and split[at].kind == "word":
        strength *= -_LIFTED if strength < 0 else _FLIPPED
    return Hit(split[at].start, split[at + size - 1].end, strength, turned, split[at].kind == "sign")


def _negates(form: str, told: Marks) -> bool:
    """Return whether a word negates what follows it."""
    return form in told.negation or form.endswith("n't")


FEATURES = (
    "good",
    "bad",
    "balance",
    "strongest good",
    "strongest bad",
    "after the turn",
    "before the turn",
    "first",
    "last",
    "nothing listed",
    "length",
    "asks",
    "calls out",
    "good signs",
    "bad signs",
    "turned good",
    "density good",
    "density bad",
    "scare quotes",
    "wishes",
    "begins wishing",
    "short and begins wishing",
    "one word",
)


def describe(text: str, language: str | None) -> Floats:
    """Return what the lists tell of a text as numbers, in the order of `FEATURES`, each about 0 to 1 or -1 to 1."""
    reading = read_hits(text, language)
    strengths = np.array([hit.strength for hit in reading.hits])
    good, bad = strengths[strengths > 0].sum(), -strengths[strengths < 0].sum()
    signs = np.array([hit.sign for hit in reading.hits], dtype=bool)
    after, before = _around_turn(reading)
    words = max(reading.words, 1)
    return np.array(
        [
            good / (good + 2),
            bad / (bad + 2),
            (good - bad) / (good + bad + 1),
            max(strengths, default=0.0) / 3 if good else 0.0,
            -min(strengths, default=0.0) / 3 if bad else 0.0,
            after,
            before,
            np.tanh(strengths[0] / 2) if len(strengths) else 0.0,
            np.tanh(strengths[-1] / 2) if len(strengths) else 0.0,
            float(not len(strengths)),
            np.log1p(words) / 4,
            min(text.count("?"), 3) / 3,
            min(text.count("!"), 3) / 3,
            np.tanh(strengths[signs & (strengths > 0)].sum() / 2) if len(strengths) else 0.0,
            np.tanh(-strengths[signs & (strengths < 0)].sum() / 2) if len(strengths) else 0.0,
            float(any(hit.turned and hit.strength < 0 for hit in reading.hits)),
            good / words,
            bad / words,
            float(_has_scare_quotes(text, reading)),
            min(reading.wishes, 3) / 3,
            float(reading.begins_wishing),
            float(reading.begins_wishing and words < _SHORT),
            float(words == 1),
        ]
    )


def _around_turn(reading: Reading) -> tuple[float, float]:
    """Return the feeling after and before the last turn ("but"), each -1 to 1; nothing where nothing turns."""
    if not reading.turns:
        return 0.0, 0.0
    turn = reading.turns[-1]
    after = sum(hit.strength for hit in reading.hits if hit.start >= turn)
    before = sum(hit.strength for hit in reading.hits if hit.start < turn)
    return float(np.tanh(after / 2)), float(np.tanh(before / 2))


def _has_scare_quotes(text: str, reading: Reading) -> bool:
    """Return whether a good word stands alone in quotation marks, a sign of irony: what they call "service"."""
    quotes = "\"”“'«»"
    return any(
        hit.strength > 0 and hit.start > 0 and text[hit.start - 1] in quotes and text[hit.end : hit.end + 1] in quotes
        for hit in reading.hits
        if text[hit.end : hit.end + 1]
    )


def describe_all(texts: Sequence[str], languages: Sequence[str | None]) -> Floats:
    """Return the numbers of every text, (n, features)."""
    if not texts:
        return np.zeros((0, len(FEATURES)))
    return np.vstack([describe(text, language) for text, language in zip(texts, languages, strict=True)])


def says_nothing(text: str) -> bool:
    """Return whether a text holds no word and no sign: empty, a dash, dots, a number."""
    return not any(
        piece.kind == "sign" or any(map(str.isalpha, piece.form)) or "/" in piece.form for piece in pieces(text)
    )
