"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.feeds.services.running import RUN_KIND, carry_out
from kuulo.feeds.services.watching import A_MINUTE, CHECK_KIND, LOOK_KIND, check_feeds, look
from kuulo.jobs.services import Handler

JOB_HANDLERS: Final[Mapping[str, Handler]] = {RUN_KIND: carry_out, CHECK_KIND: check_feeds, LOOK_KIND: look}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    (CHECK_KIND, A_MINUTE, say(_("Look for new customer data in folders and databases"))),
)
