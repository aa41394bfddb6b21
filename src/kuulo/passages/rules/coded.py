"""Passages, what people gave them, and what the machine proposes, as other rooms see them; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from kuulo.base.errors import GuardError, InputError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _

KEY_LENGTH: Final = 32
CODE_LENGTH: Final = 121
SLUG_LENGTH: Final = 60
PERSON_LENGTH: Final = 254
LONGEST_MEMO: Final = 20_000


class Origin(StrEnum):
    """Where a coding comes from."""

    HAND = "hand"
    PROPOSAL = "proposal"
    """Proposed by the machine and accepted by a person."""
    SETTLED = "settled"
    """Settled after coders had coded the text blind."""
    IMPORT = "import"


class About(StrEnum):
    """What a memo is about."""

    STUDY = "study"
    SOURCE = "source"
    PASSAGE = "passage"
    CODE = "code"


class ProposalState(StrEnum):
    """What became of a proposal of the machine."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """A stretch of a source, in code points: from ``start`` to before ``end``."""

    source: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageCoded:
    """A passage somebody gave a code.

    Attributes:
        id: Its number.
        key: 32 hexadecimal digits; it stays when the coding goes to another tool and comes back.
        passage: Where.
        code: ``book/key``.
        coder: Who; an e-mail address.
        at: When.
        memo: What the coder noted beside it.
        round: The round of blind coding it was made in; None outside of rounds.
        origin: Where it comes from.
        study: Slug of the study.
    """

    id: int
    key: str
    passage: Passage
    code: str
    coder: str
    at: datetime
    memo: str = ""
    round: int | None = None
    origin: Origin = Origin.HAND
    study: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCoding:
    """A coding that comes from elsewhere; one whose key is here already is not taken twice."""

    key: str
    study: str
    source: str
    start: int
    end: int
    code: str
    coder: str
    at: datetime | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMemo:
    """A memo that comes from elsewhere; ``about`` as in `MemoView`."""

    key: str
    study: str
    about: About
    text: str
    author: str
    source: str = ""
    start: int | None = None
    end: int | None = None
    code: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoView:
    """A memo.

    Attributes:
        id: Its number.
        key: 32 hexadecimal digits.
        study: Slug of the study.
        about: What it is about.
        text: What it says.
        author: Who wrote it; an e-mail address.
        source: Key of the source it is about, or that the passage is in; empty where it is about neither.
        start: Of a passage.
        end: Of a passage.
        code: ``book/key`` of the code it is about.
        at: When it was written.
        changed_at: When it was changed last.
    """

    id: int
    key: str
    study: str
    about: About
    text: str
    author: str
    source: str = ""
    start: int | None = None
    end: int | None = None
    code: str = ""
    at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """A code the machine proposes for a passage; no evidence before somebody accepts it."""

    id: int
    passage: Passage
    code: str
    probability: float
    state: ProposalState
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of codings or memos that came from elsewhere; ``refused`` says why of each that was not taken."""

    taken: int
    there_already: int
    refused: Mapping[str, Text] = field(default_factory=dict)


def check_passage(passage: Passage, length: int) -> Passage:
    """Return a passage that lies within its source.

    Raises:
        InputError: It is empty or lies outside the text.
    """
    if not 0 <= passage.start < passage.end <= length:
        raise InputError(
            _("A passage from {start} to {end} does not lie within a text of {length} characters."),
            _("Select some of its words."),
            start=passage.start,
            end=passage.end,
            length=length,
        )
    return passage


def check_memo(text: str) -> str:
    """Return the words of a memo.

    Raises:
        InputError: They are too long.
    """
    if len(text) > LONGEST_MEMO:
        raise InputError(
            _("A memo has at most {most} characters."), _("Write two memos, or a shorter one."), most=LONGEST_MEMO
        )
    return text.strip()


def book_of(code: str) -> str:
    """Return the codebook of a code ``book/key``."""
    return code.partition("/")[0]


def key_of(code: str) -> str:
    """Return the key of a code ``book/key`` in its codebook."""
    return code.partition("/")[2]


def decided(state: ProposalState, wish: ProposalState) -> ProposalState:
    """Return the state of a proposal after a decision; a decision is taken back by undoing it.

    Raises:
        GuardError: It was decided already, or the wish decides nothing.
    """
    if state is not ProposalState.PROPOSED or wish is ProposalState.PROPOSED:
        raise GuardError(
            _("The proposal is {state} already; only what is proposed is decided."),
            _("Undo the decision first."),
            state=state.value,
        )
    return wish
