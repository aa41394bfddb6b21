"""What holds for the whole diary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.diaries.forms.texts import add_texts, texts_of
from kuulo.diaries.rules import DiaryPlan
from kuulo.diaries.services import DiaryFrame


class FrameForm(forms.Form):
    """Welcome, hours of messages, last day."""

    from_hour = forms.IntegerField(label=_("No message before this hour"), min_value=0, max_value=23)
    to_hour = forms.IntegerField(
        label=_("No message from this hour on"),
        min_value=1,
        max_value=24,
        help_text=_("By the clock of each participant’s phone."),
    )
    ends_on = forms.DateField(
        label=_("Last day of writing"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty: as long as the study runs."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], plan: DiaryPlan, **kwargs: Any) -> None:
        initial = {"from_hour": plan.from_hour, "to_hour": plan.to_hour, "ends_on": plan.ends_on}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.languages = languages
        add_texts(self, "welcome", _("Greeting at the top of the page"), languages, rows=3, initial=plan.welcome)
        self.order_fields([*(f"welcome_{language}" for language in languages), "from_hour", "to_hour", "ends_on"])

    def told_frame(self) -> DiaryFrame:
        """Return what was filled in."""
        told = self.cleaned_data
        return DiaryFrame(
            welcome=texts_of(told, "welcome", self.languages),
            from_hour=told["from_hour"],
            to_hour=told["to_hour"],
            ends_on=told["ends_on"],
        )
