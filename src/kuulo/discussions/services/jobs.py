"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.discussions.services.notices import NOTICE_KIND, notify
from kuulo.discussions.services.settling import SETTLE_KIND, settle
from kuulo.jobs.services import Handler

NOTIFY_EVERY: Final = timedelta(minutes=30)
SETTLE_EVERY: Final = timedelta(minutes=1)
JOB_HANDLERS: Final[Mapping[str, Handler]] = {NOTICE_KIND: notify, SETTLE_KIND: settle}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (SETTLE_KIND, SETTLE_EVERY, say(_("Take into account who left a discussion"))),
    (NOTICE_KIND, NOTIFY_EVERY, say(_("Tell participants of what is new in their discussion"))),
)
