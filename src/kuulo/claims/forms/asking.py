"""The form of a question to a customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kuulo.claims.forms.claims import named
from kuulo.claims.rules import WAY_NAMES, Way
from kuulo.claims.services import Target
from kuulo.customers.queries import party_ids_of
from kuulo.customers.rules import Channel

LANGUAGES: Final = (("fi", "Suomi"), ("sv", "Svenska"), ("en", "English"))
CHANNELS: Final = ((Channel.EMAIL.value, _("E-mail")), (Channel.SMS.value, _("Text message")))
Choices = Sequence[tuple[str, str]]


class AskForm(forms.Form):
    """What is asked, in which language, and where it goes."""

    text = forms.CharField(
        label=_("The question"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("As you would put it to a customer: open, and without your own answer in it."),
    )
    language = forms.ChoiceField(label=_("Language of the question"), choices=LANGUAGES)
    way = forms.ChoiceField(label=_("How it is asked"), widget=forms.RadioSelect)
    session = forms.ChoiceField(label=_("Meeting"), required=False)
    discussion = forms.ChoiceField(label=_("Study with a discussion"), required=False)
    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=300,
        help_text=_("The customer’s identifier, such as customer_id:1042."),
    )
    channel = forms.ChoiceField(label=_("Channel of the message"), choices=CHANNELS, required=False)

    def __init__(self, *args: Any, sessions: Choices, discussions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = (get_language() or "en")[:2]
        self.fields["way"].choices = [  # type: ignore[attr-defined] # a choice field
            (value, label)
            for value, label in named(WAY_NAMES)
            if (value != Way.SESSION or sessions) and (value != Way.DISCUSSION or discussions)
        ]
        for name, choices in (("session", sessions), ("discussion", discussions)):
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined] # as above
            if not choices:
                del self.fields[name]

    def clean_customer(self) -> int | None:
        """Return the number of the customer named, or None."""
        named_so = self.cleaned_data["customer"].strip()
        if not named_so:
            return None
        found = party_ids_of([named_so]).get(named_so)
        if found is None:
            raise ValidationError(_("There is no customer with this identifier."))
        return found

    def target(self) -> Target:
        """Return where the question goes."""
        told = self.cleaned_data
        session = told.get("session")
        return Target(
            language=told["language"],
            session_id=int(session) if session else None,
            study=told.get("discussion", ""),
            party_id=told.get("customer"),
            channel=Channel(told.get("channel") or Channel.EMAIL),
        )
