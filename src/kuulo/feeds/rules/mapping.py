"""What was said about the columns of a feed: kept with the feed, laid over what recognition finds; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kuulo.base.errors import ColumnError
from kuulo.base.texts import mark as _
from kuulo.surveys.rules.columns import Question
from kuulo.surveys.rules.understanding import LEAVE_OUT, Reply

PART: Final = "part"
ORDER: Final = "dates"
WORD: Final = "word:"
CHANNEL: Final = "channel"
WHOLE_FEED: Final = ""
"""The column of questions that are about the feed rather than about a column."""
SAYS_NOTHING: Final = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMapping:
    """What somebody said about a feed's columns.

    Attributes:
        parts: Column → what it holds.
        orders: Column → the order of day, month and year in it: ``ymd``, ``dmy`` or ``mdy``.
        words: Column → normalised word → what it means: a party's kind, a stage, yes, no, or nothing.
        channel: Where purchases were made, where no column tells; None while nobody said.
    """

    parts: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    channel: str | None = None

    def word(self, column: str, word: str) -> str | None:
        """Return what a word of a column was said to mean."""
        return self.words.get(column, {}).get(word)


NOTHING_SAID: Final = FeedMapping()


def lay_over(mapping: FeedMapping, replies: Iterable[Reply], questions: Iterable[Question]) -> FeedMapping:
    """Return the mapping with the replies laid over it; a reply with an empty value says nothing.

    Raises:
        ColumnError: A reply is none of its question's choices.
    """
    asked = {(question.column, question.key): question for question in questions}
    for reply in replies:
        if reply.value:
            question = asked.get((reply.column, reply.key))
            _check(reply, question)
            mapping = _with(mapping, reply)
    return mapping


def with_parts(mapping: FeedMapping, parts: Mapping[str, str]) -> FeedMapping:
    """Return the mapping with columns holding something else than before."""
    orders = {column: order for column, order in mapping.orders.items() if column not in parts}
    words = {column: known for column, known in mapping.words.items() if column not in parts}
    return replace(mapping, parts={**mapping.parts, **parts}, orders=orders, words=words)


def _check(reply: Reply, question: Question | None) -> None:
    choices = {choice.value for choice in question.choices} | {LEAVE_OUT} if question else set()
    if reply.value not in choices:
        raise ColumnError(
            _("“{value}” is no answer to what was asked about “{column}”."),
            _("Choose one of the answers offered."),
            value=reply.value[:40],
            column=reply.column[:60],
        )


def _with(mapping: FeedMapping, reply: Reply) -> FeedMapping:
    column = reply.column
    if reply.value == LEAVE_OUT:
        return with_parts(mapping, {column: "unused"})
    if reply.key == PART:
        return with_parts(mapping, {column: reply.value})
    if reply.key == ORDER:
        return replace(mapping, orders={**mapping.orders, column: reply.value})
    if reply.key == CHANNEL:
        return replace(mapping, channel="" if reply.value == SAYS_NOTHING else reply.value)
    known = {**mapping.words.get(column, {}), reply.key.removeprefix(WORD): reply.value}
    return replace(mapping, words={**mapping.words, column: known})


def parse_said(told: Iterable[str]) -> FeedMapping:
    """Return what command-line options say, each ``COLUMN:KEY=VALUE`` as questions offer them.

    Raises:
        ColumnError: One is not written so.
    """
    mapping = NOTHING_SAID
    for option in told:
        place, sign, value = option.rpartition("=")
        column, colon, key = _column_and_key(place)
        if not (sign and colon and value) or not (key in {PART, ORDER, CHANNEL} or key.startswith(WORD)):
            raise ColumnError(
                _("“{option}” does not say what a column holds."),
                _("Write it as COLUMN:part=email, COLUMN:dates=dmy or COLUMN:word:w=yes."),
                option=option[:80],
            )
        mapping = _with(mapping, Reply(column=column, key=key, value=value))
    return mapping


def _column_and_key(place: str) -> tuple[str, str, str]:
    before, sign, word = place.partition(f":{WORD}")
    return (before, ":", f"{WORD}{word}") if sign else place.rpartition(":")
