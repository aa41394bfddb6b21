"""The form of a journey: its name, its days, and a row a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kuulo.journeys.queries import JourneyView, TouchpointView
from kuulo.journeys.rules import JourneyPlan, Step
from kuulo.journeys.rules.plans import LONGEST_DAYS, MOST_STEPS

BLANK_STEPS = 2


class JourneyForm(forms.Form):
    """What a journey is called, and how long it may take."""

    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("Description"), max_length=500, required=False)
    within_days = forms.IntegerField(
        label=_("Days it may take"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=30,
        help_text=_("Counted from the first step. Whoever comes later has dropped out."),
    )


class StepForm(forms.Form):
    """One step; an empty row is none."""

    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False)
    optional = forms.BooleanField(label=_("Optional"), required=False)

    def __init__(self, *given: Any, touchpoints: Sequence[TouchpointView] = (), **named: Any) -> None:
        super().__init__(*given, **named)
        choices = [("", _("no step")), *((one.slug, one.name) for one in touchpoints)]
        self.fields["touchpoint"].choices = choices  # type: ignore[attr-defined] # it is a choice field


BaseStepsForm = forms.formset_factory(StepForm, extra=0, max_num=MOST_STEPS, absolute_max=MOST_STEPS + 5)


class StepsForm(BaseStepsForm):  # type: ignore[misc,valid-type] # Django makes the class
    """All steps of a journey in order, and empty rows for more."""

    def __init__(
        self, data: Any = None, *, view: JourneyView | None = None, touchpoints: Sequence[TouchpointView] = ()
    ) -> None:
        self.extra = BLANK_STEPS if view else BLANK_STEPS + 2
        rows = [{"touchpoint": step.touchpoint, "optional": step.optional} for step in view.steps] if view else []
        super().__init__(data, initial=rows, prefix="step", form_kwargs={"touchpoints": touchpoints})

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that were filled in."""
        rows = [form.cleaned_data for form in self.forms]
        return tuple(
            Step(touchpoint=row["touchpoint"], optional=row["optional"]) for row in rows if row.get("touchpoint")
        )


def plan_of(form: JourneyForm, steps: StepsForm) -> JourneyPlan:
    """Return the journey the forms say."""
    told = form.cleaned_data
    return JourneyPlan(
        name=told["name"], description=told["description"], within_days=told["within_days"], steps=steps.steps()
    )
