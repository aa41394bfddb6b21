"""The form in which a file comes in."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.exchange.rules import Reply
from kuulo.sources.rules import KIND_NAMES, ORIGIN_NAMES, Origin, SourceKind

OF_TEXTS: Final = (SourceKind.TRANSCRIPT, SourceKind.FIELD_NOTE, SourceKind.DOCUMENT, SourceKind.DESK)


def choices_of(names: dict[Any, str]) -> list[tuple[str, Any]]:
    """Return choices in the reader's language."""
    return [(str(value), _(name)) for value, name in names.items()]


class FileForm(forms.Form):
    """A file, and what its texts are where it does not tell."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("REFI-QDA project (.qdpx) or codebook (.qdc), or a Taguette project (.sqlite3)."),
    )
    origin = forms.ChoiceField(
        label=_("Whose words its texts are"), help_text=_("Where the file does not tell speakers apart.")
    )
    kind = forms.ChoiceField(label=_("What its texts are"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["origin"].choices = choices_of(dict(ORIGIN_NAMES))  # type: ignore[attr-defined] # a choice field
        self.fields["kind"].choices = choices_of({kind: KIND_NAMES[kind] for kind in OF_TEXTS})  # type: ignore[attr-defined]

    def reply(self, *, by: str, language: str, at: datetime) -> Reply:
        """Return what was said about the file."""
        told = self.cleaned_data
        return Reply(origin=Origin(told["origin"]), kind=SourceKind(told["kind"]), by=by, at=at, language=language)
