"""What other rooms and pages see of fragments, evidence and claims; frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from kuulo.base.texts import Text
from kuulo.claims.rules.kinds import ClaimKind, FragmentKind, Stance, Way, Weight
from kuulo.claims.rules.lifecycle import ClaimState

ORDER: Final = ("en", "fi", "sv")


@dataclass(frozen=True, slots=True, kw_only=True)
class FragmentView:
    """A fragment as one reader sees it.

    Attributes:
        id: Number of the fragment.
        kind: Passage, answer or figure.
        where: Address of the page it comes from; empty where the reader may not go there.
        words: What was said: masked for whoever may not see it as it is; empty where the reader may see none of it.
        hidden: Why the words are not shown; ``None`` where they are.
        masked: Whether personal data are masked in the words.
        speaker: Label of who said it, such as ``P03``; empty where it is not told.
        is_customer: Whether a customer said it in own words.
        study: Study it was said in; empty for answers, figures, and studies the reader may not know of.
        method: How it came: the study's method, the kind of the signal, or ``figure``.
        occurred_at: When it was said; of a figure, when it was frozen. ``None`` where that was promised away.
        language: Language of the words, as far as it is known.
        title: Name of the figure's measure; ``None`` for words.
        about: The figure's filters, in words.
        estimate: The figure as it was, `kuulo.base.estimate.Estimate.to_dict`; ``None`` for words.
        data_version: Version of the data the figure was computed on.
        address: Address of the figure as it is today.
        shared: Whether the team of a confidential study lets others see the words masked.
        made_by: Who cut it.
        made_at: When.
        in_force: ``None`` while there is a legal basis; otherwise why it is no evidence any more.
    """

    id: int
    kind: FragmentKind
    where: str = ""
    words: str = ""
    hidden: Text | None = None
    masked: bool = True
    speaker: str = ""
    is_customer: bool = False
    study: str = ""
    method: str = ""
    occurred_at: datetime | None = None
    language: str = ""
    title: Text | None = None
    about: str = ""
    estimate: Mapping[str, Any] | None = None
    data_version: str = ""
    address: str = ""
    shared: bool = False
    made_by: str = ""
    made_at: datetime | None = None
    in_force: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A fragment attached to a claim.

    Attributes:
        id: Number of the attachment.
        fragment: What is attached.
        stance: For, against, context.
        weight: 1–3, by the judgement of whoever attached it.
        why: What makes it speak for or against the claim.
        by: Who attached it.
        at: When.
        affirms: Whether in these words a customer affirms the claim.
        detached: When and by whom it was taken away again; ``None`` while it is attached.
    """

    id: int
    fragment: FragmentView
    stance: Stance
    weight: Weight
    why: str
    by: str
    at: datetime
    affirms: bool = False
    detached: tuple[datetime, str, str] | None = None

    @property
    def counts(self) -> bool:
        """Whether it is evidence now."""
        return self.detached is None and self.fragment.in_force is None


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodStanding:
    """Evidence of one method.

    Attributes:
        method: How it came.
        fragments: How many pieces.
        voices: How many customers they are of; figures have none of their own.
        answers: Answers behind its figures together.
        studies: From how many studies or sources, which err independently of each other.
        supporting: Sum of weights for.
        opposing: Sum of weights against.
        context: Pieces that give context.
        oldest: When the oldest was said.
        newest: When the newest was said.
    """

    method: str
    fragments: int
    voices: int
    answers: int
    studies: int
    supporting: int
    opposing: int
    context: int
    oldest: datetime
    newest: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands behind a claim, evidence in force alone.

    Attributes:
        methods: By method, the one with most pieces first.
        voices: How many customers speak.
        studies: From how many independent studies or sources.
        supporting: Pieces for.
        opposing: Pieces against.
        context: Pieces that give context.
        affirming: Pieces in which a customer affirms the claim.
        strength: How much evidence there is, 0–5; see `kuulo.claims.rules.strength`.
        newest: When the newest was said; ``None`` without evidence.
    """

    methods: tuple[MethodStanding, ...] = ()
    voices: int = 0
    studies: int = 0
    supporting: int = 0
    opposing: int = 0
    context: int = 0
    affirming: int = 0
    strength: int = 0
    newest: datetime | None = None

    @property
    def is_empty(self) -> bool:
        """Whether nothing speaks for or against the claim: it then carries the label “no evidence”."""
        return not self.supporting and not self.opposing


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim as one reader sees it.

    Attributes:
        id: Its number alone.
        number: ``C12``, as people say it.
        text: Its wording, by language.
        kind: Assumption, insight, belief, customer's goal, idea, weak signal.
        state: Where it stands now; stale as soon as a legal basis ends.
        since: Since when it stands there.
        reason: Why the last step was taken, where it was said.
        interpretation: It is our interpretation, which no customer has affirmed.
        importance: 1–5.
        placed: How strong the evidence is by a person's own judgement, 0–5; ``None``: as it is computed.
        owner: Who answers for it.
        may_change: Who else may change it; empty: everybody who may edit claims.
        study: Study that was to find out; may be empty.
        standing: What stands behind it.
        evidence: Its evidence as the reader may see it; only where one claim is read.
        made_by: Who made it.
        made_at: When.
    """

    id: int
    number: str
    text: Mapping[str, str]
    kind: ClaimKind
    state: ClaimState
    since: datetime
    reason: str
    interpretation: bool
    importance: int
    placed: int | None
    owner: str
    may_change: tuple[str, ...]
    study: str
    standing: Standing
    evidence: tuple[EvidenceView, ...] = ()
    made_by: str = ""
    made_at: datetime | None = None

    @property
    def edition(self) -> str:
        """What tells this wording from the ones before it; a form that was opened on another one is out of date."""
        rest = (self.kind.value, self.importance, self.owner, tuple(self.may_change), self.study)
        return edition_of(self.text, *rest)

    def words(self, language: str) -> str:
        """Return the wording in a language, or in the first there is."""
        return wording(self.text, language)

    @property
    def strength(self) -> int:
        """How strong the evidence is: as a person placed it, else as it is computed."""
        return self.standing.strength if self.placed is None else self.placed


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """What came back to a clarifying question: a fragment that waits to be judged, or was.

    Attributes:
        id: Its number.
        fragment: What the customer said.
        at: When it came back.
        verdict: Empty while it waits; then ``evidence`` or ``set_aside``.
        by: Who judged.
    """

    id: int
    fragment: FragmentView
    at: datetime
    verdict: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A clarifying question about a claim.

    Attributes:
        id: Its number.
        claim: ``C12``.
        ref: What the room it was written into gives back.
        text: The question.
        way: Session, discussion, survey or message.
        study: The study it was written into; empty for surveys and messages.
        instrument: The survey of one question; empty for studies.
        address: Where customers answer it; empty where there is no open address.
        asked_by: Who asked.
        asked_at: When.
        closed: Whether nothing more is waited for.
        answers: What came back.
    """

    id: int
    claim: str
    ref: str
    text: str
    way: Way
    study: str = ""
    instrument: str = ""
    address: str = ""
    asked_by: str = ""
    asked_at: datetime
    closed: bool = False
    answers: tuple[AnswerView, ...] = ()


def edition_of(text: Mapping[str, str], *rest: object) -> str:
    """Return a short mark of what a claim says, for forms to carry."""
    return sha256(repr((sorted(text.items()), rest)).encode()).hexdigest()[:16]


def wording(text: Mapping[str, str], language: str) -> str:
    """Return a wording in a language, or in the first there is."""
    return next((text[each] for each in (language[:2], *ORDER) if text.get(each)), "")
