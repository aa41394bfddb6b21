"""Forms of the room: a new instrument, its name and touchpoint, the promise to the respondents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django import forms
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kuulo.instruments.library import READY_MADE
from kuulo.instruments.rules.questionnaire import LANGUAGES, Promise, Questionnaire, from_json, in_language

NAME_LENGTH: Final = 120
LANGUAGE_NAMES: Final = {"fi": _("Finnish"), "sv": _("Swedish"), "en": _("English")}

PROMISE_NAMES: Final[Mapping[Promise, LazyText]] = {
    Promise.IDENTIFIED: _("Identified"),
    Promise.CONFIDENTIAL: _("Confidential"),
    Promise.ANONYMOUS: _("Anonymous"),
}
PROMISE_TEXTS: Final[Mapping[Promise, LazyText]] = {
    Promise.IDENTIFIED: _("You see who answered what, and can answer them back."),
    Promise.CONFIDENTIAL: _(
        "The link between person and answer is kept, but answers are shown only in groups, never one by one."
    ),
    Promise.ANONYMOUS: _(
        "No link between person and answer is stored and only the day is kept. Nobody can be answered back, and "
        "answers cannot be joined to what is known of the customer."
    ),
}


class CreateForm(forms.Form):
    """What a new instrument begins from, in which languages, and what it is called.

    ``language`` is the page's: ready-made instruments are told of in it.
    """

    ready_made = forms.ChoiceField(label=_("Begin from"), required=False, widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("In which respondents can answer. More can be added later."),
        choices=[(language, LANGUAGE_NAMES[language]) for language in LANGUAGES],
        widget=forms.CheckboxSelectMultiple,
    )
    first_language = forms.ChoiceField(
        label=_("Language you write first"),
        help_text=_("Stands in where a translation is missing."),
        choices=[(language, LANGUAGE_NAMES[language]) for language in LANGUAGES],
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("What you and your colleagues call it. Left empty, it is named after what you begin from."),
        required=False,
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, data: object = None, *, language: str) -> None:
        initial = {"ready_made": "", "languages": list(LANGUAGES), "first_language": language}
        super().__init__(data, initial=initial)  # type: ignore[arg-type] # a QueryDict or None
        self.language = language
        names = [(name, in_language(ready.title, language, LANGUAGES)) for name, ready in READY_MADE.items()]
        self.fields["ready_made"].choices = [("", _("An empty one")), *names]  # type: ignore[attr-defined] # a ChoiceField

    def offers(self) -> list[tuple[str, str, str]]:
        """Return the ready-made instruments: name, title, and when to use it."""
        return [
            (
                name,
                in_language(ready.title, self.language, LANGUAGES),
                in_language(ready.description, self.language, LANGUAGES),
            )
            for name, ready in READY_MADE.items()
        ]

    def clean(self) -> dict[str, Any]:
        """Let the language that is written first be one of the languages."""
        cleaned = super().clean() or self.cleaned_data
        first, languages = cleaned.get("first_language"), cleaned.get("languages")
        if first and languages and first not in languages:
            self.add_error("first_language", _("Choose one of the languages above."))
        return cleaned

    def wishes(self) -> dict[str, Any]:
        """Return what `create_instrument` is told."""
        first = self.cleaned_data["first_language"]
        ready_made = self.cleaned_data["ready_made"]
        title = in_language(READY_MADE[ready_made].title, self.language, LANGUAGES) if ready_made else ""
        return {
            "name": self.cleaned_data["name"].strip() or title or str(_("New questionnaire")),
            "languages": (first, *(one for one in self.cleaned_data["languages"] if one != first)),
            "ready_made": ready_made,
        }


class SettingsForm(forms.Form):
    """The name and the touchpoint of an instrument."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, help_text=_("What you and your colleagues call it. Its address stays.")
    )
    touchpoint = forms.CharField(
        label=_("Touchpoint"),
        required=False,
        max_length=NAME_LENGTH,
        help_text=_("Where customers meet you when they answer it, like “Delivery”. Answers given before keep theirs."),
    )


class PromiseForm(forms.Form):
    """What respondents are promised about the link between them and their answers."""

    promise = forms.ChoiceField(
        label=_("What respondents are promised"),
        choices=[(promise.value, name) for promise, name in PROMISE_NAMES.items()],
        widget=forms.RadioSelect,
    )

    def offers(self) -> list[tuple[str, LazyText, LazyText, bool]]:
        """Return the promises: value, name, what it means, and whether it is the chosen one."""
        chosen = self["promise"].value()
        return [
            (promise.value, name, PROMISE_TEXTS[promise], promise.value == chosen)
            for promise, name in PROMISE_NAMES.items()
        ]


class DefinitionForm(forms.Form):
    """A definition of another tool, and where its texts go when they are in none of the languages here."""

    file = forms.FileField(label=_("Definition file"), allow_empty_file=True)
    language = forms.ChoiceField(
        label=_("Language of its texts, where the file does not say"),
        help_text=_("Also where texts go that are in none of these languages, such as German ones."),
        choices=[(language, LANGUAGE_NAMES[language]) for language in LANGUAGES],
    )


class NamedDefinitionForm(forms.Form):
    """The name of what was read, and the questionnaire itself on its way to the second step."""

    name = forms.CharField(
        label=_("Name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    definition = forms.CharField(widget=forms.HiddenInput)

    questionnaire: Questionnaire

    def clean_definition(self) -> str:
        """Keep the questionnaire, which came from the page before."""
        text = str(self.cleaned_data["definition"])
        try:
            self.questionnaire = from_json(text)
        except (msgspec.ValidationError, msgspec.DecodeError) as error:
            raise forms.ValidationError(_("The questionnaire was lost on the way; bring the file in again.")) from error
        return text
