"""The form of the second phase: asking the quiet ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.customers.rules import Channel
from kuulo.invitations.forms.names import CHANNELS

Choices = Sequence[tuple[str, str]]


class QuietForm(forms.Form):
    """How many of the quiet ones, and on which other channel."""

    name = forms.CharField(label=_("Name"), max_length=120)
    channel = forms.ChoiceField(label=_("Channel"), widget=forms.RadioSelect)
    instrument = forms.ChoiceField(
        label=_("Instrument"), help_text=_("A short one with the same first question is answered most readily.")
    )
    silent = forms.IntegerField(
        label=_("Of those who were asked and did not answer"), min_value=0, max_value=1_000_000, initial=100
    )
    unheard = forms.IntegerField(
        label=_("Of those never heard, who were not asked"), min_value=0, max_value=1_000_000, initial=0
    )

    def __init__(self, data: Any = None, *, former: Channel, instruments: Choices, **named: Any) -> None:
        super().__init__(data, **named)
        self.fields["instrument"].choices = instruments  # type: ignore[attr-defined] # it is a choice field
        others = [(channel, name) for channel, name in CHANNELS.items() if channel is not former]
        self.fields["channel"].choices = others  # type: ignore[attr-defined] # it is a choice field
        self.fields["channel"].initial = others[0][0]
