"""What the pages of journeys and traffic are asked for; the address holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.journeys.queries.shown import Wanted

PERIODS: Final = (
    ("28", _("Last 28 days")),
    ("90", _("Last 90 days")),
    ("365", _("Last 365 days")),
    ("all", _("All the time")),
)
DAYS: Final = {"28": 28, "90": 90, "365": 365, "all": 0}


class ChoosingForm(forms.Form):
    """Period, attribute to compare by, and whether the time before is put beside."""

    period = forms.ChoiceField(label=_("Entered in"), choices=PERIODS, required=False)
    by = forms.ChoiceField(label=_("Compare by"), required=False)
    before = forms.BooleanField(label=_("Beside the time before"), required=False)

    def __init__(self, wanted: Wanted, attributes: Sequence[str]) -> None:
        super().__init__(
            initial={"period": wanted.period, "by": wanted.by, "before": wanted.before}, auto_id="choose-%s"
        )
        names = [(name, name.replace("_", " ").capitalize()) for name in attributes]
        self.fields["by"].choices = [("", _("Nothing: everybody")), *names]  # type: ignore[attr-defined] # a choice field


class TrafficForm(forms.Form):
    """Period and source of the page of traffic."""

    period = forms.ChoiceField(label=_("Period"), choices=PERIODS, required=False)
    source = forms.ChoiceField(label=_("Source"), required=False)

    def __init__(self, period: str, source: str, sources: Sequence[str]) -> None:
        super().__init__(initial={"period": period, "source": source}, auto_id="choose-%s")
        self.fields["source"].choices = [("", _("All")), *((one, one) for one in sources)]  # type: ignore[attr-defined] # a choice field
