"""A study out as a file; what leaves the house stands in the log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from kuulo.audit.rules import Subject
from kuulo.audit.services import note
from kuulo.base.errors import GuardError
from kuulo.base.texts import mark as _
from kuulo.base.texts import say
from kuulo.exchange.queries.material import Media, material_of
from kuulo.exchange.rules import leaving_of
from kuulo.qualitative.exchanging import Written, write_qdc, write_qdpx
from kuulo.studies.queries import is_member, study
from kuulo.studies.rules import StudyView

NOTHING: Final[Mapping[str, Any]] = {}


def write_study(
    *,
    slug: str,
    by: str,
    language: str,
    media: Media = Media.WITHOUT,
    beside: Mapping[str, Any] = NOTHING,
    now: datetime | None = None,
) -> Written:
    """Return a study as a .qdpx file, and what had no place in it.

    What rooms above know and REFI-QDA has no place for, such as the stance of evidence, is given as `beside`: plain
    values that travel in ``kuulo.json``.

    Raises:
        NotFoundError: There is no such study.
        GuardError: Who asks is not in its team.
    """
    moment, found = now or timezone.now(), checked(slug, by)
    material = material_of(found, language=language, by=by, now=moment, media=media)
    leaving = leaving_of(material)
    project = replace(leaving.project, beside={**leaving.project.beside, **beside})
    written = write_qdpx(project)
    note(
        actor=by,
        verb="export",
        subject=Subject("exchange", found.slug),
        text=say(_("The material of the study {study} went out as a REFI-QDA project."), study=found.slug),
        details={
            "sources": len(material.sources),
            "codings": len(material.codings),
            "memos": len(material.memos),
            "files": len(material.files),
            "bytes": len(written.content),
        },
        now=moment,
    )
    return Written(content=written.content, left_out=(*leaving.left_out, *written.left_out))


def write_codes(*, slug: str, by: str, language: str, now: datetime | None = None) -> Written:
    """Return the codes of a study as a .qdc file.

    Raises:
        NotFoundError: There is no such study.
        FileError: It has no codes.
        GuardError: Who asks is not in its team.
    """
    moment, found = now or timezone.now(), checked(slug, by)
    codes = leaving_of(material_of(found, language=language, by=by, now=moment)).project.codes
    written = write_qdc(codes)
    note(
        actor=by,
        verb="export_codes",
        subject=Subject("exchange", found.slug),
        text=say(_("The codes of the study {study} went out."), study=found.slug),
        details={"bytes": len(written.content)},
        now=moment,
    )
    return written


def checked(slug: str, by: str) -> StudyView:
    """Return a study whose material somebody may take out and bring in.

    Raises:
        NotFoundError: There is no such study.
        GuardError: They are not in its team.
    """
    found = study(slug)
    if not is_member(found, by):
        raise GuardError(
            _("Only the team of a study takes its material out or brings any in."),
            _("Ask somebody of the team, or to be added to it."),
        )
    return found
