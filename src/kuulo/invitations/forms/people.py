"""The form of the customer list."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PeopleForm(forms.Form):
    """A list of customers with addresses, attributes and consents."""

    # An empty file is refused by whoever reads it, in the same words as on the command line.
    file = forms.FileField(label=_("Customer list"), allow_empty_file=True)
