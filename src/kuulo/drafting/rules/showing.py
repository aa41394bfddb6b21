"""A draft as pages show it, and as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kuulo.base.texts import Text
from kuulo.drafting.rules.drafts import Draft


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence with the quotes behind it, each with the anchor of its comment on the page, or an empty one."""

    text: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDraft:
    """A draft beside its comments.

    Attributes:
        thrown: Why something was thrown out, and how often.
    """

    language: str
    model: str
    made_at: datetime
    text: str
    sentences: tuple[ShownSentence, ...]
    thrown: tuple[tuple[Text, int], ...]
    thrown_count: int


def show_draft(draft: Draft, anchors: Mapping[str, str]) -> ShownDraft:
    """Return a draft for the template ``drafting/_draft.html``.

    Args:
        draft: The draft.
        anchors: Signal → anchor of its comment on the page, without the number sign.
    """
    return ShownDraft(
        language=draft.language,
        model=draft.model,
        made_at=draft.made_at,
        text=draft.text,
        sentences=tuple(
            ShownSentence(one.text, tuple((cite.quote, anchors.get(cite.id, "")) for cite in one.cites))
            for one in draft.sentences
        ),
        thrown=_counted(draft.reasons),
        thrown_count=len(draft.reasons),
    )


def plain_draft(draft: Draft | None) -> dict[str, object] | None:
    """Return a draft as plain values; what was thrown out by its reasons alone."""
    if draft is None:
        return None
    return {
        "language": draft.language,
        "model": draft.model,
        "made_at": draft.made_at.isoformat(),
        "data_version": draft.data_version,
        "sentences": [
            {"text": one.text, "cites": [{"id": cite.id, "quote": cite.quote} for cite in one.cites]}
            for one in draft.sentences
        ],
        "thrown_out": [{"reason": str(reason), "count": count} for reason, count in _counted(draft.reasons)],
        "left_out": draft.left_out,
    }


def _counted(reasons: Sequence[Text]) -> tuple[tuple[Text, int], ...]:
    """Return each reason once, with how often it was given, the most frequent first."""
    found: list[tuple[Text, int]] = []
    for reason in reasons:
        if reason not in [seen for seen, _count in found]:
            found.append((reason, reasons.count(reason)))
    return tuple(sorted(found, key=lambda pair: -pair[1]))
