"""Taking a page of answers from a Django view."""

from __future__ import annotations

from kuulo.responses.rules.states import Outcome
from kuulo.responses.services.doors import Doors
from kuulo.responses.services.submission import Submission
from kuulo.responses.services.writing import Waiting, write


def submit(submission: Submission) -> Outcome:
    """Check and store one page of answers; return what became of it, once it is committed.

    It goes the same way as what the intake takes, only one at a time.
    """
    return write([Waiting(submission)], Doors())[0]
