"""A draft: what is kept of a written text once its citations were checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kuulo.base.texts import Text
from kuulo.drafting.rules.port import Task


@dataclass(frozen=True, slots=True)
class DraftCite:
    """A comment's own words behind a sentence: the signal's id, the words, and where they begin in it."""

    id: str
    quote: str
    start: int


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence that is kept, with what it cites."""

    text: str
    cites: tuple[DraftCite, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A proposal of a machine's; it becomes somebody's words only when a person takes it.

    Attributes:
        key: What it was written for, such as ``theme:late-deliveries``.
        language: Language it is written in.
        sentences: What is kept, in order; of summaries and definitions each cites at least one comment.
        reasons: Why sentences and citations were thrown out, one each; their words are not kept.
        sources: Ids of the comments that were sent.
        left_out: Comments that were not sent: they give orders to a machine, or there were too many.
        model: Which model wrote it, and where.
        data_version: Version of the data the comments were read in.
    """

    key: str
    task: Task
    language: str
    made_at: datetime
    made_by: str
    model: str
    sentences: tuple[DraftSentence, ...]
    reasons: tuple[Text, ...]
    sources: tuple[str, ...]
    left_out: int
    data_version: str = ""

    @property
    def text(self) -> str:
        """Return the kept sentences as one text."""
        return " ".join(sentence.text for sentence in self.sentences)


def sentences_to_json(sentences: Sequence[DraftSentence]) -> list[dict[str, object]]:
    """Return the sentences as they are kept."""
    return [
        {
            "text": sentence.text,
            "cites": [{"id": cite.id, "quote": cite.quote, "start": cite.start} for cite in sentence.cites],
        }
        for sentence in sentences
    ]


def sentences_from_json(data: Sequence[Mapping[str, object]]) -> tuple[DraftSentence, ...]:
    """Return sentences as they were kept."""
    return tuple(DraftSentence(str(each["text"]), _cites(each["cites"])) for each in data)


def _cites(data: object) -> tuple[DraftCite, ...]:
    if not isinstance(data, list):
        return ()
    return tuple(DraftCite(each["id"], each["quote"], each["start"]) for each in data)
