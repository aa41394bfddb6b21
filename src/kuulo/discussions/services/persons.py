"""What this room holds about persons: words in discussions, votes, what they pointed out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from kuulo.base.texts import mark as _
from kuulo.customers.rules.person_data import PersonKey, PersonStore, Removed
from kuulo.discussions.models import Member, Message, Report, Thread, Vote
from kuulo.discussions.rules.states import MessageState
from kuulo.discussions.services.settling import remove_words
from kuulo.studies.queries import participations_of

BEFORE_STUDIES: Final = 20
"""While the room `studies` still knows which participants the person was."""


def _participants(key: PersonKey) -> tuple[int, ...]:
    return tuple(each.id for each in participations_of(key.party_ids))


def _export(key: PersonKey) -> Iterable[Mapping[str, object]]:
    """Yield what the person wrote, voted and chose to be called, and what was asked of them alone."""
    people = _participants(key)
    for member in Member.objects.filter(participant__in=people):
        yield {
            "study": member.study,
            "notice": member.notice,
            "asked_not_to_write": member.silenced,
        }
    for thread in Thread.objects.filter(begun_by__in=people).exclude(text=""):
        yield {"topic": thread.title, "text": thread.text, "at": thread.created_at}
    for thread in Thread.objects.filter(to__in=people):
        yield {"asked_of_you": thread.text, "at": thread.created_at}
    own = Message.objects.filter(participant__in=people).exclude(state=MessageState.REMOVED)
    for message in own.select_related("thread"):
        yield {
            "thread": message.thread.title,
            "text": message.text,
            "written_at": message.written_at,
            "hidden_because": message.why,
        }
    for vote in Vote.objects.filter(participant__in=people).select_related("poll"):
        picked = [vote.poll.options[place] for place in vote.picked if place < len(vote.poll.options)]
        yield {"poll": vote.poll.question, "took": picked, "at": vote.cast_at}
    for report in Report.objects.filter(participant__in=people):
        yield {"pointed_out": report.why, "at": report.at}


def _erase(key: PersonKey, now: datetime) -> Removed:
    """Remove every trace of the person; that messages stood in a thread stays, without a word and without a writer."""
    people = _participants(key)
    remove_words(people, now=now)
    gone = Report.objects.filter(participant__in=people).delete()[0]
    for model in (Message.objects.filter(participant__in=people), Thread.objects.filter(to__in=people)):
        gone += model.delete()[0]
    gone += Thread.objects.filter(begun_by__in=people).update(begun_by=None)
    gone += Member.objects.filter(participant__in=people).delete()[0]
    return Removed(rows=gone)


PERSON_STORES: Final = (
    PersonStore(
        name="discussions.words",
        title=_("What you wrote in discussions"),
        tables=frozenset(
            {
                "discussions.Thread",
                "discussions.Message",
                "discussions.Vote",
                "discussions.Member",
                "discussions.Report",
            }
        ),
        export=_export,
        erase=_erase,
        order=BEFORE_STUDIES,
    ),
)
WITHOUT_PERSONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "discussions.Room": "What is talked about; words of the organisation.",
        "discussions.Poll": "What is asked, and the options; words of the organisation.",
    }
)
