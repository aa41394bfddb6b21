"""Forms of claims: a claim, a step of its life, the list's filters, a place of the map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.base.texts import Text
from kuulo.claims.forms.saying import say
from kuulo.claims.queries import Wanted
from kuulo.claims.rules import KIND_NAMES, STATE_NAMES, ClaimKind, ClaimState, ClaimStep, ClaimView
from kuulo.claims.services import ClaimWishes

LANGUAGES: Final = ("fi", "sv", "en")
TEXT_LABELS: Final = {"fi": _("In Finnish"), "sv": _("In Swedish"), "en": _("In English")}
LONGEST: Final = 500
IMPORTANCE: Final = (
    (1, _("1 – little hangs on it")),
    (2, "2"),
    (3, "3"),
    (4, "4"),
    (5, _("5 – being wrong would cost most")),
)


def named(names: Mapping[Any, str]) -> list[tuple[str, str]]:
    """Return the choices of a closed list in the reader's language."""
    return [(str(value), say(Text(name))) for value, name in names.items()]


class ClaimForm(forms.Form):
    """A claim: its wording in three languages, its kind, importance, owner, and who may change it."""

    kind = forms.ChoiceField(label=_("Kind of claim"))
    importance = forms.TypedChoiceField(label=_("Importance"), coerce=int, choices=IMPORTANCE, initial=3)
    owner = forms.CharField(label=_("Owner"), required=False, max_length=254, help_text=_("Left empty: you."))
    may_change = forms.CharField(
        label=_("Who else may change it"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("E-mail addresses, a line each. Left empty: everybody who may edit claims."),
    )
    study = forms.ChoiceField(label=_("Study that is to find out"), required=False)
    seen = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, studies: Iterable[tuple[str, str]], found: ClaimView | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {}
        if found is not None:
            initial = {
                "kind": found.kind.value,
                "importance": found.importance,
                "owner": found.owner,
                "may_change": "\n".join(found.may_change),
                "study": found.study,
                "seen": found.edition,
                **{f"text_{language}": found.text.get(language, "") for language in LANGUAGES},
            }
        super().__init__(*args, **{"initial": initial, **kwargs})
        for language in LANGUAGES:
            self.fields[f"text_{language}"] = forms.CharField(
                label=TEXT_LABELS[language],
                required=False,
                max_length=LONGEST,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["kind"].choices = named(KIND_NAMES)  # type: ignore[attr-defined] # a choice field
        chosen = list(studies)
        # A study that is none of the reader's business is not named, and stays as it was.
        self.unseen = found.study if found is not None and found.study not in dict(chosen) else ""
        self.fields["study"].choices = [("", "–"), *chosen]  # type: ignore[attr-defined] # as above
        texts = [f"text_{language}" for language in LANGUAGES]
        self.order_fields([*texts, "kind", "importance", "owner", "may_change", "study", "seen"])

    def told_wishes(self) -> ClaimWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        return ClaimWishes(
            text={language: told[f"text_{language}"] for language in LANGUAGES},
            kind=ClaimKind(told["kind"]),
            importance=told["importance"],
            owner=told["owner"],
            may_change=told["may_change"].split(),
            study=told["study"] or self.unseen,
        )


class StepForm(forms.Form):
    """A step of a claim's life, and why."""

    step = forms.ChoiceField(choices=[(each.value, each.value) for each in ClaimStep])
    reason = forms.CharField(required=False, max_length=2_000)


class PlaceForm(forms.Form):
    """A place of the assumption map; without strength the claim lies where its evidence is computed to be."""

    importance = forms.IntegerField(min_value=1, max_value=5)
    placed = forms.IntegerField(required=False, min_value=0, max_value=5)


class ListForm(forms.Form):
    """What the list is narrowed by."""

    q = forms.CharField(label=_("Words or number"), required=False, max_length=200)
    kind = forms.ChoiceField(label=_("Kind of claim"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    owner = forms.ChoiceField(label=_("Owner"), required=False)
    rests = forms.ChoiceField(label=_("Rests on"), required=False)
    order = forms.ChoiceField(label=_("Sorted"), required=False)

    def __init__(self, *args: Any, owners: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", _("all"))
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [anything, *named(KIND_NAMES)],
            "state": [anything, *named(STATE_NAMES)],
            "owner": [anything, *((each, each) for each in owners)],
            "rests": [anything, ("nothing", _("no evidence")), ("ours", _("our interpretation alone"))],
            "order": [
                ("newest", _("newest first")),
                ("importance", _("most important first")),
                ("changed", _("changed last first")),
            ],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined] # choice fields

    def wanted(self) -> Wanted:
        """Return which claims are listed; what cannot be read narrows nothing."""
        self.is_valid()
        told = self.cleaned_data
        return Wanted(
            words=told.get("q", ""),
            kind=ClaimKind(told["kind"]) if told.get("kind") else None,
            state=ClaimState(told["state"]) if told.get("state") else None,
            owner=told.get("owner", ""),
            bare=told.get("rests") == "nothing",
            ours=told.get("rests") == "ours",
            order=told.get("order") or "newest",
        )
