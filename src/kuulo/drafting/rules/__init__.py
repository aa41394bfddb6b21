"""Pure rules of the room: what is asked of a language model, what a call is, how much may be sent."""

from __future__ import annotations

from kuulo.drafting.rules.calls import Call, Outcome
from kuulo.drafting.rules.drafts import Draft, DraftCite, DraftSentence
from kuulo.drafting.rules.port import Order, Source, Task, Writer
from kuulo.drafting.rules.showing import ShownDraft, plain_draft, show_draft

__all__ = [
    "Call",
    "Draft",
    "DraftCite",
    "DraftSentence",
    "Order",
    "Outcome",
    "ShownDraft",
    "Source",
    "Task",
    "Writer",
    "plain_draft",
    "show_draft",
]
