"""The lists of words of feeling: which words of a text stand in them, and how strong they are.

The lists are plain text beside this module and were written for Kuulo. Finnish and Swedish inflect and join words, so
most entries are beginnings of words; the longest entry wins, and a whole word wins over a beginning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

LANGUAGES = ("fi", "sv", "en")

_SIGN = (
    r"[:;=]['’]?-?[()\]\[dDpPsScC/\\|<]+(?!\w)|<3+|\^_?\^|-_-|\bx[dD]\b"
    r"|(?:[\U0001F300-\U0001FAFF\u2600-\u27BF\u2B50\u2764\u2665][\uFE0F\u200D\U0001F3FB-\U0001F3FF\u2640\u2642]*)"
)
_WORD = r"\d+(?:[.,]\d+)?/\d+|[^\W_]+(?:['’\-][^\W_]+)*"
_TOKEN = re.compile(f"(?P<sign>{_SIGN})|(?P<word>{_WORD})|(?P<stop>[.!?;\\n]+)|(?P<pause>[,:()–—-]+)")
_PLAIN_SIGN = re.compile("[\ufe0f\u200d\U0001f3fb-\U0001f3ff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a text: its lower-case form, its place in code points, and what it is.

    ``kind`` is "word", "sign" (emoji, emoticon), "stop" (end of a sentence) or "pause" (comma, dash, bracket).
    """

    form: str
    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of one language: whole words, beginnings, and phrases by their first word."""

    words: dict[str, float] = field(default_factory=dict)
    beginnings: dict[str, float] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], float]]] = field(default_factory=dict)
    phrase_beginnings: dict[str, list[tuple[tuple[str, ...], float]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """Words that turn, strengthen or weaken a feeling, those that turn a sentence, and those that wish for change."""

    negation: frozenset[str]
    stronger: frozenset[str]
    weaker: frozenset[str]
    turning: frozenset[str]
    wishing: frozenset[str]


def pieces(text: str) -> list[Piece]:
    """Return the pieces of a text in order."""
    found = []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "word"
        form = match.group().lower().replace("’", "'")
        if kind == "sign":
            form = _PLAIN_SIGN.sub("", form) or form
        found.append(Piece(form, match.start(), match.end(), kind))
    return found


def _lines(name: str) -> list[str]:
    """Return the lines of a shipped list without its remarks."""
    text = files("kuulo.language.feeling").joinpath("lists", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def entries(language: str) -> Entries:
    """Return the entries of a language, or the signs all share for "shared"."""
    made = Entries()
    strength = 0.0
    for line in _lines(f"{language}.txt"):
        if line.startswith("= "):
            strength = float(line[2:])
            continue
        for entry in line.split():
            _put(made, entry, strength)
    return made


def _put(made: Entries, entry: str, strength: float) -> None:
    """Add one entry; the later of two equal ones wins."""
    parts = tuple(part for part in _PLAIN_SIGN.sub("", entry).split("_") if part) if entry[0].isalnum() else (entry,)
    if len(parts) > 1:
        first = parts[0]
        where = made.phrase_beginnings if first.endswith("*") else made.phrases
        where.setdefault(first.rstrip("*"), []).append((parts, strength))
    elif parts[0].endswith("*"):
        made.beginnings[parts[0][:-1]] = strength
    else:
        made.words[_PLAIN_SIGN.sub("", parts[0])] = strength


@cache
def marks(language: str) -> Marks:
    """Return the words of a language that turn, strengthen or weaken."""
    lists: dict[str, frozenset[str]] = {}
    name = ""
    for line in _lines("marks.txt"):
        if line.startswith("= "):
            name = line[2:]
        elif name.startswith(language):
            lists[name.split()[1]] = frozenset(line.split())
    return Marks(lists["negation"], lists["stronger"], lists["weaker"], lists["turning"], lists["wishing"])


@cache
def heads(name: str) -> frozenset[str]:
    """Return words that stand at the head of a clause: those of "turns", of "yielding" or of "midway"."""
    lines = _lines("turns.txt")
    return frozenset(lines[lines.index(f"= {name}") + 1].split())


@lru_cache(maxsize=65536)
def strength_of(form: str, language: str) -> float | None:
    """Return the strength of one word or sign, -3 to 3, or None where the lists do not have it."""
    listed = entries(language)
    if form in listed.words:
        return listed.words[form]
    for size in range(len(form), 2, -1):
        found = listed.beginnings.get(form[:size])
        if found is not None:
            return found
    return entries("shared").words.get(form)


@lru_cache(maxsize=65536)
def phrases_from(form: str, language: str) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Return the phrases a word can begin, the longest first."""
    listed = entries(language)
    found = list(listed.phrases.get(form, ()))
    for size in range(2, len(form) + 1):
        found.extend(listed.phrase_beginnings.get(form[:size], ()))
    return tuple(sorted(found, key=lambda one: -len(one[0])))


def fits(parts: tuple[str, ...], forms: list[str], at: int) -> bool:
    """Return whether a phrase stands in the forms from a place on."""
    if at + len(parts) > len(forms):
        return False
    return all(
        form.startswith(part[:-1]) if part.endswith("*") else form == part
        for part, form in zip(parts, forms[at : at + len(parts)], strict=True)
    )
