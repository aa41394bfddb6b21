"""The form in which people name an early adopter themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class NameForm(forms.Form):
    """Whom they know as one."""

    identifier = forms.CharField(
        label=_("Customer’s identifier"),
        help_text=_("As on the customer’s page, such as customer_id:1042."),
        max_length=200,
    )
