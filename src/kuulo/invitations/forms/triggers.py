"""The form of a trigger."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.forms.asking import AskingForm
from kuulo.invitations.forms.names import TRIGGERS
from kuulo.invitations.rules.askings import TriggerPlan
from kuulo.invitations.rules.plans import TriggerKind
from kuulo.invitations.rules.samples import Customers, SampleSpec

UNITS: Final = {"hours": _("hours"), "days": _("days")}


class TriggerForm(AskingForm):
    """A standing order to ask whoever something happened to."""

    kind = forms.ChoiceField(
        label=_("When"), choices=list(TRIGGERS.items()), initial=TriggerKind.AFTER_ENCOUNTER, widget=forms.RadioSelect
    )
    signal_kind = forms.CharField(
        label=_("Kind of encounter"),
        required=False,
        max_length=64,
        initial="encounter",
        help_text=_("As the other system names it: encounter, purchase, meeting …"),
    )
    touchpoint = forms.CharField(
        label=_("Touchpoint"),
        required=False,
        max_length=120,
        help_text=_("Only encounters there. Left empty: the questionnaire's own touchpoint."),
    )
    delay = forms.IntegerField(label=_("Wait after it"), required=False, min_value=0, max_value=8760, initial=2)
    delay_unit = forms.ChoiceField(label=_("Unit"), choices=list(UNITS.items()), initial="hours")
    date_field = forms.CharField(
        label=_("Each customer's day"),
        required=False,
        max_length=100,
        help_text=_("“since” (became a customer), “until” (last day), or an attribute that holds a date."),
    )
    on_day = forms.DateField(
        label=_("Or one day for all"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    offset_days = forms.IntegerField(
        label=_("Days after that day"),
        required=False,
        min_value=-365,
        max_value=3650,
        initial=0,
        help_text=_("A negative number: before it."),
    )
    yearly = forms.BooleanField(label=_("Again each year"), required=False)
    percent = forms.FloatField(
        label=_("Chance of being asked, %"),
        min_value=0.1,
        max_value=100,
        initial=100,
        help_text=_("Below 100 a part is drawn by chance, so that nobody is asked each time."),
    )

    def plan(self) -> TriggerPlan:
        """Return the trigger to be."""
        told = self.cleaned_data
        kind = TriggerKind(told["kind"])
        return TriggerPlan(
            name=told["name"],
            slug=self.version.slug,
            channel=Channel(told["channel"]),
            spec=SampleSpec(customers=Customers(told["customers"]), conditions=self.conditions()),
            basis=Basis(told["basis"]),
            touchpoint=told["touchpoint"],
            reminders=self.reminder_plan(),
            words=self.own_words(),
            valid_days=self.valid_for(),
            kind=kind,
            delay=timedelta(**{told["delay_unit"]: told["delay"] or 0}),
            share=told["percent"] / 100,
            **_own_of(kind, told),
        )


def _own_of(kind: TriggerKind, told: dict[str, Any]) -> dict[str, Any]:
    """Return what only this kind reads; what stands in the fields of other kinds is left."""
    if kind is TriggerKind.AFTER_ENCOUNTER:
        return {"signal_kind": told["signal_kind"].strip()}
    if kind is TriggerKind.AT_DATE:
        names = ("date_field", "on_day", "yearly")
        return {name: told[name] for name in names} | {"offset_days": told["offset_days"] or 0}
    return {"offset_days": told["offset_days"] or 0} if kind is TriggerKind.WHEN_LEAVES else {}
