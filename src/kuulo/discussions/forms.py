"""Forms of the room: a room, a thread, a probe, a poll, a moderator's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.discussions.queries import MemberLine
from kuulo.discussions.rules import Choice, RoomView, Seeing, Starters
from kuulo.discussions.rules.talk import LONGEST_TEXT, LONGEST_TITLE

STARTERS = [(Starters.STAFF, _("Moderators only")), (Starters.EVERYBODY, _("Everybody"))]
SEEING = [
    (Seeing.EVERYBODY, _("All see all")),
    (Seeing.AFTER_OWN, _("The others’ answers are seen once the own one is written")),
    (Seeing.STAFF_ONLY, _("Only the moderators see the answers")),
]
CHOICES = [(Choice.ONE, _("One option")), (Choice.SEVERAL, _("Several options"))]
LONGEST_QUESTION = 500
ALL = "all"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RoomForm(forms.Form):
    """What a room is called, its welcome, and who may begin threads."""

    title = forms.CharField(label=_("What the room is called"), max_length=LONGEST_TITLE)
    welcome = forms.CharField(
        label=_("Words of welcome"),
        help_text=_("What is talked about here, and how. Participants read it first."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=_area(5),
    )
    starters = forms.ChoiceField(label=_("Who may begin threads"), choices=STARTERS, initial=Starters.STAFF)

    def __init__(self, *args: Any, found: RoomView | None = None, **kwargs: Any) -> None:
        initial = {} if found is None else {"title": found.title, "welcome": found.welcome, "starters": found.starters}
        super().__init__(*args, **{"initial": initial, **kwargs})


class ThreadForm(forms.Form):
    """A topic of the moderators."""

    title = forms.CharField(label=_("What the thread is about"), max_length=LONGEST_TITLE)
    text = forms.CharField(label=_("The question, in your words"), max_length=LONGEST_TEXT, widget=_area(4))
    seeing = forms.ChoiceField(label=_("What participants see of each other"), choices=SEEING)


class ProbeForm(forms.Form):
    """A further question to one or all."""

    to = forms.ChoiceField(label=_("Who is asked"))
    text = forms.CharField(label=_("Your question"), max_length=LONGEST_TEXT, widget=_area(3))

    def told_addressee(self) -> int | None:
        """Return the participant who is asked; None for all."""
        to = self.cleaned_data["to"]
        return None if to == ALL else int(to)

    def __init__(self, *args: Any, people: Sequence[MemberLine], **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "probe", **kwargs})
        self.fields["to"].choices = [  # type: ignore[attr-defined] # a choice field
            (ALL, _("Everybody; each sees the others’ answers after the own")),
            *((str(line.participant.id), f"{line.participant.label} {line.pseudonym}".strip()) for line in people),
        ]


class PollForm(forms.Form):
    """A poll in a thread."""

    question = forms.CharField(label=_("What is asked"), max_length=LONGEST_QUESTION)
    options = forms.CharField(label=_("Options, one a line"), max_length=LONGEST_TEXT, widget=_area(4))
    choice = forms.ChoiceField(label=_("How many may be taken"), choices=CHOICES)

    def told_options(self) -> tuple[str, ...]:
        """Return the options, one for each line that is not blank."""
        return tuple(line for line in str(self.cleaned_data["options"]).splitlines() if line.strip())


class MessageForm(forms.Form):
    """Words of a moderator."""

    text = forms.CharField(label=_("Write as moderator"), max_length=LONGEST_TEXT, widget=_area(4))
