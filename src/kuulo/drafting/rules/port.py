"""The port to a language model: masked words go out, a text comes back that nobody trusts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kuulo.language.personal import Masked


class Task(StrEnum):
    """What a language model is asked for."""

    SUMMARY = "summary"
    DEFINITION = "definition"
    REPLY = "reply"
    EMBEDDING = "embedding"
    TRIAL = "trial"


@dataclass(frozen=True, slots=True)
class Source:
    """A comment that may be cited: the id of its signal and its masked words."""

    id: str
    masked: Masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for.

    Attributes:
        task: SUMMARY, DEFINITION or REPLY.
        key: What it is for, such as ``theme:late-deliveries``; at most 200 characters.
            A new draft of a key replaces the old.
        language: Language to write in: fi, sv or en.
        by: E-mail address of whoever asked.
        subject: What it is about: the name of a theme or a code.
        data_version: Version of the data the comments were read in.
    """

    task: Task
    key: str
    language: str
    by: str
    subject: str = ""
    data_version: str = ""


class Writer(Protocol):
    """Whoever writes: a language model, or its twin that only quotes."""

    @property
    def name(self) -> str:
        """Return which model writes."""
        ...

    @property
    def host(self) -> str:
        """Return where the words go; empty where they stay on this machine."""
        ...

    def write(self, task: Task, sources: Sequence[Masked], *, language: str, subject: str = "") -> str:
        """Return what was written; the sources are numbered from 1 in their order.

        Args:
            task: What is asked for.
            sources: The comments, masked; nothing else of a customer is taken.
            language: Language to write in: fi, sv or en.
            subject: What it is about: a theme, a code.

        Raises:
            EngineError: Nothing usable came back; the message names the host and never the words.
        """
        ...
