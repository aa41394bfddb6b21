"""Forms by which participants and colleagues come to a study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.base.texts import say
from kuulo.customers.rules import Channel
from kuulo.figures.templatetags.charts import say as said
from kuulo.studies.rules import ROLE_NAMES, TeamRole
from kuulo.studies.services import DrawWishes, HandWishes
from kuulo.studies.services.recruiting import MOST_AT_ONCE

Choices = Sequence[tuple[str, str]]
CHANNEL_LABELS: Final = {
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("Text message"),
    Channel.LETTER: _("Letter"),
}
LANGUAGE_NAMES: Final = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}


class DrawForm(forms.Form):
    """How many customers are drawn, from where, and how they are asked."""

    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_AT_ONCE)
    segment = forms.ChoiceField(label=_("From the segment"), required=False)
    channel = forms.ChoiceField(
        label=_("Asked by"), choices=[(each.value, label) for each, label in CHANNEL_LABELS.items()]
    )

    def __init__(self, *args: Any, segments: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["segment"].choices = [("", _("All customers")), *segments]  # type: ignore[attr-defined] # a choice field

    def told_wishes(self) -> DrawWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        return DrawWishes(count=told["count"], segment=told["segment"], channel=Channel(told["channel"]))


class HandForm(forms.Form):
    """Somebody to be added by hand."""

    party_id = forms.IntegerField(
        label=_("Number of the customer"),
        required=False,
        min_value=1,
        help_text=_("It stands in the address of the customer’s page. Left empty: nobody in the register."),
    )
    address = forms.CharField(label=_("E-mail address or mobile number"), required=False, max_length=254)
    pseudonym = forms.CharField(label=_("Pseudonym"), required=False, max_length=60)
    language = forms.ChoiceField(label=_("Language"))
    send = forms.BooleanField(label=_("Ask by message; otherwise I hand over the link myself"), required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(one, LANGUAGE_NAMES[one]) for one in languages]  # type: ignore[attr-defined] # a choice field

    def told_wishes(self) -> HandWishes:
        """Return what was filled in."""
        return HandWishes(**self.cleaned_data)


class MemberForm(forms.Form):
    """A colleague and their part in the team."""

    email = forms.ChoiceField(label=_("Colleague"))
    role = forms.ChoiceField(label=_("Part in the team"))

    def __init__(self, *args: Any, colleagues: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].choices = list(colleagues)  # type: ignore[attr-defined] # a choice field
        roles = [(each.value, said(say(name))) for each, name in ROLE_NAMES.items()]
        self.fields["role"].choices = roles  # type: ignore[attr-defined] # a choice field
        self.fields["role"].initial = TeamRole.RESEARCHER.value
