"""Asking for the machine to learn."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.jobs.services import enqueue

LEARN_KIND: Final = "codebooks.learn"


def request_learning(*, slug: str, soon: timedelta = timedelta(0)) -> int:
    """Ask for a codebook's machine to learn and return the job's number; one that waits is not asked for twice.

    Args:
        slug: The codebook.
        soon: How long to wait, so that several codings are learned from at once.
    """
    return enqueue(
        LEARN_KIND,
        {"slug": slug},
        key=slug,
        not_before=timezone.now() + soon,
        title=say(_("Learn the codebook “{slug}” and propose codes"), slug=slug),
    )
