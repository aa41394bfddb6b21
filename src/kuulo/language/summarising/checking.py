"""What a language model wrote, held to the comments it cites: what does not hold word for word is thrown out.

A written sentence ends with what it rests on: ``Deliveries come late. [3: "it came a week late"]``. A citation holds
when its words stand in that comment, in that order, from word to word, and no negation was cut off at either end. What
is shown afterwards is the comment's own span, never the model's copy of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.language.personal import find
from kuulo.language.summarising.folding import fold
from kuulo.language.wording import LANGUAGES, negations, stop_words

LONGEST_SENTENCE: Final = 400
MOST_SENTENCES: Final = 12
LONGEST_REPLY: Final = 2_000
LEAST_WORDS: Final = 2
LEAST_CHARACTERS: Final = 8

QUOTES: Final = "\"'“”„‟«»‘’‚″"
CITE: Final = re.compile(rf"(\d{{1,5}})\s*:\s*[{QUOTES}](.+?)[{QUOTES}]\s*(?=[\];,]|$)", re.DOTALL)
BRACKET: Final = re.compile(rf"\[\s*(\d{{1,5}}\s*:\s*[{QUOTES}].*?[{QUOTES}])\s*\]", re.DOTALL)
MARK: Final = re.compile("\ue000(\\d+)\ue001")
END_AFTER_MARKS: Final = re.compile("((?:\\s*\ue000\\d+\ue001)+)\\s*([.!?…]+)")
SENTENCE: Final = re.compile(
    "(.+?(?:[.!?…]+[\"'”’)]*(?=\\s+[^\\s\\da-zåäö]|\\s*\ue000|\\s*$)|$))((?:\\s*\ue000\\d+\ue001)*)", re.DOTALL
)
BULLET: Final = re.compile(r"^\s*(?:[-*•–]|\d{1,2}[.)])\s+")
NUMBER: Final = re.compile(r"\d+(?:[.,:\u00a0 ]\d+)*")
LINK: Final = re.compile(r"https?:|www\.|\]\(|!\[|<\s*/?\s*[a-z!]|javascript:|data:", re.IGNORECASE)
WORD: Final = re.compile(r"[\w']+")
AFTERWARDS: Final = frozenset(
    {"inte", "ej", "icke", "aldrig", "ei", "en", "et", "emme", "ette", "eivät", "not", "never"}
)
"""Negations that turn the words before them; the others begin something new."""

CITES_NOTHING: Final = _("It cites no comment.")
NO_CITE_HOLDS: Final = _("No citation holds: {reason}.")
TOO_LONG: Final = _("It is longer than {most} characters.")
TOO_MANY: Final = _("It comes after the first {most} sentences.")
HAS_LINK: Final = _("It holds a link or markup.")
HAS_NUMBER: Final = _("It names the number {number}, which no cited comment does.")
HAS_PERSON: Final = _("It holds personal data that no cited comment does.")
NO_SUCH_COMMENT: Final = _("there is no comment {number}")
TOO_SHORT: Final = _("the citation of comment {number} is too short to say anything")
NOT_WORD_FOR_WORD: Final = _("comment {number} does not say it word for word")
CUT: Final = _("the citation of comment {number} leaves out a negation beside it")


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation that holds: the comment's number, its words, and where they stand in it (code points)."""

    number: int
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WrittenSentence:
    """A sentence of a language model's, with the citations that hold; in a summary at least one."""

    text: str
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class ThrownOut:
    """A sentence or a citation that was thrown out, and why."""

    text: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Checked:
    """What of a written text is kept, and what was thrown out."""

    kept: tuple[WrittenSentence, ...] = ()
    thrown: tuple[ThrownOut, ...] = ()


@dataclass(slots=True)
class _Cites:
    """The citations of one text, held to its sources."""

    sources: Mapping[int, str]
    found: list[tuple[int, str]] = field(default_factory=list)

    def taken_out(self, text: str) -> str:
        """Return the text with a mark in the place of each citation."""
        return BRACKET.sub(self._marked, text)

    def _marked(self, match: re.Match[str]) -> str:
        marks = ""
        for number, quote in CITE.findall(match[1]):
            marks += f"\ue000{len(self.found)}\ue001"
            self.found.append((int(number), quote))
        return marks

    def held(self, marks: str) -> tuple[list[Cite], list[Text]]:
        """Return the citations that hold and why the others do not."""
        kept: list[Cite] = []
        reasons: list[Text] = []
        for mark in MARK.findall(marks):
            outcome = check_cite(*self.found[int(mark)], self.sources)
            if isinstance(outcome, Cite):
                kept.append(outcome)
            else:
                reasons.append(outcome)
        return kept, reasons


def check_written(text: str, sources: Mapping[int, str]) -> Checked:
    """Return which sentences of a written summary hold.

    Args:
        text: What was written; each sentence is followed by ``[number: "words of that comment"]``.
        sources: The comments by the numbers they were given.

    A citation that does not hold is thrown out; so is a sentence without one that holds, one with a number, link or
    personal data that the comments it cites do not have, and what is too long.
    """
    cites = _Cites(sources)
    plain = END_AFTER_MARKS.sub(r"\2\1", cites.taken_out(_without_marks(text)))
    kept: list[WrittenSentence] = []
    thrown: list[ThrownOut] = []
    for words, marks in _sentences(plain):
        held, reasons = cites.held(marks)
        refusal = _refusal(words, held, reasons, sources, len(kept))
        if refusal is None:
            kept.append(WrittenSentence(words, tuple(dict.fromkeys(held))))
            thrown.extend(ThrownOut(words, reason) for reason in reasons)
        else:
            thrown.append(ThrownOut(words, refusal))
    return Checked(tuple(kept), tuple(thrown))


def check_reply(text: str, sources: Sequence[str]) -> Checked:
    """Return which sentences of a drafted reply may be shown to whoever will edit it.

    A reply cites nothing, so it may promise nothing that can be counted: numbers, links and personal data which the
    comment does not have are thrown out with their sentence.
    """
    kept: list[WrittenSentence] = []
    thrown: list[ThrownOut] = []
    length = 0
    known = dict(enumerate(sources))
    for words, _marks in _sentences(_without_marks(text)):
        length += len(words)
        everywhere = [Cite(number, source, 0, len(source)) for number, source in known.items()]
        refusal = _said_beside(words, everywhere, known)
        if length > LONGEST_REPLY:
            refusal = say(TOO_LONG, most=LONGEST_REPLY)
        if refusal is None:
            kept.append(WrittenSentence(words, ()))
        else:
            thrown.append(ThrownOut(words, refusal))
    return Checked(tuple(kept), tuple(thrown))


def check_cite(number: int, quote: str, sources: Mapping[int, str]) -> Cite | Text:
    """Return the citation with its place in the comment, or why it does not hold."""
    source = sources.get(number)
    if source is None:
        return say(NO_SUCH_COMMENT, number=number)
    wanted = fold(quote).text.strip(" .,;:!?…-'\"")
    whole = fold(source)
    if not _says_enough(wanted, whole.text):
        return say(TOO_SHORT, number=number)
    negating = negations(_language(whole.text))
    cut = False
    for begin in _places(wanted, whole.text):
        end = begin + len(wanted)
        if not _negated(whole.text, begin, end, negating):
            start, stop = whole.span(begin, end)
            return Cite(number, source[start:stop], start, stop)
        cut = True
    return say(CUT if cut else NOT_WORD_FOR_WORD, number=number)


def _without_marks(text: str) -> str:
    return text.replace("\ue000", "").replace("\ue001", "")


def _sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences, each with the marks that follow it; a line is never part of two."""
    for line in text.splitlines():
        for match in SENTENCE.finditer(BULLET.sub("", line)):
            words = " ".join(MARK.sub(" ", match[1]).split())
            inside = "".join(found[0] for found in MARK.finditer(match[1]))
            if words or match[2]:
                yield words, inside + match[2]


def _refusal(
    words: str, held: Sequence[Cite], reasons: Sequence[Text], sources: Mapping[int, str], kept: int
) -> Text | None:
    if reasons and not held:
        return say(NO_CITE_HOLDS, reason=reasons[0])
    if not held or not words:
        return say(CITES_NOTHING)
    if len(words) > LONGEST_SENTENCE:
        return say(TOO_LONG, most=LONGEST_SENTENCE)
    if kept >= MOST_SENTENCES:
        return say(TOO_MANY, most=MOST_SENTENCES)
    return _said_beside(words, held, sources)


def _said_beside(words: str, held: Sequence[Cite], sources: Mapping[int, str]) -> Text | None:
    """Return why a sentence says something that the comments behind it do not."""
    behind = " ".join(sources[cite.number] for cite in held)
    if LINK.search(words):
        return say(HAS_LINK)
    known = {_digits(number) for number in NUMBER.findall(behind)}
    for number in NUMBER.findall(words):
        if _digits(number) not in known:
            return say(HAS_NUMBER, number=number)
    if any(found.text not in behind for found in find(words) if found.sure):
        return say(HAS_PERSON)
    return None


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _says_enough(wanted: str, source: str) -> bool:
    if wanted == source.strip(" .,;:!?…-'\""):
        return bool(WORD.search(wanted))
    return len(WORD.findall(wanted)) >= LEAST_WORDS and len(wanted) >= LEAST_CHARACTERS


def _places(wanted: str, source: str) -> Iterator[int]:
    """Yield where the words stand in the source, from the beginning of a word to the end of one."""
    begin = source.find(wanted)
    while begin >= 0:
        end = begin + len(wanted)
        before, after = source[begin - 1 : begin], source[end : end + 1]
        if not (_joins(before) and _joins(wanted[0])) and not (_joins(after) and _joins(wanted[-1])):
            yield begin
        begin = source.find(wanted, begin + 1)


def _joins(character: str) -> bool:
    return bool(character) and (character.isalnum() or character in "_'")


def _negated(source: str, begin: int, end: int, negating: frozenset[str]) -> bool:
    """Return whether a negation stands in the same clause right before the words, or right after them."""
    before = WORD.findall(re.split(r"[.,;:!?()\n]", source[:begin])[-1])[-3:]
    after = WORD.findall(re.split(r"[.,;:!?()\n]", source[end:])[0])[:1]
    return not negating.isdisjoint(before) or not (negating & AFTERWARDS).isdisjoint(after)


def _language(text: str) -> str:
    """Return the language whose small words are in a text; “en” negates in Finnish and is an article in Swedish."""
    words = WORD.findall(text)
    return max(LANGUAGES, key=lambda language: sum(word in stop_words(language) for word in words))
