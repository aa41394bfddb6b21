"""The room's work in the background: the index, the lists of saved searches, written summaries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.drafting.rules import Order, Task
from kuulo.drafting.services import draft
from kuulo.jobs.services import Handler, JobContext, enqueue
from kuulo.lake.queries import open_snapshot
from kuulo.searches.queries.finding import find
from kuulo.searches.queries.summing import sources_of
from kuulo.searches.rules.asking import Question, question_from
from kuulo.searches.services.indexing import index_comments
from kuulo.searches.services.saving import look_all_again
from kuulo.words.services import current_embedder

INDEX_KIND: Final = "searches.index"
INDEX_EVERY: Final = timedelta(minutes=2)
INDEX_TITLE: Final = say(_("Bring the search index up to date"))
LISTS_KIND: Final = "searches.lists"
LISTS_EVERY: Final = timedelta(hours=1)
LISTS_TITLE: Final = say(_("Carry saved searches out anew"))
WRITE_KIND: Final = "searches.write"
WRITE_TITLE: Final = say(_("Write a summary of a search"))


def request_index() -> int:
    """Ask for the index to be brought up to date and return the job's number."""
    return enqueue(INDEX_KIND, {}, key="all", title=INDEX_TITLE)


def request_summary(question: Question, *, language: str, by: str) -> int:
    """Ask the language model for a summary of what a search finds and return the job's number."""
    told: dict[str, Any] = question.to_json()
    payload: dict[str, Any] = {"question": told, "language": language, "by": by}
    return enqueue(WRITE_KIND, payload, key=draft_key(question, language), title=WRITE_TITLE)


def draft_key(question: Question, language: str) -> str:
    """Return the key under which the written summary of a search is kept."""
    return f"search:{question.key}:{language}"


def keep_index(context: JobContext) -> None:
    """Bring the index up to date."""
    done = index_comments(current_embedder(), lambda done, total: context.progress(done, total, None))
    if not done.is_new:
        context.progress(1, 1, say(_("Nothing has changed since the last look.")))
        return
    context.progress(
        1, 1, say(_("{added} comments came in, {removed} went out."), added=done.added, removed=done.removed)
    )


def keep_lists(context: JobContext) -> None:
    """Carry every saved search out."""
    count = look_all_again(current_embedder())
    context.progress(1, 1, say(_("{count} saved searches carried out."), count=count))


def write_summary(context: JobContext) -> None:
    """Let the language model write about what a search finds now."""
    told = context.payload["question"]
    question = question_from(told if isinstance(told, Mapping) else {})
    language = str(context.payload["language"])
    with open_snapshot() as snapshot:
        found = find(snapshot, question, current_embedder(), language)
    order = Order(
        task=Task.SUMMARY,
        key=draft_key(question, language),
        language=language,
        by=str(context.payload["by"]),
        subject=question.text,
        data_version=found.data_version,
    )
    made = draft(order, sources_of(found.hits))
    context.progress(1, 1, say(_("{kept} sentences hold."), kept=len(made.sentences)))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {
    INDEX_KIND: keep_index,
    LISTS_KIND: keep_lists,
    WRITE_KIND: write_summary,
}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (INDEX_KIND, INDEX_EVERY, INDEX_TITLE),
    (LISTS_KIND, LISTS_EVERY, LISTS_TITLE),
)
