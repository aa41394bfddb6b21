"""Fields that hold one text in each language of a study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kuulo.diaries.rules.plans import LONGEST_TEXT

LANGUAGE_NAMES = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}


def _labelled(label: Any, language: str) -> str:
    return gettext("{text} {language}").format(text=label, language=LANGUAGE_NAMES.get(language, language))


labelled = lazy(_labelled, str)


def add_texts(form: forms.Form, name: str, label: Any, languages: Sequence[str], **options: Any) -> None:
    """Add a field for a text in each language.

    Args:
        form: Where to.
        name: Of the text; the fields are called ``name_fi`` and so on.
        label: What a reader calls it.
        languages: Those of the study.
        options: ``rows`` of a larger field, ``help_text``, ``required``, ``initial`` by language.
    """
    rows = options.get("rows", 0)
    initial: Mapping[str, str] = options.get("initial", {})
    for language in languages:
        form.fields[f"{name}_{language}"] = forms.CharField(
            label=labelled(label, language),
            required=options.get("required", False),
            max_length=options.get("longest", LONGEST_TEXT),
            help_text=options.get("help_text", ""),
            initial=initial.get(language, ""),
            widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput(),
        )


def texts_of(told: Mapping[str, Any], name: str, languages: Sequence[str]) -> dict[str, str]:
    """Return a text by language, without the empty ones."""
    texts = {language: told.get(f"{name}_{language}", "").strip() for language in languages}
    return {language: text for language, text in texts.items() if text}
