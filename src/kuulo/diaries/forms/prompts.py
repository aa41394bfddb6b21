"""One prompt of the diary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.diaries.forms.texts import add_texts, texts_of
from kuulo.diaries.rules import Prompt, PromptKind
from kuulo.diaries.rules.plans import MOST_DAYS

WEEKDAYS: Final = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
DAYS_LABELS: Final = {
    PromptKind.JOINED: _("Days after joining"),
    PromptKind.SIGNAL: _("Days after it happened"),
}


class PromptForm(forms.Form):
    """A prompt of one kind, with what that kind needs."""

    at = forms.TimeField(
        label=_("At what time"),
        initial="18:00",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("By the clock of each participant’s phone."),
    )

    def __init__(
        self, *args: Any, languages: Sequence[str], kind: PromptKind, touchpoints: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.kind = languages, kind
        if kind is PromptKind.WEEKLY:
            self.fields["weekdays"] = forms.TypedMultipleChoiceField(
                label=_("On which days"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
            )
        if kind is PromptKind.ABSOLUTE:
            self.fields["day"] = forms.DateField(
                label=_("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            )
        if kind is PromptKind.SIGNAL:
            self._add_signal(touchpoints)
        if kind in DAYS_LABELS:
            self.fields["days"] = forms.IntegerField(
                label=DAYS_LABELS[kind], min_value=0, max_value=MOST_DAYS, initial=1
            )
        text = _("Words of the message")
        add_texts(self, "text", text, languages, rows=3, help_text=_("Left empty: in Kuulo’s own words."))
        texts = [f"text_{language}" for language in languages]
        self.order_fields([name for name in self.fields if name not in {"at", *texts}] + ["at", *texts])

    def told_prompt(self) -> Prompt:
        """Return what was filled in; its key is made when it is kept."""
        told = self.cleaned_data
        return Prompt(
            key="",
            kind=self.kind,
            text=texts_of(told, "text", self.languages),
            hour=told["at"].hour,
            minute=told["at"].minute,
            weekdays=tuple(sorted(told.get("weekdays", ()))),
            day=told.get("day"),
            days=told.get("days", 0),
            signal=told.get("signal", ""),
            touchpoint=told.get("touchpoint", ""),
        )

    def _add_signal(self, touchpoints: Sequence[str]) -> None:
        self.fields["signal"] = forms.CharField(
            label=_("Kind of the signal"),
            max_length=64,
            initial="encounter",
            help_text=_("Such as encounter, purchase, visit or event; letters a–z, digits and underscores."),
        )
        choices = [("", _("At any touchpoint")), *((name, name) for name in touchpoints)]
        self.fields["touchpoint"] = forms.ChoiceField(label=_("Touchpoint"), choices=choices, required=False)
