"""Forms of evidence: what a fragment says to a claim, and why it is taken away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kuulo.claims.forms.claims import LONGEST, named
from kuulo.claims.rules import KIND_NAMES, STANCE_NAMES, WEIGHT_NAMES, Stance


class EvidenceForm(forms.Form):
    """How a fragment speaks to a claim."""

    stance = forms.ChoiceField(label=_("How it speaks to the claim"), widget=forms.RadioSelect)
    weight = forms.TypedChoiceField(label=_("Weight of the evidence"), coerce=int, initial=2)
    why = forms.CharField(
        label=_("Why"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What makes it speak so; write no names of customers."),
    )
    affirms = forms.BooleanField(
        label=_("In these words the customer affirms the claim"),
        required=False,
        help_text=_("Only a customer’s own words can; they take the mark “our interpretation” away."),
    )

    def __init__(self, *args: Any, own_words: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stance"].choices = named(STANCE_NAMES)  # type: ignore[attr-defined] # a choice field
        self.fields["weight"].choices = [  # type: ignore[attr-defined] # as above
            (str(int(weight)), f"{int(weight)} – {label}")
            for weight, (_value, label) in zip(WEIGHT_NAMES, named(WEIGHT_NAMES), strict=True)
        ]
        if not own_words:
            del self.fields["affirms"]

    def judgement(self) -> dict[str, Any]:
        """Return what was judged, as the service takes it."""
        told = self.cleaned_data
        return {
            "stance": Stance(told["stance"]),
            "weight": told["weight"],
            "why": told["why"],
            "affirms": bool(told.get("affirms")),
        }


class CutForm(EvidenceForm):
    """A fragment attached to a claim there is, or to one that is made with it."""

    claim = forms.CharField(
        label=_("Claim"),
        required=False,
        max_length=700,
        widget=forms.TextInput(attrs={"list": "claims-known", "autocomplete": "off"}),
        help_text=_("Its number, such as C12; begin to write to find it."),
    )
    new_text = forms.CharField(
        label=_("Or a new claim"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    new_kind = forms.ChoiceField(label=_("Kind of the new claim"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_kind"].choices = named(KIND_NAMES)  # type: ignore[attr-defined] # a choice field
        self.order_fields(["claim", "new_text", "new_kind", "stance", "weight", "why", "affirms"])

    def clean(self) -> dict[str, Any] | None:
        """Refuse a fragment that is attached to nothing, or to two claims."""
        told = super().clean() or self.cleaned_data
        if bool(told.get("claim", "").strip()) == bool(told.get("new_text", "").strip()):
            raise ValidationError(_("Name a claim, or write a new one: one of the two."))
        return told

    def number(self) -> str:
        """Return the number of the claim that was named; empty for a new one."""
        words = self.cleaned_data["claim"].split()
        return words[0].strip(":") if words else ""


class WhyForm(forms.Form):
    """Why a fragment is taken away."""

    why = forms.CharField(max_length=2_000)
