"""Pages of the room."""

from __future__ import annotations

from kuulo.instruments.views.building import build, save
from kuulo.instruments.views.listing import create, list_page
from kuulo.instruments.views.publishing import check_page, close, publish, remove, reopen, settings_page
from kuulo.instruments.views.versions import version, versions

__all__ = [
    "build",
    "check_page",
    "close",
    "create",
    "list_page",
    "publish",
    "remove",
    "reopen",
    "save",
    "settings_page",
    "version",
    "versions",
]
