"""Forms of one customer: adding one, and each part of its card that can be changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kuulo.customers.rules import (
    VALUE_LENGTH,
    AttributeDefinitionView,
    AttributeKind,
    Channel,
    PartyKind,
    RelationKind,
    Stage,
)

KINDS: Final[tuple[tuple[str, Promise], ...]] = (
    (PartyKind.PERSON.value, _("Person")),
    (PartyKind.ORGANISATION.value, _("Organisation")),
    (PartyKind.HOUSEHOLD.value, _("Household")),
)
STAGES: Final[tuple[tuple[str, Promise], ...]] = (
    (Stage.PROSPECT.value, _("Prospect")),
    (Stage.ACTIVE.value, _("Customer")),
    (Stage.FORMER.value, _("Former customer")),
)
CHANNELS: Final[tuple[tuple[str, Promise], ...]] = (
    (Channel.EMAIL.value, _("E-mail")),
    (Channel.SMS.value, _("Phone")),
    (Channel.LETTER.value, _("Postal address")),
)
RELATIONS: Final[tuple[tuple[str, Promise], ...]] = (
    (RelationKind.WORKS_FOR.value, _("Works for")),
    (RelationKind.BUYS_FROM.value, _("Buys from")),
    (RelationKind.REFERRED_BY.value, _("Was referred by")),
    (RelationKind.PARTNER.value, _("Is a partner of")),
    (RelationKind.MEMBER_OF.value, _("Belongs to")),
)
LANGUAGES: Final[tuple[tuple[str, Promise], ...]] = (
    ("", _("Not known")),
    ("fi", _("Finnish")),
    ("sv", _("Swedish")),
    ("en", _("English")),
)
YES_NO: Final[tuple[tuple[str, Promise], ...]] = (("", _("Not known")), ("yes", _("Yes")), ("no", _("No")))
DAY: Final = {"type": "date"}


class DayField(forms.DateField):
    """A day as browsers choose it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **kwargs)


class PastDayField(DayField):
    """A day that has come."""

    def validate(self, value: Any) -> None:
        """Refuse a day still to come: a stage that has not begun would stand as if it had."""
        super().validate(value)
        if value and value > timezone.localdate():
            raise forms.ValidationError(_("This day is still to come. Note it when it has come."))


class NewCustomerForm(forms.Form):
    """A customer nobody knew before."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    name = forms.CharField(label=_("Name"), max_length=250)
    number = forms.CharField(
        label=_("Customer number"), max_length=VALUE_LENGTH, help_text=_("As your other systems know it.")
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES[:2])
    since = PastDayField(label=_("Customer since"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)


class BasicsForm(forms.Form):
    """What a customer is called, and the language it is met in."""

    name = forms.CharField(label=_("Name"), max_length=250)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)


class StageForm(forms.Form):
    """Another stage, from a day on, with its reason."""

    stage = forms.ChoiceField(label=_("Stage"), choices=STAGES)
    on = PastDayField(label=_("From"))
    reason = forms.CharField(
        label=_("Reason"), max_length=250, required=False, help_text=_("Needed when a customer leaves.")
    )


class ContactForm(forms.Form):
    """A further address."""

    channel = forms.ChoiceField(label=_("Kind of address"), choices=CHANNELS)
    value = forms.CharField(label=_("Address"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    label = forms.CharField(label=_("What for"), max_length=40, required=False, help_text=_("Home, work, invoices …"))


class RelationForm(forms.Form):
    """What this customer is to another."""

    kind = forms.ChoiceField(label=_("Relation"), choices=RELATIONS)
    other = forms.CharField(
        label=_("To whom"), max_length=300, help_text=_("The other’s customer number, or identifier as scheme:value.")
    )
    role = forms.CharField(label=_("Role"), max_length=120, required=False)
    since = DayField(label=_("Since"), required=False)


class WithdrawForm(forms.Form):
    """That a customer said no, and how."""

    purpose = forms.CharField(max_length=20)
    channel = forms.CharField(max_length=10)
    how = forms.CharField(label=_("How the customer said so"), max_length=120)


class AttributesForm(forms.Form):
    """The attributes the organisation defined, each with its kind of value, and those a customer has besides."""

    def __init__(
        self,
        definitions: Sequence[AttributeDefinitionView],
        held: Mapping[str, str],
        language: str,
        data: Any = None,
    ) -> None:
        super().__init__(data)
        self.names: dict[str, str] = {}
        known = {each.name for each in definitions}
        others = [AttributeDefinitionView(name=name) for name in sorted(held.keys() - known)]
        for number, each in enumerate([*definitions, *others]):
            place = f"a{number}"
            self.names[place] = each.name
            self.fields[place] = _field(each, language)
            self.fields[place].initial = held.get(each.name, "")

    def values(self) -> dict[str, str]:
        """Return the values by the attributes' names."""
        return {name: _written(self.cleaned_data[place]) for place, name in self.names.items()}


def _field(definition: AttributeDefinitionView, language: str) -> forms.Field:
    label = definition.labels.get(language, definition.name)
    if definition.kind is AttributeKind.DATE:
        return DayField(label=label, required=False)
    if definition.kind is AttributeKind.YES_NO:
        return forms.ChoiceField(label=label, choices=YES_NO, required=False)
    if definition.kind is AttributeKind.CHOICE:
        choices = [("", _("Not known")), *((choice, choice) for choice in definition.choices)]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    attributes = {"inputmode": "decimal"} if definition.kind is AttributeKind.NUMBER else {}
    return forms.CharField(label=label, max_length=1000, required=False, widget=forms.TextInput(attrs=attributes))


def _written(value: Any) -> str:
    return "" if value is None else str(value)
