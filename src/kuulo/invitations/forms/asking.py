"""What rounds and triggers ask alike: whom, on which channel, in which words, with how many reminders."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.html import escape
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from kuulo.customers.rules import Basis, Channel
from kuulo.instruments.queries import VersionView
from kuulo.invitations.forms.names import BASES, CHANNELS, CUSTOMERS
from kuulo.invitations.queries.attributes import LANGUAGE, AttributeValues
from kuulo.invitations.rules.composing import Content
from kuulo.invitations.rules.message_words import message_language
from kuulo.invitations.rules.reminders import MOST_REMINDERS, ReminderPlan
from kuulo.invitations.rules.samples import Condition, Customers

SUBJECT_LENGTH: Final = 150
LEAD_LENGTH: Final = 2000
WORDS: Final = ("subject", "lead", "thanks")
FILTER: Final = "filter_"


@dataclass(frozen=True, slots=True)
class WordsOfLanguage:
    """The fields of one language, as they are laid out."""

    code: str
    name: str
    fields: tuple[forms.BoundField, ...]

    @property
    def is_told(self) -> bool:
        """Whether something is written in them."""
        return any(bound.value() for bound in self.fields)


class AskingForm(forms.Form):
    """Whom to ask, how, and in which words."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("For you and your colleagues; customers do not see it.")
    )
    customers = forms.ChoiceField(
        label=_("Customers"), choices=list(CUSTOMERS.items()), initial=Customers.CURRENT, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("Channel"), choices=list(CHANNELS.items()), initial=Channel.EMAIL, widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(label=_("Legal basis"), choices=list(BASES.items()), initial=Basis.LEGITIMATE_INTEREST)
    reminders = forms.IntegerField(
        label=_("Reminders"),
        min_value=0,
        max_value=MOST_REMINDERS,
        initial=1,
        help_text=_("Only those who have not answered or refused are reminded."),
    )
    after_days = forms.IntegerField(label=_("Days of peace before each reminder"), min_value=1, max_value=90, initial=4)
    window_days = forms.IntegerField(
        label=_("Days from which its moment is drawn"),
        min_value=1,
        max_value=30,
        initial=4,
        help_text=_("A moment of chance lets the effect of the reminder be told from that of time."),
    )
    from_hour = forms.IntegerField(label=_("Not before the hour"), min_value=0, max_value=23, initial=9)
    to_hour = forms.IntegerField(label=_("Nor from the hour on"), min_value=1, max_value=24, initial=20)
    valid_days = forms.IntegerField(
        label=_("Days a link takes answers"), min_value=1, max_value=365, initial=30, required=False
    )

    def __init__(
        self,
        data: Any = None,
        *,
        version: VersionView,
        attributes: Sequence[AttributeValues],
        initial: Mapping[str, Any] | None = None,
        defaults: Mapping[str, Content] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.version = version
        self.attributes = tuple(attributes)
        for number, attribute in enumerate(self.attributes):
            self.fields[f"{FILTER}{number}"] = _filter_field(attribute)
        for language in self.languages:
            content = (defaults or {}).get(language)
            for name, field in _words_fields(content).items():
                self.fields[f"words_{language}_{name}"] = field

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages messages can be written in."""
        return tuple(dict.fromkeys(message_language(one, (one,)) for one in self.version.questionnaire.languages))

    def filters(self) -> Iterator[forms.BoundField]:
        """Yield the fields that narrow the customer database."""
        for number in range(len(self.attributes)):
            yield self[f"{FILTER}{number}"]

    def is_filtered(self) -> bool:
        """Return whether any of them says something."""
        return any(bound.value() for bound in self.filters())

    def words(self) -> Iterator[WordsOfLanguage]:
        """Yield the fields of the messages by language."""
        for language in self.languages:
            fields = tuple(self[f"words_{language}_{name}"] for name in WORDS)
            yield WordsOfLanguage(language, get_language_info(language)["name_translated"], fields)

    def conditions(self) -> tuple[Condition, ...]:
        """Return what was chosen of the attributes; one without choice narrows nothing."""
        return tuple(
            Condition(attribute=attribute.name, values=values)
            for number, attribute in enumerate(self.attributes)
            if (values := _values(self.cleaned_data.get(f"{FILTER}{number}")))
        )

    def shown_conditions(self) -> tuple[Condition, ...]:
        """Return the same of a form that was not sent, from what it shows."""
        pairs = zip(self.attributes, self.filters(), strict=True)
        return tuple(
            Condition(attribute=attribute.name, values=values)
            for attribute, bound in pairs
            if (values := _values(bound.value()))
        )

    def reminder_plan(self) -> ReminderPlan:
        """Return how those who do not answer are reminded."""
        told = self.cleaned_data
        names = ("after_days", "window_days", "from_hour", "to_hour")
        return ReminderPlan(count=told["reminders"], **{name: told[name] for name in names})

    def valid_for(self) -> int:
        """Return how long links take answers: as said, else a week longer than the last reminder, at least 30 days."""
        plan = self.reminder_plan()
        return self.cleaned_data.get("valid_days") or max(30, plan.count * (plan.after_days + plan.window_days) + 7)

    def own_words(self) -> dict[str, dict[str, str]]:
        """Return the words that were written, by language."""
        said = {
            language: {name: told for name in WORDS if (told := self.cleaned_data.get(f"words_{language}_{name}"))}
            for language in self.languages
        }
        return {language: own for language, own in said.items() if own}


def _values(told: object) -> tuple[str, ...]:
    if isinstance(told, str):
        return tuple(part.strip() for part in told.split(",") if part.strip())
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


def _filter_field(attribute: AttributeValues) -> forms.Field:
    label = _("Language") if attribute.name == LANGUAGE else attribute.name
    if not attribute.values:
        return forms.CharField(label=label, required=False, help_text=_("Values, separated by commas."))
    if attribute.name == LANGUAGE:
        choices = [(value, get_language_info(value)["name_translated"]) for value in attribute.values]
    else:
        choices = [(value, value) for value in attribute.values]
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=widget)


def _words_fields(default: Content | None) -> dict[str, forms.Field]:
    return {
        "subject": forms.CharField(
            label=_("Subject"),
            required=False,
            max_length=SUBJECT_LENGTH,
            help_text=_left_empty(default.subject if default else ""),
        ),
        "lead": forms.CharField(
            label=_("Before the question"),
            required=False,
            max_length=LEAD_LENGTH,
            help_text=_left_empty(" ".join(default.lead) if default else ""),
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
        "thanks": forms.CharField(
            label=_("At the end"),
            required=False,
            max_length=SUBJECT_LENGTH,
            help_text=_left_empty(default.thanks if default else ""),
        ),
    }


def _left_empty(text: str) -> str:
    """Return what is said where the field is left empty; help texts are shown as HTML."""
    return escape(gettext("Left empty: “%(text)s”") % {"text": text}) if text else ""
