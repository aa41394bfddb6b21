"""The form in which a feed is made and changed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.feeds.forms.uploads import KIND_NAMES
from kuulo.feeds.rules.lifecycle import FeedKind, Origin
from kuulo.feeds.rules.settings import FeedSettings

EVERY = {
    5: _("every 5 minutes"),
    15: _("every 15 minutes"),
    60: _("every hour"),
    360: _("every 6 hours"),
    1440: _("once a day"),
}
OF_ORIGIN = {
    Origin.UPLOAD: (),
    Origin.FOLDER: ("folder", "pattern", "every"),
    Origin.SQL: ("address", "query", "changed", "every"),
}
OF_KIND = {FeedKind.PEOPLE: ("is_complete",), FeedKind.PURCHASES: ("creates",)}


class FeedForm(forms.Form):
    """What a feed is; only the fields that its origin needs are there."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("What comes through it, such as “Customers of the CRM”.")
    )
    kind = forms.ChoiceField(
        label=_("What it brings"), choices=list(KIND_NAMES.items()), initial=FeedKind.PEOPLE, widget=forms.RadioSelect
    )
    folder = forms.CharField(
        label=_("Folder"), max_length=250, help_text=_("Below the inbox, such as crm or shop/orders.")
    )
    pattern = forms.CharField(
        label=_("Names of the files"), max_length=100, initial="*", help_text=_("* stands for anything: customers*.csv")
    )
    address = forms.CharField(
        label=_("Address of the database"),
        max_length=500,
        help_text=_(
            "Such as postgresql+psycopg://kuulo:{KUULO_FEED_CRM}@db.example.com/crm, sqlite:////srv/crm.db or "
            "adbc+sqlite:/srv/crm.db. A password stands in Kuulo's environment; only its name is written here."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    query = forms.CharField(
        label=_("Query"),
        max_length=20_000,
        help_text=_("One SELECT. Kuulo only ever reads."),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
    )
    changed = forms.CharField(
        label=_("Column of changes"),
        max_length=120,
        required=False,
        help_text=_("The column that says when a row last changed. Then only changed rows are read again."),
    )
    every = forms.TypedChoiceField(label=_("Look for news"), choices=list(EVERY.items()), coerce=int, initial=60)
    scheme = forms.CharField(
        label=_("Name of the customer numbers"),
        max_length=60,
        initial="customer_id",
        help_text=_("Numbers of the same name mean the same customer: customer_id everywhere, unless systems differ."),
    )
    is_complete = forms.BooleanField(
        label=_("Each delivery holds everyone"),
        required=False,
        help_text=_("Who is missing from it is shown as gone from the source; nobody is deleted."),
    )
    creates = forms.BooleanField(
        label=_("Make customers of numbers nobody knows"),
        required=False,
        initial=True,
        help_text=_("They are customers since their first purchase."),
    )

    def __init__(self, origin: Origin, data: object = None, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type] # a QueryDict or None
        for names in OF_ORIGIN.values():
            for name in names:
                if name not in OF_ORIGIN[origin]:
                    self.fields.pop(name, None)

    def settings(self) -> FeedSettings:
        """Return what was told."""
        told = {name: value for name, value in self.cleaned_data.items() if name in FeedSettings.__slots__}
        return FeedSettings(**told)


class ChangeForm(FeedForm):
    """A feed that is there: what it brings stays."""

    def __init__(
        self, origin: Origin, kind: FeedKind, data: object = None, initial: dict[str, object] | None = None
    ) -> None:
        super().__init__(origin, data, initial)
        del self.fields["kind"]
        for other in FeedKind:
            if other is not kind:
                for name in OF_KIND[other]:
                    del self.fields[name]
