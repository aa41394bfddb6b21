"""Forms of the room: an idea, who told it, who needs it, merging; a weak signal, its tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.ideas.models import NOTE_LENGTH, REASON_LENGTH
from kuulo.ideas.rules import Criterion, Known, Need, Verdict
from kuulo.ideas.rules.lifecycle import CRITERION_NAMES, IDEA_STATE_NAMES, IdeaState
from kuulo.ideas.services import SignWishes, TellerWishes

LANGUAGES: Final = ("fi", "sv", "en")
WORDING_LABELS: Final = {"fi": _("In Finnish"), "sv": _("In Swedish"), "en": _("In English")}
LONGEST: Final = 500
ORDERS: Final = (
    ("value", _("Value")),
    ("size", _("Size")),
    ("people", _("People behind it")),
    ("newest", _("Newest")),
)
KNOWN: Final = (
    (Known.ALL, _("Everybody among them")),
    (Known.SAID, _("Those whose comments tell of it")),
    (Known.SCORED, _("Those whose last answer lies in a range")),
)
VERDICTS: Final = ((Verdict.PASSES, _("yes")), (Verdict.UNCLEAR, _("unclear")), (Verdict.FAILS, _("no")))
IMPORTANCE: Final = [(number, str(number)) for number in range(1, 6)]
Choices = Sequence[tuple[str, Any]]


class WordedForm(forms.Form):
    """What has a wording in three languages, one of which is enough."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in LANGUAGES:
            area = forms.Textarea(attrs={"rows": 2})
            self.fields[f"text_{language}"] = forms.CharField(
                label=WORDING_LABELS[language], required=False, max_length=LONGEST, widget=area
            )
        self.order_fields([f"text_{language}" for language in LANGUAGES])

    def told_text(self) -> Mapping[str, str]:
        """Return the wording by language."""
        return {language: self.cleaned_data[f"text_{language}"] for language in LANGUAGES}


class IdeaForm(WordedForm):
    """An idea."""

    importance = forms.TypedChoiceField(label=_("Importance"), choices=IMPORTANCE, coerce=int, initial=3)


class ListForm(forms.Form):
    """Which ideas are listed."""

    words = forms.CharField(label=_("Words or number"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False)
    order = forms.ChoiceField(label=_("In order of"), required=False, choices=ORDERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = [(state.value, _translated(IDEA_STATE_NAMES[state])) for state in IdeaState]
        self.fields["state"].choices = [("", _("All")), *states]  # type: ignore[attr-defined] # a choice field


class TellerForm(forms.Form):
    """Who told an idea by word of mouth."""

    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=20,
        help_text=_("The customer’s number, as in the address of the customer’s page."),
    )
    staff = forms.CharField(label=_("Colleague"), required=False, max_length=200)
    note = forms.CharField(
        label=_("What was told"), required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    told_on = forms.DateField(label=_("When"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def told_wishes(self, *, may_name_customers: bool) -> TellerWishes:
        """Return what was filled in; a customer only by who may see customers."""
        told = self.cleaned_data
        number = told["customer"].strip()
        day = told["told_on"]
        return TellerWishes(
            party_id=int(number) if may_name_customers and number.isdecimal() else None,
            staff=told["staff"],
            note=told["note"],
            told_at=None if day is None else datetime.combine(day, time(12), UTC),
        )


class NeedForm(forms.Form):
    """Who needs an idea."""

    segment = forms.ChoiceField(label=_("Among whom"), required=False)
    known = forms.ChoiceField(label=_("Who of them needs it"), choices=KNOWN, widget=forms.RadioSelect)
    words = forms.ChoiceField(label=_("What the comments tell of"), required=False)
    measure = forms.ChoiceField(label=_("Answer to"), required=False)
    low = forms.FloatField(label=_("From"), required=False)
    high = forms.FloatField(label=_("To"), required=False)

    def __init__(
        self,
        *args: Any,
        segments: Choices,
        words: Choices,
        measures: Choices,
        found: Need | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"known": Known.ALL}
        if found is not None:
            initial = {name: getattr(found, name) for name in ("segment", "known", "words", "measure", "low", "high")}
        super().__init__(*args, **{"initial": initial, **kwargs})
        told = {"segment": segments, "words": words, "measure": measures}
        for name, choices in told.items():
            empty = _("All customers") if name == "segment" else "–"
            known = [("", empty), *choices]
            # What was chosen earlier stays to be chosen, even where nothing carries it any more.
            if initial.get(name) and initial[name] not in dict(known):
                known.append((initial[name], initial[name]))
            self.fields[name].choices = known  # type: ignore[attr-defined] # a choice field

    def told_need(self) -> Need:
        """Return what was filled in."""
        told = self.cleaned_data
        return Need(
            segment=told["segment"],
            known=Known(told["known"]),
            words=told["words"],
            measure=told["measure"],
            low=told["low"],
            high=told["high"],
        )


class ReasonForm(forms.Form):
    """Why a step is taken."""

    reason = forms.CharField(label=_("Why"), required=False, max_length=REASON_LENGTH)


class MergeForm(forms.Form):
    """Which idea another one becomes part of."""

    into = forms.ChoiceField(label=_("Merge into"))

    def __init__(self, *args: Any, others: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = others  # type: ignore[attr-defined] # a choice field


class SignForm(WordedForm):
    """A weak signal or a trend, with its source."""

    is_trend = forms.BooleanField(label=_("It is a trend already: several sources tell of it"), required=False)
    trend = forms.ChoiceField(label=_("A sign of the trend"), required=False)
    publisher = forms.CharField(label=_("Who published it"), max_length=200)
    url = forms.URLField(label=_("Web address"), required=False, max_length=1_000, assume_scheme="https")
    published_on = forms.DateField(label=_("When it was published"), widget=forms.DateInput(attrs={"type": "date"}))
    excerpt = forms.CharField(
        label=_("The words of the source"),
        required=False,
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, trends: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trend"].choices = [("", "–"), *trends]  # type: ignore[attr-defined] # a choice field

    def told_wishes(self) -> SignWishes:
        """Return what was filled in."""
        told = self.cleaned_data
        return SignWishes(
            text=self.told_text(),
            publisher=told["publisher"],
            published_on=told["published_on"],
            url=told["url"],
            excerpt=told["excerpt"],
            is_trend=told["is_trend"],
            trend=told["trend"],
        )


class JudgeForm(forms.Form):
    """What a test of a weak signal came to, and why."""

    criterion = forms.ChoiceField(label=_("Test"))
    verdict = forms.ChoiceField(label=_("Passes"), choices=VERDICTS)
    reason = forms.CharField(label=_("Why"), max_length=REASON_LENGTH)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["criterion"].choices = [  # type: ignore[attr-defined] # a choice field
            (each.value, _translated(CRITERION_NAMES[each])) for each in Criterion
        ]


class TrendForm(forms.Form):
    """Which trend a weak signal is a sign of."""

    trend = forms.ChoiceField(label=_("A sign of the trend"), required=False)

    def __init__(self, *args: Any, trends: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["trend"].choices = [("", "–"), *trends]  # type: ignore[attr-defined] # a choice field


def _translated(template: str) -> Any:
    """Return a marked template in the reader's language when it is shown."""
    return _(template)
