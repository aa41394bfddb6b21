"""Forms of the room: a codebook, a code, a file of codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.codebooks.queries import Book
from kuulo.codebooks.rules import LANGUAGES, CodeView
from kuulo.codebooks.services import USE_AT, BookWishes, CodeWishes

PERCENT: Final = 100
NAME_LABELS: Final = {"fi": _("Name in Finnish"), "sv": _("Name in Swedish"), "en": _("Name in English")}
DEFINITION_LABELS: Final = {
    "fi": _("Definition in Finnish"),
    "sv": _("Definition in Swedish"),
    "en": _("Definition in English"),
}
LANGUAGE_LABELS: Final = {"fi": _("in Finnish"), "sv": _("in Swedish"), "en": _("in English")}
LONGEST: Final = 2_000
"""Characters of a definition, and of examples."""
EXAMPLE_LABELS: Final = {
    "fi": _("Examples in Finnish"),
    "sv": _("Examples in Swedish"),
    "en": _("Examples in English"),
}
Questions = Sequence[tuple[str, str, int]]


class BookForm(forms.Form):
    """What a codebook is called, which comments it is about, and from when proposals count."""

    purpose = forms.CharField(
        label=_("The question that the coding shall answer"), required=False, max_length=500, widget=forms.Textarea
    )
    comments = forms.ChoiceField(label=_("Comments"), required=False)
    use_at = forms.FloatField(
        label=_("Proposals count in figures from a probability of, %"),
        required=False,
        min_value=50,
        max_value=PERCENT,
        help_text=_("Left empty: only what people coded or accepted counts."),
    )

    def __init__(self, *args: Any, questions: Questions, found: Book | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"use_at": USE_AT * PERCENT}
        if found is not None:
            initial = {
                "purpose": found.purpose,
                "comments": f"{found.source}|{found.question}" if found.source or found.question else "",
                "use_at": None if found.use_at is None else found.use_at * PERCENT,
                **{f"name_{language}": found.names.get(language, "") for language in LANGUAGES},
            }
        super().__init__(*args, **{"initial": initial, **kwargs})
        for language in LANGUAGES:
            self.fields[f"name_{language}"] = forms.CharField(
                label=NAME_LABELS[language], required=False, max_length=120
            )
        self.order_fields([*(f"name_{language}" for language in LANGUAGES), "purpose", "comments", "use_at"])
        self.fields["comments"].choices = _choices(questions, str(initial.get("comments", "")))  # type: ignore[attr-defined] # a choice field

    def told_wishes(self) -> BookWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        source, _bar, question = told["comments"].partition("|")
        return BookWishes(
            names={language: told[f"name_{language}"] for language in LANGUAGES},
            purpose=told["purpose"],
            source=source,
            question=question,
            use_at=None if told["use_at"] is None else told["use_at"] / PERCENT,
        )


class CodeForm(forms.Form):
    """A code: names, definitions and examples in three languages, and the code it lies under."""

    parent = forms.ChoiceField(label=_("Lies under"), required=False)

    def __init__(self, *args: Any, found: Book, language: str, code: CodeView | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {}
        if code is not None:
            initial = {"parent": code.parent}
            for part, words in (("name", code.names), ("definition", code.definitions), ("examples", code.examples)):
                initial |= {f"{part}_{one}": words.get(one, "") for one in LANGUAGES}
        super().__init__(*args, **{"initial": initial, **kwargs})
        for one in LANGUAGES:
            self.fields[f"name_{one}"] = forms.CharField(label=NAME_LABELS[one], required=False, max_length=120)
        for part, labels in (("definition", DEFINITION_LABELS), ("examples", EXAMPLE_LABELS)):
            for one in LANGUAGES:
                self.fields[f"{part}_{one}"] = forms.CharField(
                    label=labels[one], required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
                )
        others = [each for each in found.codes if code is None or each.key != code.key]
        self.fields["parent"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", _("No code: it stands at the top")),
            *((each.key, "\N{EN SPACE}" * 2 * each.depth + each.name(language)) for each in others),
        ]
        self.order_fields([*(f"name_{one}" for one in LANGUAGES), "parent"])

    def told_wishes(self) -> CodeWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        return CodeWishes(
            names={one: told[f"name_{one}"] for one in LANGUAGES},
            parent=told["parent"],
            definitions={one: told[f"definition_{one}"] for one in LANGUAGES},
            examples={one: told[f"examples_{one}"] for one in LANGUAGES},
        )


class FileForm(forms.Form):
    """A file of codes."""

    file = forms.FileField(label=_("Codes as a CSV file"))


class JoinForm(forms.Form):
    """Which code another one is joined into."""

    into = forms.ChoiceField(label=_("Join into"))

    def __init__(self, *args: Any, found: Book, code: CodeView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [  # type: ignore[attr-defined] # a choice field
            (each.key, each.name(language)) for each in found.codes if each.key != code.key
        ]


def _choices(questions: Questions, chosen: str) -> list[tuple[str, Any]]:
    """Return what a codebook can be about: everything, or one question of one source."""
    found: list[tuple[str, Any]] = [("", _("All comments"))]
    for source, question, count in questions:
        if question:
            found.append((f"{source}|{question}", f"{question} – {source} ({count})"))
    if chosen and chosen not in dict(found):
        found.append((chosen, chosen.replace("|", " – ")))
    return found
