"""Where Chromium is, and how it is started for tests and screenshots."""

from __future__ import annotations

from collections.abc import Callable

from kuulo.base.errors import SettingError
from kuulo.base.texts import mark as _

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium_path(which: Callable[[str], str | None]) -> str:
    """Return the path of Chromium, looked up with ``which``.

    Raises:
        SettingError: None of its names is on the PATH.
    """
    for name in NAMES:
        path = which(name)
        if path is not None:
            return path
    raise SettingError(
        _("Chromium is not on the PATH; the browser tests need it."),
        _("Install it (Debian: apt-get install chromium), or run make check, which leaves the browser tests out."),
    )
