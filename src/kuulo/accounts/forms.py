"""Forms of people."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.accounts.models import ROLE_CHOICES


class AddPersonForm(forms.Form):
    """A new person: who, in which role, with a first password."""

    email = forms.EmailField(label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 12 characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class RoleForm(forms.Form):
    """Another role for a person."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)


class KeyForm(forms.Form):
    """A new key for another program."""

    name = forms.CharField(label=_("Program"), max_length=120, help_text=_("Such as: web shop, till of the shop."))
