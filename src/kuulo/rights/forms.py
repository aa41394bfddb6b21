"""Forms of the pages of rights."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.accounts.rules import LANGUAGES
from kuulo.customers.rules import Purpose
from kuulo.rights.rules import RequestKind, Way

KINDS: Final = [
    (RequestKind.EXPORT.value, _("Own data")),
    (RequestKind.CORRECT.value, _("Correction")),
    (RequestKind.ERASE.value, _("Erasure")),
    (RequestKind.OBJECT.value, _("Objection")),
]
WAYS: Final = [
    (Way.PHONE.value, _("phone")),
    (Way.LETTER.value, _("letter")),
    (Way.EMAIL.value, _("e-mail")),
    (Way.COUNTER.value, _("at the counter")),
]
PURPOSES: Final = [
    (Purpose.SURVEYS.value, _("surveys")),
    (Purpose.RESEARCH.value, _("research")),
    (Purpose.MARKETING.value, _("marketing")),
    (Purpose.PROFILING.value, _("profiling")),
    (Purpose.RECORDING.value, _("recording")),
    (Purpose.TRACKING.value, _("following how messages are read")),
]


class NewRequestForm(forms.Form):
    """What somebody asks for who called, wrote or came by."""

    kind = forms.ChoiceField(label=_("What is asked for"), choices=KINDS)
    way = forms.ChoiceField(label=_("How it came"), choices=WAYS)
    note = forms.CharField(
        label=_("What was noted"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000
    )


class FactsForm(forms.Form):
    """What the record of processing cannot find out by itself."""

    controller = forms.CharField(label=_("Controller"), required=False, max_length=250)
    address = forms.CharField(label=_("Address"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    contact = forms.CharField(label=_("Contact person"), required=False, max_length=250)
    officer = forms.CharField(label=_("Data protection officer"), required=False, max_length=250)
    recipients = forms.CharField(
        label=_("Other recipients and processors"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    transfers = forms.CharField(
        label=_("Transfers outside the EU"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    safeguards = forms.CharField(
        label=_("Technical and organisational measures"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class TextForm(forms.Form):
    """One version of the words of a consent in one language."""

    purpose = forms.ChoiceField(label=_("Purpose"), choices=PURPOSES)
    version = forms.CharField(label=_("Version"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=[(code, code) for code in LANGUAGES])
    text = forms.CharField(label=_("Wording"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
