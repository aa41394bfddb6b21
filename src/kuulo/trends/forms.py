"""The form of the rate of false alarms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.trends.services.watching import HIGHEST, LOWEST


class RateForm(forms.Form):
    """How many years in a hundred may hold a false alarm, a series."""

    percent = forms.IntegerField(
        label=_("Years in a hundred with a false alarm, each series"),
        min_value=round(LOWEST * 100),
        max_value=round(HIGHEST * 100),
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "size": "4"}),
    )

    def rate(self) -> float:
        """Return the share of years."""
        percent: int = self.cleaned_data["percent"]
        return percent / 100
