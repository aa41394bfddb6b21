"""One question of the diary."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.diaries.forms.texts import add_texts, texts_of
from kuulo.diaries.rules import Choice, Question, QuestionKind
from kuulo.diaries.rules.plans import SCALE_HIGH, SCALE_LOW

LONGEST_CHOICES = 3000


class QuestionForm(forms.Form):
    """A question of one kind, with what that kind needs."""

    required = forms.BooleanField(label=_("An entry without it is not taken"), required=False)

    def __init__(self, *args: Any, languages: Sequence[str], kind: QuestionKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages, self.kind = languages, kind
        add_texts(self, "text", _("Question"), languages)
        if kind is QuestionKind.SCALE:
            self.fields["low"] = _point(_("Lowest point"), 1)
            self.fields["high"] = _point(_("Highest point"), 5)
            add_texts(self, "low_text", _("What the lowest point means"), languages)
            add_texts(self, "high_text", _("What the highest point means"), languages)
        if kind is QuestionKind.CHOICE:
            told = {
                "rows": 5,
                "longest": LONGEST_CHOICES,
                "help_text": _("One a line, in the same order in each language."),
            }
            add_texts(self, "choices", _("What can be chosen"), languages, **told)
            self.fields["several"] = forms.BooleanField(label=_("More than one may be chosen"), required=False)
        self.order_fields([name for name in self.fields if name != "required"] + ["required"])

    def told_question(self) -> Question:
        """Return what was filled in; its key is made when it is kept."""
        told = self.cleaned_data
        scale = self.kind is QuestionKind.SCALE
        return Question(
            key="",
            kind=self.kind,
            text=texts_of(told, "text", self.languages),
            low=told["low"] if scale else 1,
            high=told["high"] if scale else 5,
            low_text=texts_of(told, "low_text", self.languages),
            high_text=texts_of(told, "high_text", self.languages),
            choices=self._choices(),
            several=bool(told.get("several")),
            required=told["required"],
        )

    def _choices(self) -> tuple[Choice, ...]:
        """Return the choices: the lines of each language side by side."""
        texts = texts_of(self.cleaned_data, "choices", self.languages)
        lines = {
            language: [each.strip() for each in text.splitlines() if each.strip()] for language, text in texts.items()
        }
        rows = zip_longest(*lines.values(), fillvalue="")
        return tuple(
            Choice(key=f"c{number}", text={language: text for language, text in zip(lines, row, strict=True) if text})
            for number, row in enumerate(rows, start=1)
        )


def _point(label: Any, initial: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=SCALE_LOW, max_value=SCALE_HIGH, initial=initial)
