"""Pure rules of the room."""

from __future__ import annotations

from kuulo.discussions.rules.shapes import (
    Answer,
    MemberView,
    MessageView,
    PollView,
    ReportView,
    RoomView,
    ThreadView,
)
from kuulo.discussions.rules.states import (
    HideReason,
    MessageState,
    MessageStep,
    PollState,
    PollStep,
    RoomState,
    RoomStep,
    ThreadState,
    ThreadStep,
)
from kuulo.discussions.rules.talk import Choice, Notice, Seeing, Starters, ThreadKind

__all__ = [
    "Answer",
    "Choice",
    "HideReason",
    "MemberView",
    "MessageState",
    "MessageStep",
    "MessageView",
    "Notice",
    "PollState",
    "PollStep",
    "PollView",
    "ReportView",
    "RoomState",
    "RoomStep",
    "RoomView",
    "Seeing",
    "Starters",
    "ThreadKind",
    "ThreadState",
    "ThreadStep",
    "ThreadView",
]
