"""The form that opens a way in."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from kuulo.responses.rules.states import WayKind

KIND_NAMES: Final = {
    WayKind.LINK: _("Open link"),
    WayKind.QR: _("QR code on a poster"),
    WayKind.KIOSK: _("Tablet in a shop (kiosk)"),
    WayKind.WIDGET: _("Widget on a website"),
    WayKind.EMAIL: _("Link in your own e-mails"),
    WayKind.API: _("Program (API)"),
}
NAME_LENGTH: Final = 120
CHANNEL_LENGTH: Final = 40
MOST_ATTRIBUTES: Final = 20
LONGEST_ATTRIBUTE: Final = 120


class WayInForm(forms.Form):
    """What a new way in is: its kind, its name, and what goes with every answer that comes through it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(KIND_NAMES.items()))
    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, help_text=_("By which you will know it again, such as “Door poster”.")
    )
    touchpoint = forms.CharField(
        label=_("Touchpoint"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Where the customer meets you. Left empty, it is that of the instrument."),
    )
    channel = forms.CharField(
        label=_("Channel"),
        required=False,
        max_length=CHANNEL_LENGTH,
        help_text=_("Left empty, it follows from the kind."),
    )
    language = forms.ChoiceField(label=_("Language it begins in"), required=False)
    attributes = forms.CharField(
        label=_("Attributes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line, such as “shop = Tampere”; every answer that comes this way carries them."),
    )

    def __init__(self, *args: object, languages: tuple[str, ...], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type] # handed on as they came
        names = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}
        field = self.fields["language"]
        field.choices = [("", _("That of the customer")), *((code, names[code]) for code in languages)]  # type: ignore[attr-defined] # a ChoiceField

    def clean_attributes(self) -> dict[str, str]:
        """Return the attributes as names and values.

        Raises:
            forms.ValidationError: A line is none, or there are too many.
        """
        found: dict[str, str] = {}
        for line in self.cleaned_data["attributes"].splitlines():
            if not line.strip():
                continue
            name, equals, value = (part.strip() for part in line.partition("="))
            if not (name and equals and value) or max(len(name), len(value)) > LONGEST_ATTRIBUTE:
                raise forms.ValidationError(
                    say("“%(line)s” is no attribute: write a name, an equals sign and a value.") % {"line": line[:60]}
                )
            found[name] = value
        if len(found) > MOST_ATTRIBUTES:
            raise forms.ValidationError(
                say("There are %(count)d attributes; give at most %(most)d.")
                % {"count": len(found), "most": MOST_ATTRIBUTES}
            )
        return found
