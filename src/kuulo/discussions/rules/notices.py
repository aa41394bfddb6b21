"""When somebody is told by message that there is something new: by day, at most once a day, if they want; pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

FROM: Final = time(9)
UNTIL: Final = time(20)
APART: Final = timedelta(hours=22)
"""A little less than a day, so that the hour does not wander forward."""


def is_by_day(local: datetime) -> bool:
    """Return whether messages may go out at this local time."""
    return FROM <= local.time() < UNTIL


def is_due(newest: datetime | None, *, seen: datetime | None, noticed: datetime | None, now: datetime) -> bool:
    """Return whether somebody is to be told of what was written.

    Args:
        newest: When others last wrote, or opened something, that they see; None for never.
        seen: When they last had the discussion before them.
        noticed: When a message last told them.
        now: The moment.
    """
    if newest is None or (noticed is not None and now - noticed < APART):
        return False
    known = max((at for at in (seen, noticed) if at is not None), default=None)
    return known is None or newest > known
