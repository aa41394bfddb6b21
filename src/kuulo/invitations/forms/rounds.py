"""The form of a round."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kuulo.customers.rules import Basis, Channel
from kuulo.invitations.forms.asking import FILTER, AskingForm
from kuulo.invitations.forms.names import ALLOCATIONS, METHODS
from kuulo.invitations.queries import RoundView
from kuulo.invitations.rules.allocation import Allocation
from kuulo.invitations.rules.askings import RoundPlan
from kuulo.invitations.rules.samples import Customers, Method, Quota, SampleSpec

LARGEST: Final = 10_000_000
MOMENT: Final = "%Y-%m-%dT%H:%M"
MEASURES: Final = {"nps": _("an NPS"), "share": _("a share"), "mean": _("a mean")}


class RoundForm(AskingForm):
    """A round: besides what all askings have, how many are asked and when."""

    method = forms.ChoiceField(
        label=_("How many"), choices=list(METHODS.items()), initial=Method.EVERYBODY, widget=forms.RadioSelect
    )
    size = forms.IntegerField(label=_("How many to ask"), required=False, min_value=1, max_value=LARGEST)
    by_first = forms.ChoiceField(label=_("Groups by"), required=False)
    by_second = forms.ChoiceField(label=_("And by"), required=False)
    allocation = forms.ChoiceField(
        label=_("How the groups share the sample"),
        required=False,
        choices=list(ALLOCATIONS.items()),
        initial=Allocation.PROPORTIONAL,
    )
    deviations = forms.CharField(
        label=_("Expected standard deviations"),
        required=False,
        help_text=_("One group a line, such as “north: 2.1”. Groups that are not named count as the widest."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    quota_by = forms.ChoiceField(label=_("Quotas by"), required=False)
    quotas = forms.CharField(
        label=_("Quotas"),
        required=False,
        help_text=_(
            "One value a line: “north: 100” for at most 100 invitations, “north: 100, 40” to stop at 40 answers too."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    first_at = forms.DateTimeField(
        label=_("First messages go out"),
        required=False,
        help_text=_("Left empty: as soon as you start the round."),
        input_formats=[MOMENT],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        required=False,
        min_value=1,
        max_value=10**9,
        help_text=_("The same seed draws the same sample again. Left empty, a new one is drawn."),
    )
    margin = forms.FloatField(label=_("Wanted margin, ±"), required=False, min_value=0.1, max_value=100)
    measure = forms.ChoiceField(label=_("Of"), required=False, choices=list(MEASURES.items()), initial="nps")
    expected_rate = forms.FloatField(label=_("Expected to answer, %"), required=False, min_value=1, max_value=100)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        names = [("", "–"), *((attribute.name, attribute.name) for attribute in self.attributes)]
        for field in ("by_first", "by_second", "quota_by"):
            self.fields[field].choices = names  # type: ignore[attr-defined] # they are choice fields

    @property
    def margin_fields(self) -> tuple[forms.BoundField, ...]:
        """The fields of the size calculator."""
        return tuple(self[name] for name in ("margin", "measure", "expected_rate"))

    def clean_deviations(self) -> dict[str, float]:
        """Return the deviations by group."""
        return {label: numbers[0] for label, numbers in _lines(self.cleaned_data["deviations"], most=1)}

    def clean_quotas(self) -> list[tuple[str, list[float]]]:
        """Return the quotas as value and its one or two numbers."""
        return list(_lines(self.cleaned_data["quotas"], most=2))

    def spec(self) -> SampleSpec:
        """Return what sample is wanted."""
        told = self.cleaned_data
        method = Method(told["method"])
        return SampleSpec(
            method=method,
            size=told.get("size") or 0,
            by=tuple(dict.fromkeys(name for name in (told["by_first"], told["by_second"]) if name)),
            allocation=Allocation(told["allocation"] or Allocation.PROPORTIONAL),
            deviations=told["deviations"],
            quotas=tuple(
                Quota(
                    attribute=told["quota_by"],
                    value=value,
                    invited=int(numbers[0]),
                    complete=int(numbers[1]) if len(numbers) > 1 else None,
                )
                for value, numbers in told["quotas"]
                if told["quota_by"]
            ),
            customers=Customers(told["customers"]),
            conditions=self.conditions(),
        )

    def plan(self) -> RoundPlan:
        """Return the round to be."""
        told = self.cleaned_data
        return RoundPlan(
            name=told["name"],
            slug=self.version.slug,
            channel=Channel(told["channel"]),
            spec=self.spec(),
            basis=Basis(told["basis"]),
            reminders=self.reminder_plan(),
            words=self.own_words(),
            valid_days=self.valid_for(),
            seed=told["seed"],
            first_at=told["first_at"],
        )


def initial_of(asked: RoundView, names: Mapping[int, str]) -> dict[str, Any]:
    """Return what the form shows of a round that is planned.

    Args:
        asked: The round.
        names: The attributes by the number of their field.
    """
    spec, plan = asked.spec, asked.reminders
    conditions = {each.attribute: list(each.values) for each in spec.conditions}
    told: dict[str, Any] = {
        "name": asked.name,
        "customers": spec.customers,
        "channel": asked.channel,
        "basis": asked.basis,
        "method": spec.method,
        "size": spec.size or None,
        "by_first": spec.by[0] if spec.by else "",
        "by_second": spec.by[1] if len(spec.by) > 1 else "",
        "allocation": spec.allocation,
        "deviations": "\n".join(f"{label}: {value:g}" for label, value in spec.deviations.items()),
        "quota_by": spec.quotas[0].attribute if spec.quotas else "",
        "quotas": "\n".join(_quota_line(each) for each in spec.quotas),
        "reminders": plan.count,
        "after_days": plan.after_days,
        "window_days": plan.window_days,
        "from_hour": plan.from_hour,
        "to_hour": plan.to_hour,
        "valid_days": asked.valid_days,
        "first_at": timezone.localtime(asked.first_at) if asked.first_at else None,
        "seed": asked.seed,
    }
    told |= {f"{FILTER}{number}": conditions[name] for number, name in names.items() if name in conditions}
    for language, own in asked.words.items():
        told |= {f"words_{language}_{name}": text for name, text in own.items()}
    return told


def _quota_line(quota: Quota) -> str:
    numbers = [str(quota.invited), *([str(quota.complete)] if quota.complete is not None else [])]
    return f"{quota.value}: {', '.join(numbers)}"


def _lines(text: str, *, most: int) -> Iterator[tuple[str, list[float]]]:
    """Yield label and numbers of each line ``label: number, number``."""
    for line in text.splitlines():
        if not line.strip():
            continue
        label, colon, numbers = line.rpartition(":")
        try:
            read = [float(part) for part in numbers.split(",") if part.strip()]
        except ValueError:
            read = []
        if not colon or not label.strip() or not 1 <= len(read) <= most or min(read) < 0:
            raise forms.ValidationError(
                _("“%(line)s” cannot be read. Write the group, a colon, and the number."), params={"line": line.strip()}
            )
        yield label.strip(), read
