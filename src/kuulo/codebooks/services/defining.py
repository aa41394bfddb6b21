"""Definitions of codes that a language model drafts from the comments coded so; a person edits and saves them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.codebooks.queries import FEWEST_CODED, book, coded_so, definition_key
from kuulo.codebooks.queries.comments import comments_of
from kuulo.codebooks.rules import LANGUAGES
from kuulo.drafting.rules import Order, Source, Task
from kuulo.drafting.services import check_writes, draft, remove_draft
from kuulo.jobs.services import JobContext, enqueue
from kuulo.language.personal import Masked

DEFINE_KIND: Final = "codebooks.define"


def request_definition(*, slug: str, key: str, language: str, by: str) -> int:
    """Ask the language model for a definition of a code and return the job's number.

    Raises:
        NotFoundError: There is no such codebook or code.
        GuardError: No language model is named.
    """
    check_writes()
    code = book(slug).code(key)
    return enqueue(
        DEFINE_KIND,
        {"slug": slug, "key": key, "language": language, "by": by},
        key=definition_key(slug, key, language),
        title=say(_("Draft a definition of the code “{name}”"), name=code.name(language)),
    )


def define(context: JobContext) -> None:
    """Let the language model draft a definition from the masked words of comments that people coded so.

    Raises:
        GuardError: Fewer comments are coded so than tell what they have in common.
    """
    told = context.payload
    slug, key, language = str(told["slug"]), str(told["key"]), str(told["language"])
    found = book(slug)
    signals = coded_so(found, key)
    known = comments_of(signals)
    sources = [Source(signal, Masked(known[signal].text, ())) for signal in signals if signal in known]
    if len(sources) < FEWEST_CODED:
        raise GuardError(
            _("Only {count} comments are coded so, and a definition rests on {fewest} at least."),
            _("Code some more first."),
            count=len(sources),
            fewest=FEWEST_CODED,
        )
    order = Order(
        task=Task.DEFINITION,
        key=definition_key(slug, key, language),
        language=language,
        by=str(told["by"]),
        subject=found.code(key).name(language),
    )
    made = draft(order, sources)
    context.progress(1, 1, say(_("{kept} sentences hold."), kept=len(made.sentences)))


def forget_definitions(slug: str, keys: Collection[str], languages: Collection[str] = LANGUAGES) -> None:
    """Forget what was drafted of some codes."""
    for key in keys:
        for language in languages:
            remove_draft(key=definition_key(slug, key, language))
