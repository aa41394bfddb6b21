"""Files that came in, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from kuulo.base.errors import NotFoundError
from kuulo.base.texts import Text
from kuulo.base.texts import mark as _
from kuulo.exchange.models import Upload
from kuulo.exchange.rules import FileKind, UploadState


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadView:
    """A file that came in.

    Attributes:
        told: What reading told, and what has no place here.
        outcome: What comes, or came: number of each thing by its name.
        failure: Why nothing was taken in.
        refused: Why single codings, memos or sources were not.
    """

    id: int
    study: str
    name: str
    kind: FileKind
    state: UploadState
    by: str
    at: datetime
    told: tuple[Text, ...]
    outcome: Mapping[str, int]
    failure: tuple[Text, ...]
    refused: tuple[Text, ...]

    @property
    def waits(self) -> bool:
        """Return whether somebody has to say whether it is taken in."""
        return self.state is UploadState.WAITING

    @property
    def under_way(self) -> bool:
        """Return whether it is being taken in."""
        return self.state is UploadState.TAKING


def uploads_of(study: str, most: int = 20) -> tuple[UploadView, ...]:
    """Return files that came in for a study, the newest first."""
    return tuple(view_of(row) for row in Upload.objects.filter(study=study)[:most])


def upload(study: str, number: int) -> UploadView:
    """Return one file that came in.

    Raises:
        NotFoundError: There is none of this number in the study.
    """
    row = Upload.objects.filter(study=study, pk=number).first()
    if row is None:
        raise NotFoundError(_("There is no such file of the study."), _("See what came in."))
    return view_of(row)


def view_of(row: Upload) -> UploadView:
    """Return a row as pages show it."""
    outcome: dict[str, Any] = row.outcome
    return UploadView(
        id=row.pk,
        study=row.study,
        name=row.name,
        kind=FileKind(row.kind),
        state=UploadState(row.state),
        by=row.by,
        at=row.at,
        told=texts_of(row.told),
        outcome={name: int(count) for name, count in outcome.get("counts", {}).items()},
        failure=texts_of(outcome.get("failure", [])),
        refused=texts_of(outcome.get("refused", [])),
    )


def texts_of(plain: list[dict[str, Any]]) -> tuple[Text, ...]:
    """Return texts as they were kept."""
    return tuple(_text(one) for one in plain)


def _text(plain: dict[str, Any]) -> Text:
    params = {name: _text(value) if isinstance(value, dict) else value for name, value in plain["params"].items()}
    return Text(str(plain["template"]), params)


def stored_path(stored: str) -> Path:
    """Return where a file lies."""
    return Path(settings.MEDIA_ROOT) / stored
