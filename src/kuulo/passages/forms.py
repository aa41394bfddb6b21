"""What people fill in to ask about codings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.passages.queries import Query, Speaking
from kuulo.sources.rules import KIND_NAMES, SourceKind


class QueryForm(forms.Form):
    """A question to a study's codings."""

    q = forms.CharField(
        label=_("Codes, with and, or, not, near between them"),
        max_length=1000,
        required=False,
        help_text=_(
            "Such as: price and not waiting · (price or “waiting time”) near 200 staff · price near 2 turns staff. "
            "Codes of several words stand in quotation marks. “Near” alone means 200 characters."
        ),
    )
    speaking = forms.ChoiceField(
        label=_("Said by"),
        required=False,
        choices=[
            (Speaking.ANYBODY.value, _("anybody")),
            (Speaking.CUSTOMER.value, _("a customer")),
            (Speaking.STAFF.value, _("somebody else")),
        ],
    )
    kind = forms.ChoiceField(label=_("Kind of source"), required=False)
    attribute = forms.ChoiceField(label=_("Participants"), required=False)

    def __init__(self, *args: Any, values: Mapping[str, Sequence[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", _("all")),
            *((kind.value, _(name)) for kind, name in KIND_NAMES.items()),
        ]
        self.fields["attribute"].choices = [  # type: ignore[attr-defined] # a choice field
            ("", _("all")),
            *((f"{name}={value}", f"{name}: {value}") for name, every in values.items() for value in every),
        ]

    def told_query(self) -> Query:
        """Return what was asked."""
        told = self.cleaned_data
        name, _equals, value = told["attribute"].partition("=")
        return Query(
            question=told["q"],
            attributes={name: value} if name else {},
            speaking=Speaking(told["speaking"]),
            kinds=(SourceKind(told["kind"]),) if told["kind"] else (),
        )
