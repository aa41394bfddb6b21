"""The form of the contact budget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.invitations.forms.names import CHANNELS
from kuulo.invitations.rules.budget import Counted, Limit

BLANK_ROWS: Final = 1
COUNTED: Final = {
    Counted.ASKINGS: _("askings, each with its reminders as one"),
    Counted.MESSAGES: _("every message"),
}


class LimitForm(forms.Form):
    """One rule; a row without numbers is left out."""

    most = forms.IntegerField(label=_("At most"), required=False, min_value=0, max_value=1000)
    days = forms.IntegerField(label=_("In days"), required=False, min_value=1, max_value=3650)
    counted = forms.ChoiceField(label=_("Counting"), choices=list(COUNTED.items()), initial=Counted.ASKINGS)
    channel = forms.ChoiceField(
        label=_("On"), required=False, choices=[("", _("all channels together")), *CHANNELS.items()]
    )
    attribute = forms.ChoiceField(label=_("Only for"), required=False)
    value = forms.CharField(label=_("With the value"), required=False, max_length=250)

    def __init__(self, *given: Any, attributes: Sequence[str] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        choices = [("", _("everybody")), *((name, name) for name in attributes)]
        self.fields["attribute"].choices = choices  # type: ignore[attr-defined] # it is a choice field

    def clean(self) -> dict[str, Any]:
        """Refuse half a rule."""
        told = super().clean() or {}
        if (told.get("most") is None) != (told.get("days") is None):
            raise forms.ValidationError(_("Say both how many contacts and in how many days, or neither."))
        if bool(told.get("attribute")) != bool((told.get("value") or "").strip()):
            raise forms.ValidationError(_("Say both the attribute and its value, or neither."))
        return told

    def limit(self) -> Limit | None:
        """Return the rule; None for a row that says nothing."""
        told = self.cleaned_data
        if told.get("most") is None:
            return None
        return Limit(
            most=told["most"],
            days=told["days"],
            channel=told["channel"],
            attribute=told["attribute"],
            value=told["value"].strip(),
            counted=Counted(told["counted"]),
        )


BaseBudgetForm = forms.formset_factory(LimitForm, extra=0, max_num=50, absolute_max=60)


class BudgetForm(BaseBudgetForm):  # type: ignore[misc,valid-type] # Django makes the class
    """All rules of the budget, and an empty row for another."""

    def __init__(self, data: Any = None, *, limits: Sequence[Limit] = (), attributes: Sequence[str] = ()) -> None:
        self.extra = BLANK_ROWS
        rows = [{name: getattr(limit, name) for name in LimitForm.base_fields} for limit in limits]
        super().__init__(data, initial=rows, prefix="limit", form_kwargs={"attributes": attributes})

    def limits(self) -> list[Limit]:
        """Return the rules that were filled in."""
        return [limit for form in self.forms if (limit := form.limit()) is not None]
