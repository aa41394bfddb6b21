"""Taking answers in, and opening the ways they come by.

``submit(submission) -> Outcome`` takes one page of answers from a Django view. It checks everything itself: an outcome
that is not ``taken`` names its problems by question, or says that the way in is ``gone``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.jobs.services import Handler
from kuulo.responses.rules.states import Outcome, Problem
from kuulo.responses.services.answering import submit
from kuulo.responses.services.earlier import EarlierResponse, record_earlier
from kuulo.responses.services.persons import PERSON_STORES, WITHOUT_PERSONS, response_keys_of
from kuulo.responses.services.settling import release_suspects, settle_partials, settle_responses
from kuulo.responses.services.submission import Submission
from kuulo.responses.services.ways_in import close_way_in, open_way_in, reopen_way_in

JOB_HANDLERS: Final[Mapping[str, Handler]] = {"responses.settle_partials": settle_partials}
SCHEDULE: Final[tuple[tuple[str, timedelta, Text], ...]] = (
    ("responses.settle_partials", timedelta(hours=1), say(_("Tell the lake of answers that were broken off"))),
)

__all__ = [
    "JOB_HANDLERS",
    "PERSON_STORES",
    "SCHEDULE",
    "WITHOUT_PERSONS",
    "EarlierResponse",
    "Outcome",
    "Problem",
    "Submission",
    "close_way_in",
    "open_way_in",
    "record_earlier",
    "release_suspects",
    "reopen_way_in",
    "response_keys_of",
    "settle_responses",
    "submit",
]
