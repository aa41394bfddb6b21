"""What a person chooses on the page of scales."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuulo.base.texts import Text
from kuulo.figures.templatetags.charts import say
from kuulo.scales.queries import ScaleSource, Settled


class ChooseForm(forms.Form):
    """Source, items and grouping."""

    source = forms.ChoiceField(label=gettext_lazy("Source"))
    set = forms.ChoiceField(label=gettext_lazy("Items"), required=False)
    by = forms.ChoiceField(label=gettext_lazy("Compare groups"), required=False)

    def __init__(self, sources: tuple[ScaleSource, ...], settled: Settled, titles: dict[str, Text]) -> None:
        ask = settled.ask
        super().__init__(initial={"source": ask.source, "set": ask.set, "by": ask.by}, auto_id="scales-%s")
        self.fields["source"].choices = [(one.name, one.name) for one in sources]  # type: ignore[attr-defined]  # -- a choice field
        own = [("", say(settled.set.title))] if not ask.set else []
        sets = [(one.key, say(titles[one.key])) for one in settled.source.sets]
        self.fields["set"].choices = own + sets  # type: ignore[attr-defined]  # -- as above
        groupings = [(key, say(label)) for key, label in settled.groupings]
        self.fields["by"].choices = [("", _("No groups")), *groupings]  # type: ignore[attr-defined]  # -- as above
