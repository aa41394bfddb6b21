"""Letting a language model write about the comments at hand; what it writes is a proposal."""

from __future__ import annotations

from typing import Any, Final

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.drafting.rules import Order, Task
from kuulo.drafting.services import check_writes, draft
from kuulo.figures.queries import open_reading
from kuulo.figures.queries.scope import Scope
from kuulo.figures.rules import parse_selection
from kuulo.jobs.services import JobContext, enqueue
from kuulo.themes.queries import draft_key, get_theme, settled_scope, sources_of

WRITE: Final = "themes.write"


def request_writing(scope: Scope | None, *, theme: str, language: str, by: str) -> int:
    """Ask for a summary of a theme's comments, or of all where ``theme`` is empty; return the job's number.

    Raises:
        GuardError: No language model is named.
    """
    check_writes()
    key = draft_key(scope, theme, language)
    asked: dict[str, Any] = {} if scope is None else dict(_gathered(scope.selection.to_params()))
    payload: dict[str, Any] = {"asked": asked, "theme": theme, "language": language, "by": by, "key": key}
    return enqueue(WRITE, payload, key=key, title=say(_("Write a summary of comments")))


def write_job(context: JobContext) -> None:
    """Let the language model write about the comments that were asked for, as they are now.

    Raises:
        GuardError: Too few persons wrote them, or the server is none any more.
        EngineError: The server answers nothing that can be used.
    """
    told: Any = context.payload
    theme, language = str(told["theme"]), str(told["language"])
    with open_reading() as reading:
        scope = settled_scope(reading, parse_selection(told["asked"]).split_by(None))
        sources = sources_of(reading, scope, theme)
        version = reading.data_version
    order = Order(
        task=Task.SUMMARY,
        key=str(told["key"]),
        language=language,
        by=str(told["by"]),
        subject=get_theme(theme).called(language) if theme else "",
        data_version=version,
    )
    made = draft(order, sources)
    context.progress(1, 1, say(_("{kept} sentences hold."), kept=len(made.sentences)))


def _gathered(params: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in params:
        found.setdefault(name, []).append(value)
    return found
