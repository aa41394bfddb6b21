"""Forms of sessions and of the questions to be asked in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.studies.rules import ParticipantView, SessionView
from kuulo.studies.services import SessionWishes

Choices = Sequence[tuple[str, str]]


class MomentInput(forms.DateTimeInput):
    """A moment picked in the browser's own calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class SessionForm(forms.Form):
    """When, where and with whom a session is held."""

    title = forms.CharField(label=_("What it is about"), required=False, max_length=200)
    starts_at = forms.DateTimeField(label=_("Begins"), widget=MomentInput, input_formats=["%Y-%m-%dT%H:%M"])
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=24 * 60, initial=60)
    place = forms.CharField(label=_("Where it is held"), required=False, max_length=200)
    participants = forms.MultipleChoiceField(
        label=_("Participants"), required=False, widget=forms.CheckboxSelectMultiple
    )
    observers = forms.MultipleChoiceField(
        label=_("Who comes along"), required=False, widget=forms.CheckboxSelectMultiple
    )
    guide = forms.CharField(
        label=_("Guide"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Left empty: the guide of the study."),
    )

    def __init__(
        self,
        *args: Any,
        people: Sequence[ParticipantView],
        colleagues: Choices,
        found: SessionView | None = None,
        own_guide: str = "",
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {}
        if found is not None:
            initial = {
                name: getattr(found, name) for name in ("title", "starts_at", "minutes", "place", "observers")
            } | {"participants": [str(each) for each in found.participants], "guide": own_guide}
        super().__init__(*args, **{"initial": initial, **kwargs})
        named = [(str(each.id), f"{each.label} {each.pseudonym}".strip()) for each in people]
        self.fields["participants"].choices = named  # type: ignore[attr-defined] # a choice field
        strangers = [(each, each) for each in initial.get("observers", ()) if each not in dict(colleagues)]
        self.fields["observers"].choices = [*colleagues, *strangers]  # type: ignore[attr-defined] # a choice field

    def told_wishes(self) -> SessionWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        return SessionWishes(**{**told, "participants": [int(each) for each in told["participants"]]})


class ToAskForm(forms.Form):
    """A clarifying question."""

    text = forms.CharField(label=_("A question to ask"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2}))
