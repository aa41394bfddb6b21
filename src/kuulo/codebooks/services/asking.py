"""Asking for the machine to learn."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.jobs.services import enqueue

LEARN_KIND: Final = "codebooks.learn"


def request_learning(*, slug: str, soon: timedelta = timedelta(0), turn: int = 0) -> int:
    """Ask for a codebook's machine to learn and return the job's number; one that waits is not asked for twice.

    Args:
        slug: The codebook.
        soon: How long to wait, so that several codings are learned from at once.
        turn: How many times it was put off already.
    """
    return enqueue(
        LEARN_KIND,
        {"slug": slug, "turn": turn},
        # A job that puts itself off is not done yet: what it asks for has another key.
        key=f"{slug} {turn}" if turn else slug,
        not_before=timezone.now() + soon,
        title=say(_("Learn the codebook “{slug}” and propose codes"), slug=slug),
    )
