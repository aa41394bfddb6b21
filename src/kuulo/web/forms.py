"""Forms of the front of the house."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name of the survey"), help_text=_("As your customers know it."))
    email = forms.EmailField(label=_("E-mail"), required=False)
    scale = forms.ChoiceField(label=_("Scale"), choices=[("", "–"), ("0-10", "0–10"), ("1-5", "1–5")])
    direction = forms.ChoiceField(
        label=_("Which end is better?"),
        choices=[("up", _("Higher is better")), ("down", _("Lower is better"))],
        widget=forms.RadioSelect,
        help_text=_("We never guess this: it turns the figure around."),
    )
    consent = forms.BooleanField(label=_("These answers may be used for analysis"))
    remarks = forms.CharField(label=_("Remarks"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
