"""How long what is kept: sensible periods to begin with; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kuulo.base.texts import mark as _

YEAR: Final = 365
MONTH: Final = 30
WEEK: Final = 7
LONGEST_DAYS: Final = 100 * YEAR


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """How long one kind of data is kept.

    Attributes:
        name: ``signal:<kind>`` of the lake, or a store.
        title: For people.
        days: None: as long as the person is known.
    """

    name: str
    title: str
    days: int | None


DEFAULTS: Final = (
    Period(name="signal:page_view", title=_("Page views"), days=14 * MONTH),
    Period(name="signal:screen_view", title=_("Screens of the app"), days=14 * MONTH),
    Period(name="signal:event", title=_("Web events"), days=14 * MONTH),
    Period(name="signal:visit", title=_("Visits to a shop"), days=3 * YEAR),
    Period(name="signal:purchase", title=_("Purchases"), days=6 * YEAR),
    Period(name="signal:answer", title=_("Answers"), days=5 * YEAR),
    Period(name="signal:comment", title=_("Comments"), days=5 * YEAR),
    Period(name="signal:encounter", title=_("Encounters"), days=3 * YEAR),
    Period(name="files.imports", title=_("Files of answers after their import"), days=3 * MONTH),
    Period(name="files.sent", title=_("Messages written to files"), days=6 * MONTH),
    Period(name="rights.requests", title=_("Requests and receipts"), days=3 * YEAR),
)
BY_NAME: Final[Mapping[str, Period]] = {period.name: period for period in DEFAULTS}
