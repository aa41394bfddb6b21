"""What makes a study touchy, and what must be answered before it may run; pure.

After the checklists of the Finnish National Board on Research Integrity (TENK 2019) and the ESOMAR code (2016), cut to
what a company meets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kuulo.base.texts import mark as _


class Trigger(StrEnum):
    """Something that asks for more care."""

    CHILDREN = "children"
    HEALTH = "health"
    HOMES = "homes"
    RECORDINGS = "recordings"
    INCENTIVES = "incentives"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a trigger: whether it applies (None: nobody has looked), and what is done about it."""

    applies: bool | None = None
    answer: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is left to be said."""
        return self.applies is False or (self.applies is True and bool(self.answer.strip()))


TRIGGER_NAMES: Final[Mapping[Trigger, str]] = {
    Trigger.CHILDREN: _("Children take part, or are spoken of"),
    Trigger.HEALTH: _("Health, beliefs or other data of special categories come up"),
    Trigger.HOMES: _("Somebody goes into people’s homes"),
    Trigger.RECORDINGS: _("Voice, pictures or films are recorded"),
    Trigger.INCENTIVES: _("Participants are paid or given something"),
}
SHORT_NAMES: Final[Mapping[Trigger, str]] = {
    Trigger.CHILDREN: _("children"),
    Trigger.HEALTH: _("health"),
    Trigger.HOMES: _("homes"),
    Trigger.RECORDINGS: _("recordings"),
    Trigger.INCENTIVES: _("incentives"),
}
TRIGGER_ASKS: Final[Mapping[Trigger, str]] = {
    Trigger.CHILDREN: _("From what age; whose consent beside the child’s own; what a child may always refuse."),
    Trigger.HEALTH: _("Why it is needed; explicit consent; who sees it; when it goes."),
    Trigger.HOMES: _("Who goes, and never alone; who else lives there and how they are asked; what is not looked at."),
    Trigger.RECORDINGS: _("What is recorded, where it lies, who hears it, when it goes; how one takes part without."),
    Trigger.INCENTIVES: _("What and when; that it is due to who leaves early too; that it is not so much as to press."),
}
Ethics = Mapping[Trigger, Answer]


def ethics_from(stored: Mapping[str, Mapping[str, object]]) -> dict[Trigger, Answer]:
    """Return what was said of every trigger, as it was kept; of those nothing was said of, that nobody has looked."""
    found: dict[Trigger, Answer] = {}
    for trigger in Trigger:
        told = stored.get(trigger.value, {})
        applies = told.get("applies")
        found[trigger] = Answer(applies if isinstance(applies, bool) else None, str(told.get("answer") or ""))
    return found


def ethics_to(ethics: Ethics) -> dict[str, dict[str, object]]:
    """Return it as values JSON knows."""
    return {trigger.value: {"applies": told.applies, "answer": told.answer} for trigger, told in ethics.items()}


def open_triggers(ethics: Ethics) -> tuple[Trigger, ...]:
    """Return the triggers that are still to be answered."""
    return tuple(trigger for trigger in Trigger if not ethics.get(trigger, Answer()).settled)
