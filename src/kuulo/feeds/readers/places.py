"""Which folders and files of this machine feeds may read: the inbox, and databases outside Kuulo's own data."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from kuulo.base.errors import InputError
from kuulo.base.texts import mark as _


def inbox() -> Path:
    """Return the folder below which feeds read their folders."""
    return Path(settings.KUULO_INBOX)


def folder_in_inbox(folder: str) -> Path:
    """Return a folder below the inbox, links resolved.

    Raises:
        InputError: It leads out of the inbox.
    """
    root = inbox().resolve()
    path = (root / folder.strip()).resolve()
    if path != root and root not in path.parents:
        raise InputError(
            _("The folder “{folder}” lies outside the inbox."),
            _("Name a folder below {inbox}, or link it there on the server."),
            folder=folder[:100],
            inbox=str(root),
        )
    return path


def check_database_file(path: Path) -> None:
    """Let a database file pass that is there and none of Kuulo's own.

    Raises:
        InputError: It is not.
    """
    real = path.resolve()
    data = Path(settings.KUULO_DATA).resolve()
    own = data in real.parents and inbox().resolve() not in real.parents
    if own or not real.is_file():
        raise InputError(
            _("There is no database file {file} that feeds may read."),
            _("Give its whole path; Kuulo's own data are left out."),
            file=str(path),
        )
