"""Why a question has no answer in a response: not shown, shown, skipped or dismissed; pure.

The signals in the lake know the page a dismissal came from; here it is taken for the first page on the way that was
not fully answered.
"""

from __future__ import annotations

from collections.abc import Mapping

from kuulo.instruments.rules.flow import Answer, Known
from kuulo.responses.rules.compiled import Compiled
from kuulo.responses.rules.signals import DISMISSED, NOT_SHOWN, SHOWN, SKIPPED
from kuulo.responses.rules.states import State

ANSWERED = "answered"


def states_of(compiled: Compiled, state: str, page: str, known: Known) -> Mapping[str, str]:
    """Return the state of every question of the version.

    Args:
        compiled: The version that was asked.
        state: State of the response.
        page: The page a partial response waits at.
        known: Its answers, attributes and hidden fields.
    """
    if state == State.COMPLETE:
        shown = compiled.asked_keys(known)
        rest = {key: SKIPPED if key in shown else NOT_SHOWN for key in compiled.page_of}
    else:
        rest = _broken_off(compiled, state, page, known)
    return {key: ANSWERED if _has(known.answers, key) else told for key, told in rest.items()}


def _broken_off(compiled: Compiled, state: str, page: str, known: Known) -> dict[str, str]:
    here = page or compiled.waiting(known) or ""
    passed, _left_out = compiled.visited(known, here)
    now = compiled.shown_on(here, known)
    at_hand = DISMISSED if state == State.DISMISSED else SHOWN
    return {key: at_hand if key in now else SKIPPED if key in passed else NOT_SHOWN for key in compiled.page_of}


def _has(answers: Mapping[str, Answer], key: str) -> bool:
    return answers.get(key) is not None
