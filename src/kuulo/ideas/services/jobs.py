"""The room's work in the background."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.ideas.services.weighing import WEIGH_KIND, weigh
from kuulo.jobs.services import Handler

EVERY: Final = timedelta(hours=6)
JOB_HANDLERS: Final[Mapping[str, Handler]] = {WEIGH_KIND: weigh}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = ((WEIGH_KIND, EVERY, say(_("Compute who needs the ideas"))),)
