"""Taking answers in, and opening the ways they come by.

``submit(submission) -> Outcome`` takes one page of answers from a Django view. It checks everything itself: an outcome
that is not ``taken`` names its problems by question, or says that the way in is ``gone``.
"""

from kuulo.responses.rules.states import Outcome, Problem
from kuulo.responses.services.answering import submit
from kuulo.responses.services.earlier import EarlierResponse, record_earlier
from kuulo.responses.services.submission import Submission
from kuulo.responses.services.ways_in import close_way_in, open_way_in, reopen_way_in

__all__ = [
    "EarlierResponse",
    "Outcome",
    "Problem",
    "Submission",
    "close_way_in",
    "open_way_in",
    "record_earlier",
    "reopen_way_in",
    "submit",
]
