"""The form of how customers are matched."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.matching.rules.settings import KINDS, LOWEST, MatchWishes

LARGEST_MODEL: Final = 1_000_000
PERCENT: Final = 100
MODEL_LABELS: Final = {"person": _("Model file for persons"), "organisation": _("Model file for organisations")}


class SettingsForm(forms.Form):
    """Thresholds, keys, and the organisation's own model."""

    propose_at = forms.FloatField(
        label=_("Propose from a probability of, %"),
        min_value=LOWEST * PERCENT,
        max_value=PERCENT,
        help_text=_("The page of runs shows the precision and recall to expect at each threshold."),
    )
    accept_at = forms.FloatField(
        label=_("Accept without asking from a probability of, %"),
        required=False,
        min_value=LOWEST * PERCENT,
        max_value=PERCENT,
        help_text=_("Left empty: people decide on every proposal."),
    )
    link_certain = forms.BooleanField(
        label=_("Link at once who shares a verified e-mail address, a customer number or a business id"), required=False
    )
    personal_ids = forms.BooleanField(
        label=_("Use personal identity codes as keys"),
        required=False,
        help_text=_(
            "Only where the law allows you to process them for this purpose. While this is off, they are neither "
            "compared nor linked by."
        ),
    )
    person_model = forms.FileField(label=MODEL_LABELS["person"], required=False)
    organisation_model = forms.FileField(label=MODEL_LABELS["organisation"], required=False)

    def __init__(self, *args: Any, wishes: MatchWishes, **kwargs: Any) -> None:
        self.wishes = wishes
        initial = {
            "propose_at": wishes.propose_at * PERCENT,
            "accept_at": wishes.accept_at * PERCENT if wishes.accept_at is not None else None,
            "link_certain": wishes.link_certain,
            "personal_ids": wishes.personal_ids,
        }
        super().__init__(*args, **{"initial": initial, **kwargs})
        for kind in wishes.models:
            label = _("Make the model anew from the data each time: persons")
            if kind == "organisation":
                label = _("Make the model anew from the data each time: organisations")
            self.fields[f"{kind}_anew"] = forms.BooleanField(label=label, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a model file that is too large or not a text."""
        told = super().clean() or {}
        for kind in KINDS:
            file: Any = told.get(f"{kind}_model")
            if file is None:
                continue
            if file.size is None or file.size > LARGEST_MODEL:
                self.add_error(f"{kind}_model", _("A model file has at most 1 MB."))
                continue
            try:
                told[f"{kind}_model"] = file.read().decode("utf-8")
            except UnicodeDecodeError:
                self.add_error(f"{kind}_model", _("This is not a text file."))
        return told

    def told_wishes(self) -> MatchWishes:
        """Return the settings to be."""
        told = self.cleaned_data
        models = {kind: text for kind, text in self.wishes.models.items() if not told.get(f"{kind}_anew")}
        models |= {kind: told[f"{kind}_model"] for kind in KINDS if told.get(f"{kind}_model")}
        return MatchWishes(
            propose_at=told["propose_at"] / PERCENT,
            accept_at=told["accept_at"] / PERCENT if told["accept_at"] is not None else None,
            link_certain=told["link_certain"],
            personal_ids=told["personal_ids"],
            models=models,
        )
