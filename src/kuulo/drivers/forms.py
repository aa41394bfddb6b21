"""What the pages are asked for, as forms; the address holds it."""

from __future__ import annotations

from typing import Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuulo.drivers.queries import ChangeOptions, DriverOptions, driver_choices, told_by
from kuulo.drivers.rules import JOINT, PERSONS, Ask, ChangeAsk
from kuulo.figures.templatetags.charts import say

PERIODS: Final = (
    ("90", gettext_lazy("Last 90 days")),
    ("365", gettext_lazy("Last 365 days")),
    ("all", gettext_lazy("All the time")),
)
METHODS: Final = (
    ("auto", gettext_lazy("What suits")),
    ("lmg", gettext_lazy("Exact shares (LMG)")),
    ("johnson", gettext_lazy("Relative weights (Johnson)")),
)
MISSING: Final = (
    ("complete", gettext_lazy("Only complete answers")),
    ("pairwise", gettext_lazy("Pair by pair")),
    ("neutral", gettext_lazy("Not met counts as average")),
)
WEEKS: Final = (
    ("13", gettext_lazy("13 weeks on each side")),
    ("26", gettext_lazy("26 weeks on each side")),
    ("52", gettext_lazy("52 weeks on each side")),
)


class DriversForm(forms.Form):
    """Where answers come from, the outcome, its drivers, and how they are looked at."""

    of = forms.ChoiceField(label=gettext_lazy("Answers"), required=False)
    outcome = forms.ChoiceField(label=gettext_lazy("What is to be explained"), required=False)
    period = forms.ChoiceField(label=gettext_lazy("Period"), choices=PERIODS, required=False)
    missing = forms.ChoiceField(label=gettext_lazy("Missing answers"), choices=MISSING, required=False)
    method = forms.ChoiceField(label=gettext_lazy("Method"), choices=METHODS, required=False)
    target = forms.DecimalField(
        label=gettext_lazy("Target of how well, 0–100"), required=False, min_value=0, max_value=100, localize=False
    )
    driver = forms.MultipleChoiceField(
        label=gettext_lazy("Drivers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, options: DriverOptions, ask: Ask) -> None:
        super().__init__(
            initial={
                "of": ask.of,
                "outcome": ask.outcome,
                "period": ask.period,
                "missing": ask.missing,
                "method": ask.method,
                "target": None if ask.target is None else f"{ask.target:g}",
                "driver": list(ask.drivers),
            },
            auto_id="choose-%s",
        )
        persons = [(PERSONS, _("Person by person: what they said at touchpoints"))] if options.outcomes() else []
        sources = [(name, _("One response: {source}").format(source=name)) for name in options.sources()]
        self.fields["of"].choices = [*persons, *sources]  # type: ignore[attr-defined] # a choice field
        outcomes = (
            [(name, say(told_by(name))) for name in options.outcomes()]
            if ask.of == PERSONS
            else [(one.key, say(one.name)) for one in options.questions(ask.of)]
        )
        self.fields["outcome"].choices = outcomes  # type: ignore[attr-defined] # as above
        offered = driver_choices(options, ask.of, ask.outcome)
        self.fields["driver"].choices = [(one.key, say(one.name)) for one in offered]  # type: ignore[attr-defined] # as above

    def plain_fields(self) -> list[forms.BoundField]:
        """Return the fields but the drivers, which stand in a list of their own."""
        return [self[name] for name in self.fields if name != "driver"]


class ChangeForm(forms.Form):
    """The measure, whom the change touched, and from when."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"), required=False)
    touched = forms.ChoiceField(label=gettext_lazy("What changed"), required=False)
    start = forms.DateField(
        label=gettext_lazy("From the day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    weeks = forms.ChoiceField(label=gettext_lazy("How far is looked"), choices=WEEKS, required=False)

    def __init__(self, options: ChangeOptions, ask: ChangeAsk) -> None:
        super().__init__(
            initial={
                "measure": ask.definition,
                "touched": ask.touched,
                "start": ask.start.isoformat() if ask.start else None,
                "weeks": ask.weeks or "26",
            },
            auto_id="choose-%s",
        )
        self.fields["measure"].choices = [(one.id, _(one.title)) for one in options.definitions]  # type: ignore[attr-defined] # a choice field
        groups = [
            (say(one.dimension.heading), [(f"{one.dimension.key}{JOINT}{value}", value) for value in one.values])
            for one in options.choices
        ]
        self.fields["touched"].choices = [("", _("Everything, everywhere")), *groups]  # type: ignore[attr-defined] # as above
        widget = self.fields["start"].widget
        widget.attrs |= {"min": options.first.isoformat(), "max": options.last.isoformat()}
