"""The room's work in the background: taking files in, and forgetting those that waited too long."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.db import transaction

from kuulo.base.errors import GuardError
from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.exchange.models import Upload
from kuulo.exchange.queries.uploads import upload
from kuulo.exchange.rules import UploadState
from kuulo.exchange.services.receiving import forget_old
from kuulo.exchange.services.taking import take_in
from kuulo.jobs.services import Handler, JobContext, enqueue

TAKE_KIND: Final = "exchange.take"
TAKE_TITLE: Final = say(_("Take a research project in"))
FORGET_KIND: Final = "exchange.forget"
FORGET_EVERY: Final = timedelta(hours=1)
FORGET_TITLE: Final = say(_("Remove research files that waited too long"))


@transaction.atomic
def request_taking(*, slug: str, number: int) -> int:
    """Ask for a file that waits to be taken in and return the job's number.

    Raises:
        NotFoundError: There is none of this number.
        GuardError: It does not wait.
    """
    found = upload(slug, number)
    if not Upload.objects.filter(pk=found.id, state=UploadState.WAITING).update(state=UploadState.TAKING):
        raise GuardError(_("The file does not wait to be taken in."), _("Bring it in again."))
    return enqueue(TAKE_KIND, {"study": slug, "upload": number}, key=str(number), title=TAKE_TITLE)


def take(context: JobContext) -> None:
    """Take a file in."""
    counts = take_in(slug=str(context.payload["study"]), number=int(str(context.payload["upload"])))
    context.progress(
        1,
        1,
        say(
            _("{sources} sources and {codings} codings came in."),
            sources=counts["sources_new"],
            codings=counts["codings_new"],
        ),
    )


def forget(context: JobContext) -> None:
    """Remove files that waited too long."""
    context.progress(1, 1, say(_("{count} files removed."), count=forget_old()))


JOB_HANDLERS: Final[Mapping[str, Handler]] = {TAKE_KIND: take, FORGET_KIND: forget}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = ((FORGET_KIND, FORGET_EVERY, FORGET_TITLE),)
