"""The form of a file that is brought by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.feeds.rules.lifecycle import FeedKind

KIND_NAMES = {FeedKind.PEOPLE: _("Customers"), FeedKind.PURCHASES: _("Purchases (order lines)")}


class FileForm(forms.Form):
    """A file for a feed that is known."""

    # An empty file is refused by whoever reads it, in the same words as on the command line.
    file = forms.FileField(label=_("File"), allow_empty_file=True)


class UploadForm(FileForm):
    """A file, what is in it, and which feed it belongs to."""

    kind = forms.ChoiceField(
        label=_("What is in it"), choices=list(KIND_NAMES.items()), initial=FeedKind.PEOPLE, widget=forms.RadioSelect
    )
    feed = forms.CharField(
        label=_("Feed"),
        required=False,
        max_length=120,
        help_text=_("Where it comes from, such as the cash register. What you say about its columns is kept with it."),
        widget=forms.TextInput(attrs={"list": "feeds", "autocomplete": "off"}),
    )
