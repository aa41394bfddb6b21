"""The form of a source."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.events.rules.sources import NAME_LENGTH, Channel, SourceView, Traits

CHANNEL_NAMES: Final = {
    Channel.WEB: _("Website"),
    Channel.APP: _("App"),
    Channel.SHOP: _("Tills and doors of a shop"),
    Channel.SERVER: _("Server of our own"),
}
TRAITS_NAMES: Final = {
    Traits.NEVER: _("never: anybody can read the key, and could say anything"),
    Traits.CONSENT: _("where the event or the customer has agreed to profiling"),
    Traits.ALWAYS: _("always, unless the event denies it"),
}
TYPE_NAMES: Final = {
    "track": _("things done"),
    "page": _("pages seen"),
    "screen": _("screens seen"),
    "identify": _("people named"),
    "group": _("groups named"),
    "alias": _("names joined"),
}


class SourceForm(forms.Form):
    """What a source is, and what may be done with what it tells."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, help_text=_("By which you will know it again, such as “Web shop”.")
    )
    channel = forms.ChoiceField(label=_("Where the traces are left"), choices=list(CHANNEL_NAMES.items()))
    scheme = forms.CharField(
        label=_("What a userId is"),
        max_length=50,
        initial="customer_id",
        help_text=_("The kind of identifier by which the customer database knows these users, such as customer_id."),
    )
    group_scheme = forms.CharField(
        label=_("What a groupId is"),
        max_length=50,
        initial="group_id",
        help_text=_("The same of organisations, such as business_id."),
    )
    origins = forms.CharField(
        label=_("Websites that may send"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, such as https://www.example.com. Left empty, any website may."),
    )
    creates_parties = forms.BooleanField(
        label=_("Users nobody knows become prospects"),
        required=False,
        initial=False,
        help_text=_(
            "For tills and servers of our own. In websites and apps anybody can read the key and invent users."
        ),
    )
    traits = forms.ChoiceField(
        label=_("Write down what is told about a person"),
        choices=[("", _("as fits the channel")), *TRAITS_NAMES.items()],
        required=False,
    )

    def told(self) -> dict[str, object]:
        """Return what was filled in, as the services take it."""
        return {**self.cleaned_data, "origins": self.cleaned_data["origins"].splitlines()}


class ChangeForm(SourceForm):
    """What of a source can be changed: not where its traces are left."""

    def __init__(self, *args: object, source: SourceView, **kwargs: object) -> None:
        super().__init__(*args, **{**kwargs, "initial": _values(source)})  # type: ignore[arg-type] # handed on as they came
        del self.fields["channel"]
        self.fields["traits"].choices = list(TRAITS_NAMES.items())  # type: ignore[attr-defined] # a ChoiceField
        self.fields["traits"].required = True


def _values(source: SourceView) -> dict[str, object]:
    return {
        "name": source.name,
        "scheme": source.scheme,
        "group_scheme": source.group_scheme,
        "origins": "\n".join(source.origins),
        "creates_parties": source.creates_parties,
        "traits": source.traits.value,
    }
