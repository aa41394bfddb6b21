"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.codebooks.models import Codebook
from kuulo.codebooks.services.asking import LEARN_KIND
from kuulo.codebooks.services.learning import learn_book
from kuulo.codebooks.services.noting import note_all
from kuulo.jobs.services import Handler, JobContext

KEEP_KIND: Final = "codebooks.keep_up"
EVERY: Final = timedelta(hours=1)


def learn(context: JobContext) -> None:
    """Learn one codebook anew; nothing where it was removed meanwhile."""
    slug = str(context.payload["slug"])
    if Codebook.objects.filter(slug=slug).exists():
        learn_book(slug, progress=context.progress)
    noted = note_all()
    context.progress(1, 1, say(_("{count} comments have other codes than before."), count=noted))


def keep_up(context: JobContext) -> None:
    """Learn every codebook of which comments, codes or codings changed; new comments get their proposals."""
    slugs = list(Codebook.objects.order_by("pk").values_list("slug", flat=True))
    for place, slug in enumerate(slugs):
        context.progress(place, len(slugs))
        learn_book(slug, progress=context.progress)
    noted = note_all()
    context.progress(1, 1, say(_("{count} comments have other codes than before."), count=noted))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {LEARN_KIND: learn, KEEP_KIND: keep_up}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (KEEP_KIND, EVERY, say(_("Propose codes for new comments"))),
)
