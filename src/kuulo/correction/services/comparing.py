"""Comparing the slow methods: asked for on a page, computed by the worker, kept until the data change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.correction.models import KeptComparison
from kuulo.correction.queries.comparing import slow_methods, version_of
from kuulo.correction.rules.comparisons import digest_of, figures_to_plain, heard_of_plain, heard_to_plain
from kuulo.correction.rules.hearing import Heard
from kuulo.jobs.services import Handler, JobContext, enqueue
from kuulo.lake.queries import open_snapshot

COMPARE_KIND: Final = "correction.compare"
TITLE: Final = say(_("Compare ways of correcting a figure"))
KEPT_FOR: Final = timedelta(days=90)


def ask_for_comparison(heard: Heard) -> int:
    """Ask the worker for the figure by the slow methods; return the job's number, the same while it is unfinished."""
    return enqueue(COMPARE_KIND, heard_to_plain(heard), key=digest_of(heard), title=TITLE)


def compare(context: JobContext) -> None:
    """Compute the slow methods of what was asked for, and keep the figures; a repeat writes them again."""
    with open_snapshot() as snapshot:
        version = version_of(snapshot)
        heard = heard_of_plain(context.payload, key=version)
        figures = slow_methods(snapshot, heard)
    now = timezone.now()
    KeptComparison.objects.update_or_create(
        heard=digest_of(heard),
        defaults={"data_version": version, "figures": figures_to_plain(figures), "made_at": now},
    )
    KeptComparison.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    context.progress(1, 1, say(_("Ways compared: {count}."), count=len(figures)))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {COMPARE_KIND: compare}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = ()
