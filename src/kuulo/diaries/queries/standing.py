"""Whether a participant may write in the diary, and if not, why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kuulo.base.texts import Text, say
from kuulo.base.texts import mark as _
from kuulo.diaries.rules import DiaryPlan
from kuulo.studies.rules import ParticipantState, ParticipantView, StudyState, StudyView

NOT_JOINED: Final = say(_("You have not joined yet. Read what the study is about, and join first."))
LEFT: Final = say(_("You have left the study. Nothing more is asked of you."))
ENDED: Final = say(_("The diary has ended. Thank you for all you wrote!"))
NOTHING: Final = say(_("Nothing is asked in this diary yet."))
BASIS: Final = say(_("Your consent is not in force any more, so nothing is taken here."))
BY_STATE: Final[Mapping[StudyState, Text]] = {
    StudyState.DRAFT: say(_("The study has not begun yet.")),
    StudyState.READY: say(_("The study has not begun yet.")),
    StudyState.PAUSED: say(_("The study is having a break. What you write waits on your phone until it goes on.")),
    StudyState.ANALYSING: ENDED,
    StudyState.REPORTED: ENDED,
    StudyState.ARCHIVED: ENDED,
    StudyState.CANCELLED: say(_("The study was called off. Nothing more is asked of you.")),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether entries are taken: ``closed`` says why not; ``passing`` where they may be sent again later."""

    closed: Text | None = None
    passing: bool = False


OPEN: Final = Standing()


def standing(study: StudyView, plan: DiaryPlan, participant: ParticipantView, written: datetime) -> Standing:
    """Return whether an entry of a participant is taken.

    Args:
        study: The study.
        plan: Its diary.
        participant: Who writes.
        written: When, by the participant's own clock. Whoever wrote in time without a network is heard late too.
    """
    if participant.state is not ParticipantState.JOINED:
        return Standing(NOT_JOINED if participant.state is ParticipantState.INVITED else LEFT)
    if not participant.basis_in_force:
        return Standing(BASIS)
    if study.state in BY_STATE:
        return Standing(BY_STATE[study.state], passing=study.state is StudyState.PAUSED)
    if not plan.asked:
        return Standing(NOTHING)
    ended = plan.ends_on is not None and written.date() > plan.ends_on
    return Standing(ENDED) if ended else OPEN
