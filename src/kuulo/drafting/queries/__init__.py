"""Reads of the room: which model is in use, what was asked of it, and the drafts that were kept."""

from __future__ import annotations

from kuulo.drafting.queries.calls import CallView, Sent, newest_calls, sent_by_month
from kuulo.drafting.queries.drafts import kept_draft
from kuulo.drafting.queries.servers import ServerView, embedding_server, model_server, writes

__all__ = [
    "CallView",
    "Sent",
    "ServerView",
    "embedding_server",
    "kept_draft",
    "model_server",
    "newest_calls",
    "sent_by_month",
    "writes",
]
