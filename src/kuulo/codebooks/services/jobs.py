"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.codebooks.models import Codebook, Machine
from kuulo.codebooks.services.asking import LEARN_KIND, request_learning
from kuulo.codebooks.services.defining import DEFINE_KIND, define
from kuulo.codebooks.services.learning import learn_book
from kuulo.codebooks.services.noting import note_all
from kuulo.jobs.services import Handler, JobContext
from kuulo.lake.queries import open_snapshot
from kuulo.words.queries import standing
from kuulo.words.services import current_embedder

KEEP_KIND: Final = "codebooks.keep_up"
EVERY: Final = timedelta(hours=1)
LATER: Final = timedelta(seconds=40)
MOST_TURNS: Final = 30
"""How often learning waits for comments that are being read; after that it does without."""
SOON_READ: Final = 30_000


def are_waiting() -> bool:
    """Return whether the meaning of some comments is still unknown but will be known soon."""
    if current_embedder() is None:
        return False
    with open_snapshot() as snapshot:
        known = standing(snapshot)
    return 0 < known.comments - known.with_vectors <= SOON_READ


def learn(context: JobContext) -> None:
    """Learn one codebook anew; nothing where it was removed meanwhile, and the first time once comments were read."""
    slug, turn = str(context.payload["slug"]), int(str(context.payload.get("turn", 0)))
    there = Codebook.objects.filter(slug=slug).exists()
    if there and turn < MOST_TURNS and are_waiting():
        request_learning(slug=slug, soon=LATER, turn=turn + 1)
        if not Machine.objects.filter(codebook__slug=slug, learned__gt=0).exists():
            context.progress(1, 1, say(_("Comments are still being read; codes are learned after that.")))
            return
    if there:
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


JOB_HANDLERS: Final[Mapping[str, Handler]] = {LEARN_KIND: learn, KEEP_KIND: keep_up, DEFINE_KIND: define}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (KEEP_KIND, EVERY, say(_("Propose codes for new comments"))),
)
