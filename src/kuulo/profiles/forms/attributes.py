"""The form of an attribute: what it is called, what values it takes, and whether they need special care."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kuulo.accounts.rules import LANGUAGES
from kuulo.customers.rules import ATTRIBUTE_LENGTH, AttributeDefinitionView, AttributeKind

KINDS: Final[tuple[tuple[str, Promise], ...]] = (
    (AttributeKind.TEXT.value, _("Text")),
    (AttributeKind.NUMBER.value, _("Number")),
    (AttributeKind.DATE.value, _("Date")),
    (AttributeKind.YES_NO.value, _("Yes or no")),
    (AttributeKind.CHOICE.value, _("One of several choices")),
)
LABELS: Final = {
    "fi": _("What it is called in Finnish"),
    "sv": _("What it is called in Swedish"),
    "en": _("What it is called in English"),
}
LABEL_LENGTH: Final = 120
LONGEST: Final = 10_000
MOST_CHOICES: Final = 200


class AttributeForm(forms.Form):
    """What the organisation wants to know of its customers.

    Args:
        taken: Names that are in use already; None where the definition of one is changed, which keeps its name.
    """

    name = forms.CharField(
        label=_("Name"),
        max_length=ATTRIBUTE_LENGTH,
        help_text=_("As the column is called in the lists you bring, letter by letter."),
    )
    kind = forms.ChoiceField(label=_("Kind of values"), choices=KINDS)
    choices = forms.CharField(
        label=pgettext_lazy("attribute", "Choices"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One on each line; needed for “One of several choices” only."),
    )
    is_special = forms.BooleanField(
        label=_("Special personal data"),
        required=False,
        help_text=_(
            "Health, origin, conviction, trade union, sexuality, biometrics (GDPR, Article 9). "
            "The timeline then says that it changed, but not to what."
        ),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        taken: Collection[str] | None = None,
        definition: AttributeDefinitionView | None = None,
    ) -> None:
        self.taken = taken or ()
        super().__init__(data, initial=_initial(definition) if definition else None)
        for language in LANGUAGES:
            field = forms.CharField(label=LABELS[language], max_length=LABEL_LENGTH, required=False)
            self.fields[f"label_{language}"] = field
        if taken is None:
            del self.fields["name"]
        self.order_fields(["name", "kind", "choices", *(f"label_{each}" for each in LANGUAGES), "is_special"])

    def clean_name(self) -> str:
        """Refuse a name that another attribute has already, be it in other letters."""
        name = str(self.cleaned_data["name"]).strip()
        for other in self.taken:
            if other.casefold() == name.casefold():
                raise forms.ValidationError(
                    gettext("There is an attribute “%(name)s” already: change that one."), params={"name": other}
                )
        return name

    def clean_choices(self) -> tuple[str, ...]:
        """Return the choices, one a line; the same twice is refused."""
        told = (line.strip() for line in str(self.cleaned_data["choices"]).splitlines())
        found: dict[str, str] = {}
        for choice in filter(None, told):
            if found.setdefault(choice.casefold(), choice) is not choice:
                raise forms.ValidationError(
                    gettext("The choice “%(choice)s” is there twice."), params={"choice": choice}
                )
        if len(found) > MOST_CHOICES:
            raise forms.ValidationError(
                gettext("There are more than %(most)s choices: “Text” will do."), params={"most": MOST_CHOICES}
            )
        return tuple(found.values())

    def clean(self) -> dict[str, Any]:
        """Ask for choices where there must be some; another kind keeps none."""
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if told.get("kind") != AttributeKind.CHOICE:
            told["choices"] = ()
            self.errors.pop("choices", None)
        elif told.get("choices") == ():
            self.add_error("choices", gettext("Name at least one choice."))
        return told

    def definition(self, name: str = "") -> AttributeDefinitionView:
        """Return what was told, checked by the form; ``name`` is that of the attribute that is changed."""
        told = self.cleaned_data
        labels = {each: str(told[f"label_{each}"]) for each in LANGUAGES}
        return AttributeDefinitionView(
            name=name or str(told["name"]),
            kind=AttributeKind(told["kind"]),
            choices=tuple(told["choices"]),
            labels={language: label for language, label in labels.items() if label},
            is_special=bool(told["is_special"]),
        )


def _initial(definition: AttributeDefinitionView) -> dict[str, Any]:
    labels = {f"label_{language}": label for language, label in definition.labels.items()}
    return labels | {
        "name": definition.name,
        "kind": definition.kind.value,
        "choices": "\n".join(definition.choices),
        "is_special": definition.is_special,
    }
