"""Writes of the room: asking a model, noting each call, keeping what held."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kuulo.drafting.rules.port import Order, Source, Task, Writer
from kuulo.drafting.services.drafts import check_writes, draft, drafts_about, erase_drafts, remove_draft, try_server
from kuulo.drafting.services.embedding import RemoteEmbedder, open_remote_embedder
from kuulo.drafting.services.writers import ConsoleWriter, RemoteWriter, open_writer

WITHOUT_PERSONS: Mapping[str, str] = MappingProxyType(
    {"drafting.DraftCall": "which member of staff asked which machine for what, and how many characters; no words"}
)

__all__ = [
    "WITHOUT_PERSONS",
    "ConsoleWriter",
    "Order",
    "RemoteEmbedder",
    "RemoteWriter",
    "Source",
    "Task",
    "Writer",
    "check_writes",
    "draft",
    "drafts_about",
    "erase_drafts",
    "open_remote_embedder",
    "open_writer",
    "remove_draft",
    "try_server",
]
