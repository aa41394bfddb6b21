"""What a draft changes of the version that is out: what is new, gone, or worded otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from kuulo.instruments import queries
from kuulo.instruments.queries import InstrumentView
from kuulo.instruments.rules.questionnaire import Question, Questionnaire, in_language
from kuulo.instruments.rules.wording import wordings


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What publishing the draft changes; questions by their text.

    Attributes:
        number: Of the version that is out.
        reworded: Get a new wording, so that their trends show a break.
        has_others: Something else differs: order, logic, thanks.
    """

    number: int
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    reworded: tuple[str, ...]
    has_others: bool


def changes_of(view: InstrumentView) -> Changes | None:
    """Return what the draft changes; None where nothing is published yet."""
    if not view.versions:
        return None
    version = queries.version_of(view.id, view.versions[0].number)
    before = {question.key: question for question in version.questionnaire.questions()}
    after = {question.key: question for question in view.draft.questions()}
    earlier = wordings(version.questionnaire, {})
    later = wordings(view.draft, earlier)
    added = tuple(_name(after[key], view.draft) for key in after if key not in before)
    dropped = tuple(_name(before[key], version.questionnaire) for key in before if key not in after)
    reworded = tuple(
        _name(after[key], view.draft)
        for key, wording in earlier.items()
        if key in after and later[key].version != wording.version
    )
    return Changes(
        number=version.number,
        added=added,
        dropped=dropped,
        reworded=reworded,
        has_others=view.changed and not (added or dropped or reworded),
    )


def _name(question: Question, questionnaire: Questionnaire) -> str:
    return in_language(question.text, get_language() or "en", questionnaire.languages) or question.key
