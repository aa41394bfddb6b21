"""What the page of searching is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuulo.figures.templatetags.charts import say
from kuulo.searches.queries import Choices
from kuulo.searches.rules import MOST_CHOICES
from kuulo.words.rules import FEELING_LABELS

LANGUAGE_NAMES = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}


class SearchForm(forms.Form):
    """Words, and what the comments must be.

    Args:
        told: What the address asks for.
        choices: What there is to choose from.
    """

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    language = forms.ChoiceField(label=_("Language of the comment"), required=False)
    feeling = forms.ChoiceField(label=_("Feeling"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    most = forms.ChoiceField(label=_("Show at most"), required=False)

    def __init__(self, told: Mapping[str, Any], choices: Choices) -> None:
        super().__init__(told, auto_id="search-%s")
        everything = ("", gettext("All"))
        named = [(name, LANGUAGE_NAMES.get(name, name)) for name in choices.languages]
        feelings = [(key, say(label)) for key, label in FEELING_LABELS.items()]
        offered: dict[str, list[tuple[str, Any]]] = {
            "language": [everything, *named],
            "feeling": [everything, *feelings],
            "theme": [everything, *((key, say(name)) for key, name in choices.themes)],
            "touchpoint": [everything, *((name, name) for name in choices.touchpoints)],
            "most": [(str(each), str(each)) for each in MOST_CHOICES],
        }
        for name, options in offered.items():
            self.fields[name].choices = options  # type: ignore[attr-defined] # a choice field
        if not told.get("most"):
            self.data = {**{name: told.get(name, "") for name in self.fields}, "most": "20"}

    def narrowing(self) -> list[forms.BoundField]:
        """Return the fields that narrow a search and have something to choose."""
        offered = ("language", "feeling", "theme", "touchpoint")
        return [self[name] for name in offered if len(self.fields[name].choices) > 1]  # type: ignore[attr-defined] # as above


class SaveForm(forms.Form):
    """The name of a search that is kept."""

    name = forms.CharField(label=_("Name of the search"), max_length=120)
